//! The latest moment that a running endpoint has seen: one row.

use domain::time::Timestamp;

use super::{Store, StoreError, moment};

impl Store {
    /// The latest moment seen; `None` before the first.
    pub(crate) async fn latest_moment(&self) -> Result<Option<Timestamp>, StoreError> {
        let seconds: Option<i64> = sqlx::query_scalar("SELECT seen_at FROM clock")
            .fetch_optional(self.reading().await?)
            .await?;
        Ok(seconds.map(moment))
    }

    /// A moment was seen; it is kept where it is later than all before.
    pub(crate) async fn saw_moment(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "INSERT INTO clock (the_only, seen_at) VALUES (1, ?)
             ON CONFLICT (the_only) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)",
        )
        .bind(now.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// This is the moment from which others are counted, whatever was seen before.
    pub(crate) async fn accept_moment(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "INSERT INTO clock (the_only, seen_at) VALUES (1, ?)
             ON CONFLICT (the_only) DO UPDATE SET seen_at = excluded.seen_at",
        )
        .bind(now.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }
}
