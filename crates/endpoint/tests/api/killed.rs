//! The program itself, killed with SIGKILL when it has stored a registration and its response is unread.

use std::{path::Path, process::Stdio};

use anyhow::{Context, Result};
use axum::http::StatusCode;
use domain::wire::{Receipt, SubmissionId};
use sqlx::SqlitePool;
use testing::Running;

use crate::{
    harness::{Harness, id, registration},
    program::program,
};

/// Lives that end between the commit and the answer, one after the other on the same files.
const LIVES: u8 = 5;

fn begin(folder: &Path) -> Result<Running> {
    let mut serving = program(folder);
    serving.arg("serve").stderr(Stdio::null());
    Running::start(serving)
}

#[tokio::test]
async fn what_was_stored_before_a_sigkill_is_there_once_and_has_the_same_receipt() -> Result<()> {
    let mut harness = Harness::open().await?;
    let mut bodies = Vec::new();
    for number in 1..=LIVES {
        bodies.push(harness.seal(&id(number), &registration()?).await?);
    }
    harness.endpoint.close().await;
    let folder = harness.folder.path().to_owned();
    let file = folder.join("data/premier-accueil.db");
    let database = SqlitePool::connect(&format!("sqlite:{}?mode=ro", file.display())).await?;

    for (number, body) in (1..=LIVES).zip(&bodies) {
        let life = begin(&folder)?;
        let answer = life.put_unread(&id(number), body)?;
        while stored(&database, &id(number)).await?.is_none() {
            tokio::task::yield_now().await;
        }
        // SIGKILL: no handler runs, nothing is closed.
        drop(life);
        drop(answer);
    }

    // The next life gives each the receipt of the first arrival.
    let life = begin(&folder)?;
    for (number, body) in (1..=LIVES).zip(&bodies) {
        let answer = life.put(&id(number), body)?;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let (_, json) = answer.split_once("\r\n\r\n").context("a body")?;
        let receipt: Receipt = serde_json::from_str(json.trim())?;
        let reference = stored(&database, &id(number)).await?;
        assert_eq!(reference.as_deref(), Some(receipt.reference.as_str()));
    }
    drop(life);
    let (rows,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM submissions JOIN deliveries ON submission = id")
            .fetch_one(&database)
            .await?;
    assert_eq!(rows, i64::from(LIVES), "each once, each with its delivery");
    database.close().await;

    harness.restart().await?;
    assert_eq!(
        harness.put(&id(1), bodies[0].clone()).await?.status,
        StatusCode::OK
    );
    Ok(())
}

/// The number of what is stored under that id.
async fn stored(database: &SqlitePool, id: &SubmissionId) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("SELECT reference FROM submissions WHERE id = ?")
        .bind(id.as_str())
        .fetch_optional(database)
        .await?;
    Ok(row.map(|row| row.0))
}
