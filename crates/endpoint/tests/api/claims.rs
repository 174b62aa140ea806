//! A mail is claimed before it is sent, and its outcome recorded after: what that holds when either cannot be written.

mod operator;

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::{
    delivery::{CLAIM_SECONDS, DeliveryFailure},
    time::Timestamp,
    wire::SubmissionId,
};
use endpoint::FolderLock;
use serde_json::json;
use sqlx::SqlitePool;

use crate::harness::{Harness, id, registration, rights_request};

const TEN_YEARS: i64 = 10 * 365 * 24 * 3600;

async fn run(database: &SqlitePool, statement: &str) -> Result<()> {
    sqlx::raw_sql(statement).execute(database).await?;
    Ok(())
}

/// Waits until that submission's delivery is in that state.
async fn reaches(database: &SqlitePool, id: &SubmissionId, state: &str) -> Result<()> {
    for _ in 0..10_000 {
        let now: String = sqlx::query_scalar("SELECT state FROM deliveries WHERE submission = ?")
            .bind(id.as_str())
            .fetch_one(database)
            .await?;
        if now == state {
            return Ok(());
        }
        tokio::task::yield_now().await;
    }
    bail!("it never was {state}")
}

/// Mails what is due beside the test, and has come as far as the claim of that submission: the mailbox holds it there.
async fn being_mailed(
    harness: &Arc<Harness>,
    database: &SqlitePool,
    id: &SubmissionId,
) -> Result<tokio::task::JoinHandle<Result<usize, endpoint::StoreError>>> {
    let mailing = tokio::spawn({
        let harness = Arc::clone(harness);
        async move { harness.endpoint.deliver_due().await }
    });
    reaches(database, id, "sending").await?;
    Ok(mailing)
}

#[tokio::test]
async fn one_moment_in_which_nothing_can_be_written_is_over_when_it_is_over() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let database = harness.database().await?;
    // As a full disk does: SQLite undoes the transaction by itself.
    for table in ["submissions", "deliveries", "purge_log"] {
        run(
            &database,
            &format!(
                "CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ROLLBACK, 'full'); END;
                 CREATE TRIGGER full_{table}_2 BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ROLLBACK, 'full'); END"
            ),
        )
        .await?;
    }
    let body = harness.seal(&id(2), &registration()?).await?;
    let refused = harness.put(&id(2), body.clone()).await?;
    assert_eq!(refused.problem()?, domain::wire::ProblemType::Unavailable);
    assert!(harness.endpoint.deliver_due().await.is_err());
    for table in ["submissions", "deliveries", "purge_log"] {
        run(
            &database,
            &format!("DROP TRIGGER full_{table}; DROP TRIGGER full_{table}_2"),
        )
        .await?;
    }
    let taken = harness.put(&id(2), body).await?;
    assert_eq!(taken.status, axum::http::StatusCode::CREATED);
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    harness.clock.advance(7 * 24 * 3600);
    assert_eq!(harness.endpoint.purge_due().await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_store_that_cannot_be_written_sends_nothing() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let database = harness.database().await?;
    run(
        &database,
        "CREATE TRIGGER full BEFORE UPDATE ON deliveries BEGIN SELECT RAISE(FAIL, 'full'); END",
    )
    .await?;
    for _ in 0..3 {
        assert!(harness.endpoint.deliver_due().await.is_err());
        harness.clock.advance(60);
    }
    assert_eq!(harness.mailbox.tries(), 0);
    run(&database, "DROP TRIGGER full").await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_outcome_that_cannot_be_recorded_is_recorded_later_and_nothing_is_mailed_twice()
-> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let database = harness.database().await?;
    run(
        &database,
        "CREATE TRIGGER full BEFORE UPDATE ON deliveries WHEN NEW.state = 'delivered'
         BEGIN SELECT RAISE(FAIL, 'full'); END",
    )
    .await?;
    assert!(harness.endpoint.deliver_due().await.is_err());
    let sent_at = harness.clock.now();
    harness.send(&id(2), &registration()?).await?;
    // Longer than any claim lasts.
    for _ in 0..4 {
        harness.clock.advance(CLAIM_SECONDS);
        assert!(harness.endpoint.deliver_due().await.is_err());
    }
    assert_eq!(harness.mailbox.mails().len(), 1, "and the second waits");
    run(&database, "DROP TRIGGER full").await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1, "the second");
    assert_eq!(harness.mailbox.mails().len(), 2);
    let first = harness.status(&id(1)).await?;
    assert_eq!(
        first.delivered_at,
        Some(sent_at),
        "when it was taken, not when that could be written"
    );
    Ok(())
}

