//! The database. The only place that speaks SQL.
//!
//! Envelopes are kept as they came, sealed: a copy of this file holds no answer.
//! One connection writes, so that no statement waits for a lock; several read.

mod ahead;
mod arrivals;
mod checkpoint;
mod clock;
mod closing;
mod deliveries;
mod desk;
mod health;
mod journal;
mod lists;
mod options;
mod owners;
mod purges;
mod restored;
mod rights;
mod same_file;
mod sheets;
mod size_limit;
mod submissions;
mod transaction;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use content::in_french;
use domain::time::{Date, Timestamp};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::mpsc;

pub(crate) use ahead::Present;
pub(crate) use arrivals::{Arrival, Kept};
pub(crate) use deliveries::{Claimed, DeliveryRow, DueDelivery, Selection, Untouched};
pub use desk::Role;
pub(crate) use desk::{
    Acceptance, By, Closed, Counted, Counting, DeskStep, NewPasskey, NewPerson, NewSession,
    NewStep, PasskeyRow, Person, PersonId, PersonRow, Registration, Roles, SeatKept, SessionRow,
    Shown, SignedIn, View, Viewed, Welcome, WelcomeChange, WelcomeChanged, WelcomePlan, WriteError,
    Written,
};
pub(crate) use health::Figures;
pub(crate) use lists::{Capped, DueCall, DueList, List, ListMailbox};
pub(crate) use options::{ChoiceRow, NewChoices, OptionWords, standing};
pub use purges::PurgeItem;
pub(crate) use restored::{Alone, Contents, Replayed};
pub(crate) use rights::{
    ByHand, Change, Changed, DueNote, NewRequest, Note, PlannedNote, RequestRow, SERVICE, Sender,
    StepRow, Target,
};
pub(crate) use sheets::SheetRow;
pub use size_limit::SizeLimit;

use checkpoint::Checkpoint;
use journal::Journal;
pub(crate) use journal::try_to_write as try_to_write_journal;
use same_file::SameFile;
use transaction::Writer;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

const READERS: u32 = 4;
const BUSY_SECONDS: u64 = 10;

/// Why the store cannot answer. Holds no content: SQLite's messages name tables, never values.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no, or cannot be opened.
    #[error("la base de données ne répond pas : {0}")]
    Database(#[from] sqlx::Error),
    /// The database is of another edition of this program.
    #[error("la base de données ne peut pas être mise à jour : {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The file was removed, renamed or replaced under the running program.
    #[error(
        "la base de données, ou son -wal, n’est plus là où elle a été ouverte : arrêtez le programme avant de la déplacer ou de la remettre"
    )]
    Moved,
    /// A row that this program did not write.
    #[error("la base de données a une ligne qui ne se lit pas")]
    BadRow,
    /// No free reference was found in many tries.
    #[error("aucun numéro libre n’a été trouvé")]
    NoReference,
    /// The journal of effects cannot be read or written; then nothing of the kind is committed.
    #[error("le journal des effets ne peut pas servir : {} : {}", .0.display(), in_french(.1))]
    Journal(PathBuf, #[source] std::io::Error),
    /// Something else reads it: its file alone is not all of it.
    #[error("le journal de la base ne peut pas y être reporté : un autre programme la lit")]
    NotWrittenBack,
    /// It has been closed: the endpoint is stopping.
    #[error("la base de données est fermée")]
    Closed,
}

/// The one file that everything received is in.
#[derive(Clone)]
pub(crate) struct Store {
    writer: Writer,
    /// Asked through [`Store::reading`] alone.
    readers: SqlitePool,
    file: SameFile,
    checkpoint: Checkpoint,
    journal: Journal,
    /// The channel to the task that writes what arrives.
    arrivals: mpsc::Sender<arrivals::Asked>,
}

impl Store {
    /// Opens the file, makes it when it is missing, and brings it up to date:
    /// its tables, and the effects that `journal` knows and it does not.
    pub(crate) async fn open(
        file: &Path,
        journal: &Path,
        limit: SizeLimit,
    ) -> Result<Self, StoreError> {
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
        let journal = Journal::at(journal);
        let writer = Writer::open(options.clone(), Some(journal.clone()), limit).await?;
        writer.migrate(&MIGRATIONS).await?;
        let options = options.create_if_missing(false);
        let readers = lasting()
            .max_connections(READERS)
            .connect_with(options.clone())
            .await?;
        let checkpoint = Checkpoint::open(options).await?;
        // Its connection stays, and has looked into the log.
        writer.file().watch_log();
        let writer = writer.cutting(checkpoint.clone());
        let store = Self {
            arrivals: arrivals::writer(writer.clone()),
            file: writer.file(),
            writer,
            readers,
            checkpoint,
            journal,
        };
        store.replay_journal().await?;
        Ok(store)
    }

    /// The connections that read.
    async fn reading(&self) -> Result<&SqlitePool, StoreError> {
        self.file.look().await?;
        Ok(&self.readers)
    }

    /// Everything that was committed is in the one file, without its log.
    pub(crate) async fn write_back(&self) -> Result<(), StoreError> {
        self.checkpoint.cut_now().await
    }

    /// Fails where no effect of a right could be written down.
    pub(crate) async fn try_journal(&self) -> Result<(), StoreError> {
        self.journal.try_to_write().await
    }

    /// Cuts the log now, or as soon as nothing is in the way.
    pub(crate) async fn cut_log(&self) {
        self.checkpoint.cut().await;
    }

    /// Closes the file. What was committed is on the disk, some of it perhaps in the log beside the file.
    pub(crate) async fn close(&self) {
        closing::close(&self.readers).await;
        self.checkpoint.close().await;
        self.writer.close().await;
    }
}

/// A pool whose connections stay open: with the last one SQLite removes the log, and `same_file` would miss it.
fn lasting() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .idle_timeout(None)
        .max_lifetime(None)
}

#[cfg(test)]
impl Store {
    /// A new one in that folder.
    async fn in_folder(folder: &tempfile::TempDir) -> Result<Self, StoreError> {
        let file = |name: &str| folder.path().join(name);
        let (database, journal) = (file("test.db"), file("effects.journal"));
        Self::open(&database, &journal, SizeLimit::default()).await
    }
}

fn day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::BadRow)
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}
