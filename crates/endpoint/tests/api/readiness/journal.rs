//! Readiness of the journal of effects: gone, locked, or not writable.

use std::path::Path;

use anyhow::{Context, Result};
use axum::http::StatusCode;
use domain::wire::ProblemType;
use serde_json::json;

use super::NEXT_HEARTBEAT_SECONDS;
use crate::harness::{Harness, callback_request, id, registration, rights_request};

#[tokio::test]
async fn a_journal_that_cannot_be_made_is_told_before_and_after_the_start() -> Result<()> {
    // No user can make a file there, not even root.
    let nowhere = Path::new("/sys/effects.journal");
    let refused = Harness::with(|config| config.journal = nowhere.to_owned(), |site| site).await;
    let refused = refused.err().context("a refusal")?.to_string();
    assert!(refused.contains("/sys/effects.journal"), "{refused}");

    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let journal = harness.folder.path().join("data/effects.journal");
    assert_eq!(std::fs::read(&journal)?, b"", "tried, and taken away again");
    std::fs::remove_file(&journal)?;
    std::os::unix::fs::symlink(nowhere, &journal)?;
    let cancel = rights_request(json!({"right": "cancellation"}), Some(&id(1)))?;
    let body = harness.seal(&id(2), &cancel).await?;
    let refused = harness.put(&id(2), body.clone()).await?;
    assert_eq!(refused.problem()?, ProblemType::Unavailable);
    assert_eq!(harness.failing().await?, ["store-write"]);
    std::fs::remove_file(&journal)?;
    assert_eq!(harness.failing().await?, [""; 0]);
    assert_eq!(harness.put(&id(2), body).await?.status, StatusCode::CREATED);
    assert_eq!(std::fs::read_to_string(&journal)?.lines().count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_journal_that_is_kept_locked_holds_up_rights_alone_and_is_told() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let journal = harness.folder.path().join("data/effects.journal");
    let held = std::fs::File::create(&journal)?;
    held.lock()?;
    let cancel = rights_request(json!({"right": "cancellation"}), Some(&id(1)))?;
    let refused = harness
        .put(&id(2), harness.seal(&id(2), &cancel).await?)
        .await?;
    assert_eq!(refused.problem()?, ProblemType::Unavailable);
    assert_eq!(harness.failing().await?, ["store-write"]);
    harness.send(&id(3), &callback_request()?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    drop(held);
    harness.clock.advance(NEXT_HEARTBEAT_SECONDS);
    assert_eq!(harness.failing().await?, [""; 0]);
    harness.send(&id(2), &cancel).await?;
    Ok(())
}

#[tokio::test]
async fn a_journal_that_cannot_be_written_is_told() -> Result<()> {
    let harness = Harness::open().await?;
    let journal = harness.folder.path().join("data/effects.journal");
    // No file any more, and nothing that lines can be added to.
    if journal.exists() {
        std::fs::remove_file(&journal)?;
    }
    std::fs::create_dir(&journal)?;
    assert_eq!(harness.failing().await?, ["store-write"]);
    std::fs::remove_dir(&journal)?;
    assert_eq!(harness.failing().await?, [""; 0]);
    Ok(())
}
