//! The database. The only place that speaks SQL.
//!
//! Envelopes are kept as they came, sealed: a copy of this file holds no answer.
//! One connection writes, so that nobody waits for a lock; several read.

mod arrivals;
mod checkpoint;
mod deliveries;
mod options;
mod purges;
mod rights;
mod sheets;
mod submissions;
mod transaction;

use std::{path::Path, time::Duration};

use domain::time::{Date, Timestamp};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::mpsc;

pub(crate) use arrivals::{Arrival, Kept};
pub(crate) use deliveries::{Claimed, DeliveryRow, DueDelivery, Selection};
pub(crate) use options::{ChoiceRow, NewChoices, standing};
pub use purges::PurgeItem;
pub(crate) use rights::{
    ByHand, Change, Changed, DueNote, NewRequest, Note, PlannedNote, RequestRow, SERVICE, StepRow,
    Target,
};
pub(crate) use sheets::SheetRow;

use checkpoint::Checkpoint;
use transaction::Writer;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

const READERS: u32 = 4;
const BUSY_SECONDS: u64 = 10;

/// Why the store cannot answer. Holds no content: SQLite's messages name tables, never values.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no, or cannot be opened.
    #[error("the database does not answer: {0}")]
    Database(#[from] sqlx::Error),
    /// The database is of another edition of this program.
    #[error("the database cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A row that this program did not write.
    #[error("the database holds a row that cannot be read")]
    BadRow,
    /// No free reference was found in many tries.
    #[error("no free reference was found")]
    NoReference,
    /// It has been closed: the endpoint is stopping.
    #[error("the database is closed")]
    Closed,
}

/// The one file that everything received is in.
#[derive(Clone)]
pub(crate) struct Store {
    writer: Writer,
    readers: SqlitePool,
    checkpoint: Checkpoint,
    /// To the one task that writes what arrives.
    arrivals: mpsc::Sender<arrivals::Waiting>,
}

impl Store {
    /// Opens the file, makes it when it is missing, and brings it up to date.
    pub(crate) async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A receipt is a promise: it is on the disk before it is given.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(BUSY_SECONDS))
            // What a purge removes leaves no trace in free pages.
            .pragma("secure_delete", "ON");
        let writer = Writer::open(options.clone()).await?;
        writer.migrate(&MIGRATIONS).await?;
        let options = options.create_if_missing(false);
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.clone())
            .await?;
        let checkpoint = Checkpoint::open(options).await?;
        Ok(Self {
            arrivals: arrivals::writer(writer.clone(), checkpoint.clone()),
            writer,
            readers,
            checkpoint,
        })
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        Ok(())
    }

    /// Writes everything out and closes the file.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.checkpoint.close().await;
        self.writer.close().await;
    }
}

fn day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::BadRow)
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}
