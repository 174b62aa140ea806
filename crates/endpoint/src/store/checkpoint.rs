//! The write-ahead log, written back and cut: what was removed from the database is then in no file any more.
//!
//! A reader can be in the way. The cut never waits for it, since intake would wait too; it is tried again until done.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{SqlitePool, sqlite::SqliteConnectOptions};
use tokio::{sync::mpsc, time::sleep};

use super::{StoreError, closing, lasting};

/// Pauses between two tries double from the first to the second of these.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Cuts the log when something was removed.
#[derive(Clone)]
pub(super) struct Checkpoint {
    /// A connection of its own, which waits for no lock.
    connection: SqlitePool,
    /// Whether removed content may still stand in the log.
    owed: Arc<AtomicBool>,
    /// To the task that tries again.
    bell: mpsc::Sender<()>,
}

impl Checkpoint {
    /// Opens its connection, and cuts what a program that was killed has left.
    pub(super) async fn open(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let pool = lasting().max_connections(1);
        let connection = pool
            .connect_with(options.busy_timeout(Duration::ZERO))
            .await?;
        let (bell, rung) = mpsc::channel(1);
        let checkpoint = Self {
            connection,
            owed: Arc::default(),
            bell,
        };
        let (connection, owed) = (checkpoint.connection.clone(), Arc::clone(&checkpoint.owed));
        tokio::spawn(again_until_done(connection, owed, rung));
        checkpoint.cut().await;
        Ok(checkpoint)
    }

    /// Cuts the log now, or as soon as nothing is in the way.
    pub(super) async fn cut(&self) {
        self.owed.store(true, Ordering::SeqCst);
        if !try_to_cut(&self.connection, &self.owed).await {
            tracing::info!("something reads the database: its log is cut later");
            // Full: it is told already.
            let _ = self.bell.try_send(());
        }
    }

    /// Cuts the log now, or says that something is in the way: then the database's file alone is not all of it.
    pub(super) async fn cut_now(&self) -> Result<(), StoreError> {
        self.owed.store(true, Ordering::SeqCst);
        if try_to_cut(&self.connection, &self.owed).await {
            Ok(())
        } else {
            Err(StoreError::NotWrittenBack)
        }
    }

    /// Closes its connection; the last one of the file that closes cuts the log by itself.
    pub(super) async fn close(&self) {
        closing::close(&self.connection).await;
    }
}

async fn again_until_done(
    connection: SqlitePool,
    owed: Arc<AtomicBool>,
    mut rung: mpsc::Receiver<()>,
) {
    while rung.recv().await.is_some() {
        let mut pause = PAUSE;
        while !connection.is_closed() && !try_to_cut(&connection, &owed).await {
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Whether the log is cut. What is removed while it is being cut is owed again.
async fn try_to_cut(connection: &SqlitePool, owed: &AtomicBool) -> bool {
    if !owed.swap(false, Ordering::SeqCst) {
        return true;
    }
    // Answers (busy, pages in the log, pages written back), and no error where something is in the way.
    let answer: Result<(i64, i64, i64), _> = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(connection)
        .await;
    let done = matches!(answer, Ok((0, _, _)));
    if !done {
        owed.store(true, Ordering::SeqCst);
    }
    done
}
