//! What the database tells of its own health: a heartbeat that is written as a submission is, and counts and dates.

use domain::{time::Timestamp, wire::MAX_BODY_BYTES};

use super::{Store, StoreError, Writer, moment};

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
    /// No mail leaves until `mail release`.
    pub(crate) mail_is_held: bool,
}

impl Store {
    /// What monitoring wants to know; late is what has been failing for `overdue_seconds` or longer.
    pub(crate) async fn figures(
        &self,
        overdue_seconds: i64,
        now: Timestamp,
    ) -> Result<Figures, StoreError> {
        type Row = (u32, u32, u32, Option<i64>, Option<i64>, bool);
        let (pending, beyond_ceiling, set_aside, oldest, purged, mail_is_held): Row =
            sqlx::query_as(
                "SELECT count(*), count(*) FILTER (WHERE lane > 0),
                 (SELECT count(*) FROM deliveries JOIN submissions ON submissions.id = submission
                  WHERE state = 'set_aside' AND envelope IS NOT NULL),
                 -- What has not come is of a clock that was ahead: it counts as long ago.
                 min(CASE WHEN received_at > ? THEN 0 ELSE received_at END),
                 (SELECT done_at FROM last_done WHERE what = 'purge'),
                 EXISTS (SELECT 1 FROM mail_hold)
             FROM deliverable",
            )
            .bind(now.latest_credible().unix_seconds())
            .fetch_one(self.reading().await?)
            .await?;
        let since = now.plus_seconds(-overdue_seconds);
        let overdue = self
            .overdue_deliveries(since, now.latest_credible())
            .await?
            + self.overdue_notes(since, now.latest_credible()).await?;
        Ok(Figures {
            pending,
            beyond_ceiling,
            overdue,
            set_aside,
            oldest_pending_at: oldest.map(moment),
            last_purge_at: purged.map(moment),
            mail_is_held,
        })
    }

    /// A purge has done all that it had to.
    pub(super) async fn purged(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(DONE)
            .bind("purge")
            .bind(now.unix_seconds())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }
}

const DONE: &str = "INSERT INTO last_done (what, done_at) VALUES (?, ?)
     ON CONFLICT (what) DO UPDATE SET done_at = excluded.done_at";

/// Stores a submission of the largest size with its delivery, and takes both away again:
/// what stops a phone's stops this one, a full disk as well as a table that refuses.
pub(super) async fn beat(writer: &Writer, now: Timestamp) -> Result<(), StoreError> {
    let now = now.unix_seconds();
    let mut transaction = writer.begin().await?;
    sqlx::query(
        "INSERT INTO submissions (id, reference, sha256, envelope, received_at) VALUES (?1, ?1, '', zeroblob(?2), ?3)",
    )
    .bind(HEARTBEAT)
    .bind(i64::try_from(MAX_BODY_BYTES).unwrap_or(i64::MAX))
    .bind(now)
    .execute(&mut *transaction)
    .await?;
    sqlx::query(
        "INSERT INTO deliveries (submission, state, next_attempt_at, dated_at) VALUES (?1, 'pending', ?2, ?2)",
    )
    .bind(HEARTBEAT)
    .bind(now)
    .execute(&mut *transaction)
    .await?;
    for table in [
        "DELETE FROM deliveries WHERE submission = ?",
        "DELETE FROM submissions WHERE id = ?",
    ] {
        sqlx::query(table)
            .bind(HEARTBEAT)
            .execute(&mut *transaction)
            .await?;
    }
    sqlx::query(DONE)
        .bind(HEARTBEAT)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pages that the file has, and those that are free among them.
    async fn pages(store: &Store) -> anyhow::Result<(i64, i64)> {
        let pages = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.readers);
        let free = sqlx::query_scalar("PRAGMA freelist_count").fetch_one(&store.readers);
        Ok((pages.await?, free.await?))
    }

    #[tokio::test]
    async fn a_heartbeat_needs_the_room_of_the_largest_submission() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::in_folder(&folder).await?;
        let (pages_before, _) = pages(&store).await?;
        // Some pages are left: enough for a row, and too few for an envelope of 64 KiB.
        let mut transaction = store.writer.begin().await?;
        let limit = format!("PRAGMA max_page_count = {}", pages_before + 4);
        sqlx::query(&limit).execute(&mut *transaction).await?;
        transaction.commit().await?;
        store.purged(moment(1)).await?;
        assert!(store.beat(moment(2)).await.is_err());
        // The limit went with the connection; a disk has room again as suddenly.
        store.beat(moment(3)).await?;
        let (grown, free) = pages(&store).await?;
        for second in 4..10 {
            store.beat(moment(second)).await?;
        }
        assert_eq!(pages(&store).await?, (grown, free), "it grows no more");
        Ok(())
    }
}
