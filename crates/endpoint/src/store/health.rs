//! What the database tells of its own health: a heartbeat that is written as a submission is, and counts and dates.

use domain::{time::Timestamp, wire::MAX_BODY_BYTES};
use sqlx::{Sqlite, Transaction};

use super::{Store, StoreError, moment};

/// The heartbeat's submission: no phone has such an id, and no receipt such a number.
const HEARTBEAT: &str = "heartbeat";

/// Counts and dates of one moment.
#[derive(Clone)]
pub(crate) struct Figures {
    /// Deliveries to be made, failing ones among them.
    pub(crate) pending: u32,
    /// Of these, those that came beyond the ceiling of the site.
    pub(crate) beyond_ceiling: u32,
    /// Deliveries and notes that have been failing, or were never tried, for too long.
    pub(crate) overdue: u32,
    /// Deliveries that wait for an operator.
    pub(crate) set_aside: u32,
    /// When the oldest of the pending ones was received.
    pub(crate) oldest_pending_at: Option<Timestamp>,
    /// When a purge last did all that it had to.
    pub(crate) last_purge_at: Option<Timestamp>,
}

impl Store {
    /// What monitoring wants to know; late is what has been failing since `overdue_since` or longer.
    pub(crate) async fn figures(&self, overdue_since: Timestamp) -> Result<Figures, StoreError> {
        type Row = (u32, u32, u32, Option<i64>, Option<i64>);
        let (pending, beyond_ceiling, set_aside, oldest, purged): Row = sqlx::query_as(
            "SELECT count(*) FILTER (WHERE state <> 'set_aside'),
                 count(*) FILTER (WHERE state <> 'set_aside' AND lane > 0),
                 count(*) FILTER (WHERE state = 'set_aside'),
                 min(received_at) FILTER (WHERE state <> 'set_aside'),
                 (SELECT done_at FROM last_done WHERE what = 'purge')
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE state <> 'delivered' AND envelope IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM effects WHERE about = submissions.id AND lifted_at IS NULL)",
        )
        .fetch_one(&self.readers)
        .await?;
        let overdue = self.overdue_deliveries(overdue_since).await?
            + self.overdue_notes(overdue_since).await?;
        Ok(Figures {
            pending,
            beyond_ceiling,
            overdue,
            set_aside,
            oldest_pending_at: oldest.map(moment),
            last_purge_at: purged.map(moment),
        })
    }

    /// A purge has done all that it had to.
    pub(crate) async fn purged(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(DONE)
            .bind("purge")
            .bind(now.unix_seconds())
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

const DONE: &str = "INSERT INTO last_done (what, done_at) VALUES (?, ?)
     ON CONFLICT (what) DO UPDATE SET done_at = excluded.done_at";

/// Stores a submission of the largest size with its delivery, and takes both away again:
/// what stops a phone's stops this one, a full disk as well as a table that refuses.
pub(super) async fn beat(
    transaction: &mut Transaction<'_, Sqlite>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let now = now.unix_seconds();
    sqlx::query(
        "INSERT INTO submissions (id, reference, sha256, envelope, received_at) VALUES (?1, ?1, '', zeroblob(?2), ?3)",
    )
    .bind(HEARTBEAT)
    .bind(i64::try_from(MAX_BODY_BYTES).unwrap_or(i64::MAX))
    .bind(now)
    .execute(&mut **transaction)
    .await?;
    sqlx::query(
        "INSERT INTO deliveries (submission, state, next_attempt_at) VALUES (?, 'pending', ?)",
    )
    .bind(HEARTBEAT)
    .bind(now)
    .execute(&mut **transaction)
    .await?;
    for table in [
        "DELETE FROM deliveries WHERE submission = ?",
        "DELETE FROM submissions WHERE id = ?",
    ] {
        sqlx::query(table)
            .bind(HEARTBEAT)
            .execute(&mut **transaction)
            .await?;
    }
    sqlx::query(DONE)
        .bind(HEARTBEAT)
        .bind(now)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}
