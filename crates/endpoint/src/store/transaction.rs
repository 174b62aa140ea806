//! Write transactions on the one connection that writes. A connection whose transaction did not end well is closed.
//!
//! SQLite ends a transaction by itself where the disk is full or fails, and a caller can be cancelled in the middle:
//! after either, nothing tells what state the connection is in. It is not asked; the pool opens another.

use std::ops::{Deref, DerefMut};

use sqlx::{
    Sqlite, SqliteConnection, SqlitePool, pool::PoolConnection, sqlite::SqliteConnectOptions,
};

use super::{
    SizeLimit, StoreError, checkpoint::Checkpoint, closing, journal::Journal, lasting,
    same_file::SameFile,
};

/// The connection that writes. Nothing is written but in a [`Transaction`].
#[derive(Clone)]
pub(super) struct Writer {
    pool: SqlitePool,
    /// Where effects of rights go before they are committed.
    journal: Option<Journal>,
    limit: SizeLimit,
    file: SameFile,
    /// What cuts the log after content was removed.
    checkpoint: Option<Checkpoint>,
}

impl Writer {
    /// Opens the file, or makes it.
    pub(super) async fn open(
        options: SqliteConnectOptions,
        journal: Option<Journal>,
        limit: SizeLimit,
    ) -> Result<Self, StoreError> {
        // One, so that transactions wait in line here and not for a lock of the file.
        let pool = lasting().max_connections(1);
        let path = options.get_filename().to_owned();
        let pool = pool.connect_with(options).await?;
        let file = SameFile::at(&path).await;
        Ok(Self {
            pool,
            journal,
            limit,
            file,
            checkpoint: None,
        })
    }

    /// The same, which cuts the log after each transaction that removed something.
    pub(super) fn cutting(mut self, checkpoint: Checkpoint) -> Self {
        self.checkpoint = Some(checkpoint);
        self
    }

    /// Brings the tables up to date.
    pub(super) async fn migrate(
        &self,
        migrations: &sqlx::migrate::Migrator,
    ) -> Result<(), StoreError> {
        Ok(migrations.run(&self.pool).await?)
    }

    /// The file that this one writes to.
    pub(super) fn file(&self) -> SameFile {
        self.file.clone()
    }

    /// Begins a transaction that may write from its first statement on.
    pub(super) async fn begin(&self) -> Result<Transaction, StoreError> {
        // Begun as a plain statement: sqlx counts the depth of its own transactions,
        // and counts on where SQLite has ended one by itself.
        self.file.look().await?;
        let mut transaction = Transaction {
            connection: Some(self.pool.acquire().await?),
            journal: self.journal.clone(),
            checkpoint: self.checkpoint.clone(),
            removes: false,
        };
        if let Some(pages) = self.limit.to_tell() {
            // No parameter can stand in a pragma.
            let limit = format!("PRAGMA max_page_count = {pages}");
            sqlx::query(&limit).execute(&mut *transaction).await?;
        }
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut *transaction)
            .await?;
        Ok(transaction)
    }

    /// Waits for the transaction under way, and closes the file.
    pub(super) async fn close(&self) {
        closing::close(&self.pool).await;
    }
}

/// A transaction. Dropped without [`Transaction::commit`], it is undone and its connection closed.
pub(super) struct Transaction {
    connection: Option<PoolConnection<Sqlite>>,
    journal: Option<Journal>,
    checkpoint: Option<Checkpoint>,
    removes: bool,
}

impl Transaction {
    /// Something goes that may stay nowhere: once this is committed, the log is cut.
    pub(super) fn removes(&mut self) {
        self.removes = true;
    }

    /// Ends it: everything that it wrote is on the disk, effects of rights in their journal first;
    /// what it removed is in the log no more.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        if let Some(journal) = self.journal.take() {
            journal.take(&mut self).await?;
        }
        let checkpoint = self.checkpoint.take().filter(|_| self.removes);
        self.end("COMMIT").await?;
        if let Some(checkpoint) = checkpoint {
            checkpoint.cut().await;
        }
        Ok(())
    }

    /// Undoes it, and keeps the connection: for an end that is no error.
    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        self.end("ROLLBACK").await
    }

    /// Ends it: what it wrote is kept, or nothing of it.
    pub(super) async fn commit_if(self, is_written: bool) -> Result<(), StoreError> {
        if is_written {
            self.commit().await
        } else {
            self.rollback().await
        }
    }

    async fn end(mut self, statement: &'static str) -> Result<(), StoreError> {
        sqlx::query(statement).execute(&mut *self).await?;
        // Given back to the pool: the only way to do so.
        drop(self.connection.take());
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Closing it undoes what was begun.
            drop(connection.detach());
        }
    }
}

impl Deref for Transaction {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.connection
            .as_ref()
            .unwrap_or_else(|| unreachable!("{ENDED}"))
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection
            .as_mut()
            .unwrap_or_else(|| unreachable!("{ENDED}"))
    }
}

const ENDED: &str = "both ends of a transaction take it by value";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    async fn writer(folder: &tempfile::TempDir) -> anyhow::Result<Writer> {
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("test.db"))
            .create_if_missing(true)
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_secs(10));
        let writer = Writer::open(options, None, SizeLimit::default()).await?;
        let mut transaction = writer.begin().await?;
        sqlx::query("CREATE TABLE t (x BLOB)")
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(writer)
    }

    async fn insert(writer: &Writer, bytes: usize) -> Result<(), StoreError> {
        let mut transaction = writer.begin().await?;
        sqlx::query("INSERT INTO t VALUES (zeroblob(?))")
            .bind(i64::try_from(bytes).unwrap_or(i64::MAX))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    async fn rows(writer: &Writer) -> anyhow::Result<i64> {
        let mut transaction = writer.begin().await?;
        let rows = sqlx::query_scalar("SELECT count(*) FROM t")
            .fetch_one(&mut *transaction)
            .await?;
        transaction.rollback().await?;
        Ok(rows)
    }

    #[tokio::test]
    async fn a_full_disk_fails_the_write_that_meets_it_and_no_later_one() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let writer = writer(&folder).await?;
        let mut transaction = writer.begin().await?;
        // The limit belongs to the connection, as a full disk does to the moment.
        sqlx::query("PRAGMA max_page_count = 4")
            .execute(&mut *transaction)
            .await?;
        let full = sqlx::query("INSERT INTO t VALUES (zeroblob(1000000))")
            .execute(&mut *transaction)
            .await;
        assert!(full.is_err());
        drop(transaction);
        insert(&writer, 1_000_000).await?;
        assert_eq!(rows(&writer).await?, 1);
        Ok(())
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_in_the_middle_leaves_nothing_behind() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let writer = writer(&folder).await?;
        for statements in 0..3 {
            let mut transaction = writer.begin().await?;
            for _ in 0..statements {
                sqlx::query("INSERT INTO t VALUES (zeroblob(10))")
                    .execute(&mut *transaction)
                    .await?;
            }
            drop(transaction);
            // Cancelled while it waits for its turn, and while it begins.
            let turn = writer.begin().await?;
            let waits = tokio::time::timeout(Duration::from_millis(1), writer.begin()).await;
            assert!(waits.is_err());
            drop(turn);
            drop(tokio::time::timeout(Duration::ZERO, writer.begin()).await);
            assert_eq!(rows(&writer).await?, 0);
        }
        insert(&writer, 10).await?;
        assert_eq!(rows(&writer).await?, 1);
        Ok(())
    }
}
