//! Deliveries: one row for each submission, claimed before its mail is sent.

mod claim;
mod operator;

pub(crate) use claim::{Claimed, DueDelivery};
pub(crate) use operator::{DeliveryRow, Selection, Untouched};

use domain::{
    delivery::{DeliveryFailure, LONGEST_WAIT_SECONDS, Recipient},
    time::Timestamp,
    wire::SubmissionId,
};

use super::{Store, StoreError, moment};

/// Which attempt of which delivery: what was claimed and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) id: SubmissionId,
    pub(crate) number: u32,
}

impl Store {
    /// When the next delivery is due; `None` when none is to be made.
    /// What came beyond the ceiling is due at `beyond_from` at the earliest.
    pub(crate) async fn next_delivery_at(
        &self,
        now: Timestamp,
        beyond_from: Timestamp,
        only_to: Option<Recipient>,
    ) -> Result<Option<Timestamp>, StoreError> {
        let seconds: Option<i64> = sqlx::query_scalar(
            "SELECT min(max(CASE WHEN next_attempt_at > ?1 + ?2 THEN ?1 ELSE next_attempt_at END,
                            CASE WHEN lane > 0 THEN ?3 ELSE 0 END))
             FROM deliverable
             WHERE ?4 IS NULL OR ?4 = to_officer",
        )
        .bind(now.unix_seconds())
        .bind(LONGEST_WAIT_SECONDS)
        .bind(beyond_from.unix_seconds())
        .bind(only_to.map(Recipient::is_officer))
        .fetch_one(self.reading().await?)
        .await?;
        Ok(seconds.map(moment))
    }

    /// The mailbox has it.
    pub(crate) async fn mark_delivered(
        &self,
        attempt: &Attempt,
        delivered_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE deliveries SET state = 'delivered', reason = NULL, delivered_at = ?, set_aside_at = NULL
             WHERE submission = ? AND attempts = ? AND state <> 'delivered'",
        )
        .bind(delivered_at.unix_seconds())
        .bind(attempt.id.as_str())
        .bind(attempt.number)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// The attempt failed at `failed_at`; the next one is at `next_attempt_at`.
    pub(crate) async fn mark_failed(
        &self,
        attempt: &Attempt,
        reason: DeliveryFailure,
        next_attempt_at: Timestamp,
        failed_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE deliveries
             SET state = 'failed', reason = ?, next_attempt_at = ?, first_failed_at = coalesce(first_failed_at, ?)
             WHERE submission = ? AND attempts = ? AND state = 'sending'",
        )
        .bind(reason.code())
        .bind(next_attempt_at.unix_seconds())
        .bind(failed_at.unix_seconds())
        .bind(attempt.id.as_str())
        .bind(attempt.number)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Gives a claim back of which nothing has left: as if it had not been tried.
    pub(crate) async fn give_back(
        &self,
        attempt: &Attempt,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE deliveries
             SET state = CASE WHEN reason IS NULL THEN 'pending' ELSE 'failed' END,
                 attempts = attempts - 1, next_attempt_at = ?
             WHERE submission = ? AND attempts = ? AND state = 'sending'",
        )
        .bind(now.unix_seconds())
        .bind(attempt.id.as_str())
        .bind(attempt.number)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Ends every claim; only where no other program works on this database. What a killed program was sending is due
    /// at once. It may have arrived: then it comes again, as the same mail.
    pub(crate) async fn end_claims(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let ended =
            sqlx::query("UPDATE deliveries SET next_attempt_at = ? WHERE state = 'sending'")
                .bind(now.unix_seconds())
                .execute(&mut *transaction)
                .await?;
        sqlx::query("UPDATE lists SET next_attempt_at = ? WHERE sent_at IS NULL")
            .bind(now.unix_seconds())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(ended.rows_affected())
    }

    /// How many deliveries have been failing, or never tried, since `since` or longer.
    /// A moment after `latest` is of a clock that was ahead: it counts as long ago.
    /// What came beyond the ceiling and never failed waits for its turn.
    pub(crate) async fn overdue_deliveries(
        &self,
        since: Timestamp,
        latest: Timestamp,
    ) -> Result<u32, StoreError> {
        let count = sqlx::query_scalar(
            "SELECT count(*) FROM deliverable
             WHERE (coalesce(first_failed_at, received_at) <= ?1 OR coalesce(first_failed_at, received_at) > ?2)
               AND (lane = 0 OR first_failed_at IS NOT NULL)",
        )
        .bind(since.unix_seconds())
        .bind(latest.unix_seconds())
        .fetch_one(self.reading().await?)
        .await?;
        Ok(count)
    }
}
