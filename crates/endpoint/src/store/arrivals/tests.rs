//! Arrivals: references, several in one transaction, one that cannot be stored.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use super::*;
use crate::store::moment;

fn arrival(id: u8, sha256: &str) -> Arrival {
    Arrival {
        id: SubmissionId::from_random([id; 16]),
        sha256: sha256.to_owned(),
        body: b"{}".to_vec(),
        received_at: moment(0),
        owner: None,
        request: None,
        options: None,
        branch: None,
        origin: None,
    }
}

async fn store() -> anyhow::Result<(tempfile::TempDir, Store)> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    Ok((folder, store))
}

#[tokio::test]
async fn a_reference_is_never_given_twice() -> anyhow::Result<()> {
    let (_folder, store) = store().await?;
    let drawn = Arc::new(AtomicU8::new(0));
    let mut references = Vec::new();
    for id in [1, 2] {
        let drawn = Arc::clone(&drawn);
        let draw = move || {
            let turn = drawn.fetch_add(1, Ordering::SeqCst);
            Reference::from_random([u8::from(turn > 2); 8])
        };
        let Kept::New(receipt) = store.keep(arrival(id, "00"), draw).await? else {
            panic!("a new one")
        };
        references.push(receipt.reference);
    }
    assert_ne!(references.first(), references.last());
    let drawn = drawn.load(Ordering::SeqCst);
    assert_eq!(drawn, 4, "one for the first, three for the second");
    Ok(())
}

fn waiting(
    arrival: Arrival,
    reference: u8,
) -> (Waiting, oneshot::Receiver<Result<Kept, StoreError>>) {
    let (answer, answered) = oneshot::channel();
    let draw = Box::new(move || Reference::from_random([reference; 8]));
    let waiting = Waiting {
        arrival,
        draw,
        answer,
    };
    (waiting, answered)
}

#[tokio::test]
async fn what_is_written_together_is_told_apart() -> anyhow::Result<()> {
    let (_folder, store) = store().await?;
    let (first, first_answer) = waiting(arrival(1, "00"), 1);
    let (again, again_answer) = waiting(arrival(1, "00"), 2);
    let (other, other_answer) = waiting(arrival(1, "11"), 3);
    write(&store.writer, vec![first, again, other]).await;
    let Kept::New(receipt) = first_answer.await?? else {
        panic!("a new one")
    };
    assert_eq!(again_answer.await??, Kept::Replay(receipt));
    assert_eq!(other_answer.await??, Kept::Reused);
    Ok(())
}

#[tokio::test]
async fn one_that_cannot_be_stored_takes_no_other_with_it() -> anyhow::Result<()> {
    let (_folder, store) = store().await?;
    let (good, good_answer) = waiting(arrival(1, "00"), 1);
    // No other reference is ever drawn for it, and this one is taken.
    let (bad, bad_answer) = waiting(arrival(2, "00"), 1);
    let (last, last_answer) = waiting(arrival(3, "00"), 3);
    write(&store.writer, vec![good, bad, last]).await;
    assert!(matches!(good_answer.await??, Kept::New(_)));
    assert!(matches!(bad_answer.await?, Err(StoreError::NoReference)));
    assert!(matches!(last_answer.await??, Kept::New(_)));
    let unknown = store.status(&SubmissionId::from_random([2; 16])).await?;
    assert!(unknown.is_none());
    Ok(())
}

#[tokio::test]
async fn content_that_was_cancelled_before_it_came_is_in_no_file() -> anyhow::Result<()> {
    let (folder, store) = store().await?;
    let cancelled = Arrival {
        body: "a whole envelope ".repeat(3000).into_bytes(),
        ..arrival(1, "00")
    };
    let mut transaction = store.writer.begin().await?;
    sqlx::query(
        "INSERT INTO effects (request, about, effect, since) VALUES (?, ?, 'cancelled', 0)",
    )
    .bind(SubmissionId::from_random([2; 16]).as_str())
    .bind(cancelled.id.as_str())
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    let log = folder.path().join("test.db-wal");
    assert!(std::fs::metadata(&log)?.len() > 0);
    let draw = || Reference::from_random([1; 8]);
    assert!(matches!(store.keep(cancelled, draw).await?, Kept::New(_)));
    assert_eq!(std::fs::metadata(&log)?.len(), 0, "the log is cut");
    let bytes = std::fs::read(folder.path().join("test.db"))?;
    assert!(!bytes.windows(17).any(|piece| piece == b"a whole envelope "));
    Ok(())
}
