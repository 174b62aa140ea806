//! Closing a connection pool: all of its connections are closed when it returns, and SQLite has written its log back.

use sqlx::SqlitePool;

/// Closes every connection of the pool.
///
/// One that is on its way back to the pool when `close` is called is put there after it has looked: it would stay open,
/// and the log with what was committed last would stay beside the file. So it looks again.
pub(super) async fn close(pool: &SqlitePool) {
    pool.close().await;
    while pool.size() > 0 {
        pool.close().await;
    }
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};

    use super::*;

    #[tokio::test]
    async fn a_connection_on_its_way_back_is_closed_too() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for round in 0..200 {
            let file = folder.path().join(format!("{round}.db"));
            let options = SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal);
            let pool = SqlitePoolOptions::new().max_connections(1 + round % 3);
            let pool = pool.connect_with(options).await?;
            let mut connection = pool.acquire().await?;
            sqlx::query("CREATE TABLE t (x)")
                .execute(&mut *connection)
                .await?;
            drop(connection);
            // The way back is as long as chance has it.
            for _ in 0..round % 7 {
                tokio::task::yield_now().await;
            }
            close(&pool).await;
            let log = folder.path().join(format!("{round}.db-wal"));
            assert!(!log.exists(), "round {round}");
        }
        Ok(())
    }
}