#[tokio::test]
async fn what_a_killed_program_was_sending_is_tried_again_once_its_claim_has_lapsed() -> Result<()>
{
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let database = harness.database().await?;
    let lapses_at = harness.clock.now().plus_seconds(CLAIM_SECONDS);
    run(
        &database,
        &format!(
            "UPDATE deliveries SET state = 'sending', attempts = 1, next_attempt_at = {}",
            lapses_at.unix_seconds()
        ),
    )
    .await?;
    harness.clock.advance(CLAIM_SECONDS - 1);
    assert_eq!(harness.endpoint.deliver_due().await?, 0, "still another's");
    harness.clock.advance(1);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);

    // The process with the lock of the folder knows that no other is at work, and waits for nothing.
    harness.send(&id(2), &registration()?).await?;
    sqlx::query("UPDATE deliveries SET state = 'sending', attempts = 1, next_attempt_at = ? WHERE submission = ?")
        .bind(harness.clock.now().plus_seconds(CLAIM_SECONDS).unix_seconds())
        .bind(id(2).as_str())
        .execute(&database)
        .await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    let data = harness.folder.path().join("data");
    let lock = FolderLock::take(&data, harness.clock.now())?;
    harness.endpoint.take_over(&lock).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_claim_that_lapsed_and_was_taken_over_changes_nothing_any_more() -> Result<()> {
    let harness = Arc::new(Harness::open().await?);
    harness.send(&id(1), &registration()?).await?;
    let database = harness.database().await?;
    harness.mailbox.hold(true);
    harness.mailbox.fail_with(Some(DeliveryFailure::Deferred));
    let slow = being_mailed(&harness, &database, &id(1)).await?;
    // Another program on the same database has taken over, and has it delivered.
    run(
        &database,
        "UPDATE deliveries SET state = 'delivered', attempts = 2, delivered_at = 5",
    )
    .await?;
    harness.mailbox.hold(false);
    assert_eq!(slow.await??, 0);
    let status = harness.status(&id(1)).await?;
    assert_eq!(status.delivered_at, Some(Timestamp::from_unix_seconds(5)));
    Ok(())
}

