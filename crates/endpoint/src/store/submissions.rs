//! Submissions: received once, whatever the number of sends.

use domain::{
    reference::Reference,
    time::Timestamp,
    wire::{Receipt, SubmissionId, SubmissionState, SubmissionStatus},
};
use sqlx::{Sqlite, Transaction};

use super::{Store, StoreError, moment};

const REFERENCE_TRIES: usize = 20;

/// What is stored of one PUT.
pub(crate) struct Arrival<'a> {
    pub(crate) id: &'a SubmissionId,
    /// Lowercase hexadecimal SHA-256 of `body`.
    pub(crate) sha256: &'a str,
    /// The envelope, to the byte.
    pub(crate) body: &'a [u8],
    pub(crate) received_at: Timestamp,
}

/// What became of a PUT.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Stored now, with its delivery.
    New(Receipt),
    /// The same body was here already.
    Replay(Receipt),
    /// The id belongs to another body.
    Reused,
}

impl Store {
    /// What a PUT of that body would meet: nothing, its own earlier send, or another body.
    pub(crate) async fn earlier(
        &self,
        id: &SubmissionId,
        sha256: &str,
    ) -> Result<Option<Kept>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        earlier(&mut connection, id, sha256).await
    }

    /// Stores a submission and its delivery, both or neither; a replay changes nothing.
    ///
    /// `draw` is asked for random bytes until they make a reference that nobody has.
    pub(crate) async fn keep(
        &self,
        received: &Arrival<'_>,
        draw: impl Fn() -> Reference,
    ) -> Result<Kept, StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(kept) = earlier(&mut transaction, received.id, received.sha256).await? {
            return Ok(kept);
        }
        let reference = insert(&mut transaction, received, draw).await?;
        sqlx::query(
            "INSERT INTO deliveries (submission, state, next_attempt_at) VALUES (?, 'pending', ?)",
        )
        .bind(received.id.as_str())
        .bind(received.received_at.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Kept::New(Receipt {
            reference,
            received_at: received.received_at,
            sha256: received.sha256.to_owned(),
        }))
    }

    /// Where a submission stands; `None` when it was never received.
    pub(crate) async fn status(
        &self,
        id: &SubmissionId,
    ) -> Result<Option<SubmissionStatus>, StoreError> {
        type Row = (String, i64, Option<i64>, Option<i64>);
        let row: Option<Row> = sqlx::query_as(
            "SELECT reference, received_at, delivered_at, purged_at
             FROM submissions JOIN deliveries ON deliveries.submission = submissions.id
             WHERE submissions.id = ?",
        )
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        let Some((reference, received_at, delivered_at, purged_at)) = row else {
            return Ok(None);
        };
        let state = match (purged_at, delivered_at) {
            (Some(_), _) => SubmissionState::Purged,
            (None, Some(_)) => SubmissionState::Delivered,
            (None, None) => SubmissionState::Received,
        };
        Ok(Some(SubmissionStatus {
            state,
            reference: reference.parse().map_err(|_| StoreError::BadRow)?,
            received_at: moment(received_at),
            delivered_at: delivered_at.map(moment),
            purged_at: purged_at.map(moment),
        }))
    }
}

async fn earlier(
    connection: &mut sqlx::SqliteConnection,
    id: &SubmissionId,
    sha256: &str,
) -> Result<Option<Kept>, StoreError> {
    let row: Option<(String, String, i64)> =
        sqlx::query_as("SELECT reference, sha256, received_at FROM submissions WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(connection)
            .await?;
    let Some((reference, known, received_at)) = row else {
        return Ok(None);
    };
    if known != sha256 {
        return Ok(Some(Kept::Reused));
    }
    Ok(Some(Kept::Replay(Receipt {
        reference: reference.parse().map_err(|_| StoreError::BadRow)?,
        received_at: moment(received_at),
        sha256: known,
    })))
}

async fn insert(
    transaction: &mut Transaction<'_, Sqlite>,
    received: &Arrival<'_>,
    draw: impl Fn() -> Reference,
) -> Result<Reference, StoreError> {
    for _ in 0..REFERENCE_TRIES {
        let reference = draw();
        let done = sqlx::query(
            "INSERT INTO submissions (id, reference, sha256, envelope, received_at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (reference) DO NOTHING",
        )
        .bind(received.id.as_str())
        .bind(reference.as_str())
        .bind(received.sha256)
        .bind(received.body)
        .bind(received.received_at.unix_seconds())
        .execute(&mut **transaction)
        .await?;
        if done.rows_affected() == 1 {
            return Ok(reference);
        }
    }
    Err(StoreError::NoReference)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn a_reference_is_never_given_twice() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("test.db")).await?;
        let drawn = Cell::new(0_u8);
        let draw = || {
            drawn.set(drawn.get() + 1);
            Reference::from_random([u8::from(drawn.get() > 3); 8])
        };
        let mut references = Vec::new();
        for byte in [1, 2] {
            let received = Arrival {
                id: &SubmissionId::from_random([byte; 16]),
                sha256: "00",
                body: b"{}",
                received_at: moment(0),
            };
            let Kept::New(receipt) = store.keep(&received, draw).await? else {
                panic!("a new one")
            };
            references.push(receipt.reference);
        }
        assert_ne!(references.first(), references.last());
        assert_eq!(drawn.get(), 4, "one for the first, three for the second");
        Ok(())
    }
}
