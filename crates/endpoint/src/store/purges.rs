//! Purges: content goes, id, hash, reference and dates stay.

use domain::{reference::Reference, retention, time::Timestamp, wire::SubmissionId};

use super::{Store, StoreError, moment};

/// A submission whose content goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeItem {
    /// The submission; print [`SubmissionId::short`], never the whole.
    pub id: SubmissionId,
    /// The number its sender was given.
    pub reference: Reference,
    /// When it was received.
    pub received_at: Timestamp,
    /// When the mailbox took it.
    pub delivered_at: Timestamp,
}

impl Store {
    /// What a purge at `now` would remove. The purge itself asks the same question.
    pub(crate) async fn purge_plan(
        &self,
        keep_days: u16,
        now: Timestamp,
    ) -> Result<Vec<PurgeItem>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        plan(&mut connection, keep_days, now).await
    }

    /// Removes what the plan says, and writes down when and how many.
    pub(crate) async fn purge(
        &self,
        keep_days: u16,
        now: Timestamp,
    ) -> Result<Vec<PurgeItem>, StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let items = plan(&mut transaction, keep_days, now).await?;
        if items.is_empty() {
            return Ok(items);
        }
        for item in &items {
            sqlx::query("UPDATE submissions SET envelope = NULL, purged_at = ? WHERE id = ?")
                .bind(now.unix_seconds())
                .bind(item.id.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        sqlx::query("INSERT INTO purge_log (purged_at, count) VALUES (?, ?)")
            .bind(now.unix_seconds())
            .bind(i64::try_from(items.len()).unwrap_or(i64::MAX))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        // The write-ahead log still holds the old pages until it is written back and cut.
        // A reader can be in the way; then the next purge or checkpoint does it.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&self.writer)
            .await?;
        Ok(items)
    }
}

async fn plan(
    connection: &mut sqlx::SqliteConnection,
    keep_days: u16,
    now: Timestamp,
) -> Result<Vec<PurgeItem>, StoreError> {
    let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
        "SELECT id, reference, received_at, delivered_at
         FROM submissions JOIN deliveries ON deliveries.submission = submissions.id
         WHERE envelope IS NOT NULL AND state = 'delivered'
         ORDER BY delivered_at, id",
    )
    .fetch_all(connection)
    .await?;
    let items = rows
        .into_iter()
        .map(|(id, reference, received_at, delivered_at)| {
            Ok(PurgeItem {
                id: id.parse().map_err(|_| StoreError::BadRow)?,
                reference: reference.parse().map_err(|_| StoreError::BadRow)?,
                received_at: moment(received_at),
                delivered_at: moment(delivered_at),
            })
        });
    let items: Result<Vec<PurgeItem>, StoreError> = items.collect();
    let past = |item: &PurgeItem| retention::is_past(Some(item.delivered_at), keep_days, now);
    Ok(items?.into_iter().filter(past).collect())
}