#[tokio::test]
async fn a_right_that_meets_a_mail_under_way_is_told_so_and_holds_from_then_on() -> Result<()> {
    for (asked, note) in [
        (json!({"right": "cancellation"}), "annulé"),
        (
            json!({"right": "restriction", "restriction_ground": "contested"}),
            "à garder sans l’utiliser",
        ),
        (json!({"objection": "yes"}), "à ne plus utiliser"),
    ] {
        for failure in [None, Some(DeliveryFailure::Deferred)] {
            let harness = Arc::new(Harness::open().await?);
            harness.send(&id(1), &registration()?).await?;
            let database = harness.database().await?;
            harness.mailbox.hold(true);
            harness.mailbox.fail_with(failure);
            let mailing = being_mailed(&harness, &database, &id(1)).await?;
            let request = rights_request(asked.clone(), Some(&id(1)))?;
            harness.send(&id(2), &request).await?;
            harness.mailbox.hold(false);
            mailing.await??;
            let steps: Vec<String> =
                sqlx::query_scalar("SELECT step FROM rights_steps ORDER BY rowid")
                    .fetch_all(&database)
                    .await?;
            assert_eq!(
                steps.get(..2),
                Some(["received".to_owned(), "being_mailed".to_owned()].as_slice()),
                "{asked}"
            );
            harness.mailbox.fail_with(None);
            harness.clock.advance(3600);
            harness.endpoint.deliver_due().await?;
            let mails = harness.mailbox.mails();
            let registrations = mails
                .iter()
                .filter(|mail| mail.subject.starts_with("Préinscription"));
            // What was under way arrives, or does not; it is not tried again.
            assert_eq!(registrations.count(), usize::from(failure.is_none()));
            assert!(
                mails.iter().any(|mail| mail.subject.contains(note)),
                "the mailbox is told: {:?}",
                mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>()
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn waits_count_from_the_end_of_an_attempt_and_what_is_new_goes_first() -> Result<()> {
    let harness = Arc::new(Harness::open().await?);
    harness.send(&id(1), &registration()?).await?;
    let database = harness.database().await?;
    harness.mailbox.hold(true);
    harness.mailbox.fail_with(Some(DeliveryFailure::Deferred));
    let slow = being_mailed(&harness, &database, &id(1)).await?;
    harness.clock.advance(60);
    harness.mailbox.hold(false);
    assert_eq!(slow.await??, 0);
    let next: i64 = sqlx::query_scalar("SELECT next_attempt_at FROM deliveries")
        .fetch_one(&database)
        .await?;
    assert_eq!(next, harness.clock.now().plus_seconds(5).unix_seconds());

    harness.mailbox.fail_with(None);
    harness.clock.advance(30);
    let new = harness.send(&id(2), &registration()?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    let mails = harness.mailbox.mails();
    let first = mails.first().context("two mails")?;
    assert!(first.subject.contains(&new.reference.spaced()));
    Ok(())
}

#[tokio::test]
async fn a_row_that_cannot_be_read_holds_up_no_other() -> Result<()> {
    let harness = Harness::open().await?;
    for byte in 1..=3 {
        harness.send(&id(byte), &registration()?).await?;
    }
    let asked = json!({"right": "cancellation"});
    harness
        .send(&id(4), &rights_request(asked, Some(&id(3)))?)
        .await?;
    let database = harness.database().await?;
    // Bound, not written into the statement: a slow one is logged whole.
    for (statement, id) in [
        (
            "UPDATE submissions SET reference = 'of another release' WHERE id = ?",
            id(1),
        ),
        (
            "INSERT INTO notes (request, note, not_before, next_attempt_at) VALUES (?, 'of another release', 0, 0)",
            id(4),
        ),
    ] {
        sqlx::query(statement)
            .bind(id.as_str())
            .execute(&database)
            .await?;
    }
    // The second registration, the request to the officer, and the note of the cancellation.
    assert_eq!(harness.endpoint.deliver_due().await?, 3);
    let listed = harness.endpoint.operator().list().await?;
    assert!(
        listed.contains("of another release  échec         illisible (unreadable)"),
        "{listed}"
    );
    harness.clock.advance(60 * 24 * 3600);
    assert_eq!(harness.endpoint.purge_due().await?.len(), 1, "the second");
    Ok(())
}

#[tokio::test]
async fn notes_and_registrations_take_turns() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    let asked = json!({"right": "cancellation"});
    harness
        .send(&id(2), &rights_request(asked, Some(&id(1)))?)
        .await?;
    for byte in 3..=6 {
        harness.send(&id(byte), &registration()?).await?;
    }
    harness.endpoint.deliver_due().await?;
    let mails = harness.mailbox.mails();
    let told = mails
        .iter()
        .position(|mail| mail.subject.contains("annulé"));
    assert!(told.is_some_and(|place| place < 4), "{told:?}");
    Ok(())
}

#[tokio::test]
async fn a_clock_that_was_ahead_puts_nothing_off() -> Result<()> {
    let harness = Harness::open().await?;
    let asked = json!({"right": "cancellation"});
    let messages = [
        registration()?,
        registration()?,
        rights_request(asked, Some(&id(2)))?,
    ];
    let mut bodies = Vec::new();
    for (byte, message) in (1..).zip(&messages) {
        bodies.push(harness.seal(&id(byte), message).await?);
    }
    harness.clock.advance(TEN_YEARS);
    for (byte, body) in (1..).zip(bodies) {
        assert!(harness.put(&id(byte), body).await?.status.is_success());
    }
    harness
        .mailbox
        .fail_with(Some(DeliveryFailure::Unreachable));
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    harness.clock.advance(-TEN_YEARS);
    harness.mailbox.fail_with(None);
    // The registration, the request to the officer, the note of the cancellation; no reminder of a day to come.
    assert_eq!(harness.endpoint.deliver_due().await?, 3);
    Ok(())
}

#[tokio::test]
async fn a_server_that_refuses_us_is_asked_once_at_a_time_and_then_gets_all() -> Result<()> {
    for failure in [
        DeliveryFailure::SignIn,
        DeliveryFailure::HelloName,
        DeliveryFailure::Tls,
        DeliveryFailure::Unreachable,
    ] {
        let harness = Harness::open().await?;
        for byte in 1..=8 {
            harness.send(&id(byte), &registration()?).await?;
        }
        harness.mailbox.fail_with(Some(failure));
        for _ in 0..20 * 60 {
            harness.endpoint.deliver_due().await?;
            harness.clock.advance(1);
        }
        // 5, 10, 20 … 320, 640 seconds: eight waits in twenty minutes.
        assert_eq!(harness.mailbox.tries(), 8, "{failure:?}");
        harness.mailbox.fail_with(None);
        harness.clock.advance(900);
        assert_eq!(harness.endpoint.deliver_due().await?, 8, "{failure:?}");
    }
    Ok(())
}
