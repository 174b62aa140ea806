//! What can go wrong with the disk below a database that is in use, and how it is put right.

use std::{fmt::Write as _, path::Path, time::Duration};

use anyhow::Result;
use endpoint::SizeLimit;
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// So many pages more, and it is full.
    Full(u32),
    /// Nothing can be written.
    ReadOnly,
    /// So many changes of rows more, and SQLite undoes the transaction by itself: full in the middle of one.
    FullAfter(u8),
    /// Everything can be written, and no commit succeeds.
    NoCommit,
}

impl Fault {
    /// Whether no transaction at all can be committed.
    pub(crate) fn forbids_all(self) -> bool {
        matches!(self, Self::ReadOnly | Self::NoCommit | Self::FullAfter(0))
    }

    /// Whether what one submission meets, every other meets too: a count of changes lets the shorter ones pass.
    pub(crate) fn is_the_same_for_all(self) -> bool {
        !matches!(self, Self::FullAfter(1..))
    }
}

/// The same database, as another program sees it.
pub(crate) async fn beside(file: &Path) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(Duration::from_secs(10));
    let pool = SqlitePoolOptions::new().max_connections(1);
    Ok(pool.connect_with(options).await?)
}

/// Begins. `but_for` is a breakage: the one submission that meets nothing, or the table that does not.
pub(crate) async fn begin(
    database: &SqlitePool,
    limit: &SizeLimit,
    fault: Fault,
    but_for: &str,
) -> Result<()> {
    let statements = match fault {
        Fault::Full(pages) => {
            let used: u32 = sqlx::query_scalar("PRAGMA page_count")
                .fetch_one(database)
                .await?;
            limit.set(Some(used + pages));
            return Ok(());
        }
        Fault::ReadOnly => {
            let refuse = "SELECT RAISE(FAIL, 'attempt to write a readonly database')";
            on_every_change(database, refuse, but_for).await?
        }
        Fault::FullAfter(changes) => {
            // Undone with the transaction that fails, and counted down by those that do not.
            let count = "UPDATE fault_room SET changes = changes - 1;
                 SELECT RAISE(ROLLBACK, 'database or disk is full') FROM fault_room WHERE changes < 0";
            let room = format!(
                "CREATE TABLE fault_room (changes INTEGER NOT NULL); INSERT INTO fault_room VALUES ({changes});"
            );
            room + &on_every_change(database, count, but_for).await?
        }
        Fault::NoCommit => {
            let never = "INSERT INTO fault_never VALUES ('no such submission')";
            let table = "CREATE TABLE fault_never (
                submission TEXT NOT NULL REFERENCES submissions (id) DEFERRABLE INITIALLY DEFERRED);";
            table.to_owned() + &on_every_change(database, never, but_for).await?
        }
    };
    run(database, &statements).await
}

/// The disk is well again.
pub(crate) async fn end(database: &SqlitePool, limit: &SizeLimit) -> Result<()> {
    limit.set(None);
    let faults: Vec<(String, String)> = sqlx::query_as(
        "SELECT type, name FROM sqlite_master WHERE name LIKE 'fault\\_%' ESCAPE '\\' ORDER BY type DESC",
    )
    .fetch_all(database)
    .await?;
    let drop = |(kind, name): &(String, String)| format!("DROP {kind} {name};");
    run(database, &faults.iter().map(drop).collect::<String>()).await
}

/// A trigger on every change of every table.
async fn on_every_change(database: &SqlitePool, action: &str, but_for: &str) -> Result<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table'
         AND name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(database)
    .await?;
    let mut statements = String::new();
    for table in tables {
        for (change, row) in [("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")] {
            let when = match (but_for, table.as_str()) {
                (but_for, table) if but_for == table => "WHEN 0".to_owned(),
                ("heartbeat", "submissions") => format!("WHEN {row}.id <> 'heartbeat'"),
                ("heartbeat", "deliveries") => format!("WHEN {row}.submission <> 'heartbeat'"),
                ("heartbeat", _) => "WHEN 0".to_owned(),
                _ => String::new(),
            };
            // Writing into a String cannot fail.
            let _ = write!(
                statements,
                "CREATE TRIGGER fault_{table}_{change} BEFORE {change} ON {table} {when} BEGIN {action}; END;"
            );
        }
    }
    Ok(statements)
}

pub(crate) async fn run(database: &SqlitePool, statements: &str) -> Result<()> {
    if !statements.is_empty() {
        sqlx::raw_sql(statements).execute(database).await?;
    }
    Ok(())
}
