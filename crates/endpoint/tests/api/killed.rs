//! The program itself, killed with SIGKILL when it has stored a registration and nobody has read its answer.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
};

use anyhow::{Context, Result};
use axum::http::StatusCode;
use domain::wire::{Receipt, SubmissionId};
use sqlx::SqlitePool;

use crate::{
    running::program,
    stage::{Stage, id, registration},
};

/// Lives that end between the commit and the answer, one after the other on the same files.
const LIVES: u8 = 5;

struct Life {
    child: Child,
    address: String,
}

impl Life {
    fn begin(folder: &Path) -> Result<Self> {
        let mut child = program(folder)
            .arg("serve")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
        let address = line.strip_prefix("listening public http://");
        let address = address.context(line.clone())?.trim_end().to_owned();
        Ok(Self { child, address })
    }

    /// Sends a registration and leaves the answer unread.
    fn put(&self, id: &SubmissionId, body: &str) -> Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(
            stream,
            "PUT /v1/submissions/{} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            id.as_str(),
            body.len()
        )?;
        Ok(stream)
    }

    /// SIGKILL: no handler runs, nothing is closed.
    fn end(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

#[tokio::test]
async fn what_was_stored_before_a_sigkill_is_there_once_and_has_the_same_receipt() -> Result<()> {
    let mut stage = Stage::open().await?;
    let mut bodies = Vec::new();
    for number in 1..=LIVES {
        bodies.push(stage.seal(&id(number), &registration()?).await?);
    }
    stage.endpoint.close().await;
    let folder = stage.folder.path().to_owned();
    let file = folder.join("data/premier-accueil.db");
    let database = SqlitePool::connect(&format!("sqlite:{}?mode=ro", file.display())).await?;

    for (number, body) in (1..=LIVES).zip(&bodies) {
        let life = Life::begin(&folder)?;
        let answer = life.put(&id(number), body)?;
        while stored(&database, &id(number)).await?.is_none() {
            tokio::task::yield_now().await;
        }
        life.end()?;
        drop(answer);
    }

    // The next life gives each the receipt of the first arrival.
    let life = Life::begin(&folder)?;
    for (number, body) in (1..=LIVES).zip(&bodies) {
        let mut answer = String::new();
        life.put(&id(number), body)?.read_to_string(&mut answer)?;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let (_, json) = answer.split_once("\r\n\r\n").context("a body")?;
        let receipt: Receipt = serde_json::from_str(json.trim())?;
        let reference = stored(&database, &id(number)).await?;
        assert_eq!(reference.as_deref(), Some(receipt.reference.as_str()));
    }
    life.end()?;
    let (rows,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM submissions JOIN deliveries ON submission = id")
            .fetch_one(&database)
            .await?;
    assert_eq!(rows, i64::from(LIVES), "each once, each with its delivery");
    database.close().await;

    stage.restart().await?;
    assert_eq!(
        stage.put(&id(1), bodies[0].clone()).await?.status,
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
