//! Content goes on its day, never before delivery, and never comes back.

use anyhow::Result;
use axum::http::StatusCode;
use domain::{
    delivery::DeliveryFailure,
    wire::{ProblemType, Receipt, SubmissionState},
};
use endpoint::{purge, report};
use serde_json::json;

use crate::harness::{Harness, id, registration, rights_request};

const DAY_SECONDS: i64 = 24 * 3600;

#[tokio::test]
async fn content_goes_after_its_days_and_a_resend_is_recognised() -> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    let receipt: Receipt = harness.put(&id(1), body.clone()).await?.json()?;
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(7 * DAY_SECONDS - 1);
    assert_eq!(harness.endpoint.purge_due().await?, []);
    harness.clock.advance(1);
    let gone = harness.endpoint.purge_due().await?;
    assert_eq!(gone.len(), 1);
    assert_eq!(harness.endpoint.purge_due().await?, [], "once");

    let status = harness.status(&id(1)).await?;
    assert_eq!(status.state, SubmissionState::Purged);
    assert_eq!(status.reference, receipt.reference);
    assert_eq!(
        status.purged_at,
        Some(receipt.received_at.plus_seconds(7 * DAY_SECONDS))
    );

    let again = harness.put(&id(1), body).await?;
    assert_eq!(
        (again.status, again.json::<Receipt>()?),
        (StatusCode::OK, receipt)
    );
    let other = harness.seal(&id(1), &registration()?).await?;
    assert_eq!(
        harness.put(&id(1), other).await?.problem()?,
        ProblemType::IdReused
    );
    assert_eq!(
        harness.status(&id(1)).await?.state,
        SubmissionState::Purged,
        "still gone"
    );
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    assert_eq!(harness.mailbox.mails().len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_was_not_delivered_is_never_purged() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.mailbox.fail_with(Some(DeliveryFailure::Refused));
    harness.endpoint.deliver_due().await?;
    harness.clock.advance(1000 * DAY_SECONDS);
    assert_eq!(harness.endpoint.purge_due().await?, []);
    harness.mailbox.fail_with(None);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_dry_run_says_what_the_real_one_does() -> Result<()> {
    let harness = Harness::open().await?;
    for byte in 1..=3 {
        harness.send(&id(byte), &registration()?).await?;
        harness.endpoint.deliver_due().await?;
        harness.clock.advance(DAY_SECONDS);
    }
    // The first two are past their seven days, the third is not.
    harness.clock.advance(5 * DAY_SECONDS);
    let planned = purge(&harness.folder.config("data"), &harness.clock, true).await?;
    assert_eq!(planned, harness.endpoint.purge_plan().await?);
    assert_eq!(planned.len(), 2);
    let done = purge(&harness.folder.config("data"), &harness.clock, false).await?;
    assert_eq!(done, planned);
    assert_eq!(harness.endpoint.purge_plan().await?, []);

    let told = report(&done, false, &harness.folder.config("data"));
    assert_eq!(told.lines().last(), Some("Effacés : 2"));
    assert!(
        told.contains("01010101  reçue le 21/11/2026 à 18\u{a0}h\u{a0}42"),
        "{told}"
    );
    assert!(!told.contains(id(1).as_str()), "never a whole id");
    Ok(())
}

/// Whether a piece of that envelope stands in any file of the data folder.
fn holds(harness: &Harness, body: &str) -> Result<bool> {
    let piece = body.get(200..260).unwrap_or_default().as_bytes();
    let mut held = false;
    for file in std::fs::read_dir(harness.folder.path().join("data"))? {
        let path = file?.path();
        held |= path.is_file()
            && std::fs::read(path)?
                .windows(piece.len())
                .any(|window| window == piece);
    }
    Ok(held)
}

#[tokio::test]
async fn no_envelope_is_left_in_any_file_of_the_database() -> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    harness.put(&id(1), body.clone()).await?;
    harness.endpoint.deliver_due().await?;
    assert!(holds(&harness, &body)?, "before the purge it is there");
    harness.clock.advance(7 * DAY_SECONDS);
    harness.endpoint.purge_due().await?;
    assert!(!holds(&harness, &body)?, "after it, it is not");
    Ok(())
}

#[tokio::test]
async fn a_reader_in_the_way_of_a_removal_stalls_nobody_and_the_bytes_go_once_it_is_gone()
-> Result<()> {
    let harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    harness.put(&id(1), body.clone()).await?;
    let backup = harness.database().await?;
    let mut reading = backup.begin().await?;
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM submissions")
        .fetch_one(&mut *reading)
        .await?;
    assert_eq!(count, 1);

    let asked = json!({"right": "cancellation"});
    let cancellation = rights_request(asked, Some(&id(1)))?;
    harness.send(&id(2), &cancellation).await?;
    harness.send(&id(3), &registration()?).await?;
    assert!(holds(&harness, &body)?, "the reader still reads it");
    reading.rollback().await?;
    // The cut is tried again by itself; far more often than it can take.
    for _ in 0..600 {
        if !holds(&harness, &body)? {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("the log of the database was never cut")
}
