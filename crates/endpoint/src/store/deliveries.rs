//! Deliveries: one row for each submission, from pending to delivered.
//!
//! What a rights request holds back, or has removed, is not due: it is no delivery that fails.

use domain::{
    delivery::DeliveryFailure, reference::Reference, time::Timestamp, wire::SubmissionId,
};

use super::{OptionWords, Store, StoreError, moment, options};

/// A delivery whose time has come, with all that is needed to make it.
pub(crate) struct DueDelivery {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    /// The envelope, to the byte.
    pub(crate) envelope: Vec<u8>,
    pub(crate) received_at: Timestamp,
    /// Of a rights request or an option choice: the number of the registration that its phone proved,
    /// once that has arrived. Of an option that was taken back without a proof: the number it names.
    pub(crate) about: Option<Reference>,
    /// The words on options of a registration; of an option choice, what the record took of it.
    pub(crate) choices: OptionWords,
    /// How often it failed before.
    pub(crate) attempts: u32,
    /// When it failed for the first time.
    pub(crate) first_failed_at: Option<Timestamp>,
}

impl Store {
    /// The delivery that has been due for longest, if one is due.
    pub(crate) async fn due_delivery(
        &self,
        now: Timestamp,
    ) -> Result<Option<DueDelivery>, StoreError> {
        type Row = (
            String,
            String,
            Vec<u8>,
            i64,
            u32,
            Option<i64>,
            Option<String>,
        );
        let mut connection = self.readers.acquire().await?;
        let row: Option<Row> = sqlx::query_as(
            "SELECT id, reference, envelope, received_at, attempts, first_failed_at,
                 coalesce(
                     (SELECT named.reference FROM rights_requests
                      JOIN submissions AS named ON named.id = rights_requests.about
                      WHERE rights_requests.submission = submissions.id),
                     (SELECT named.reference FROM option_choices
                      JOIN submissions AS named ON named.id = option_choices.about
                      WHERE option_choices.message = submissions.id AND named.id <> submissions.id LIMIT 1))
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE state <> 'delivered' AND next_attempt_at <= ? AND envelope IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM effects WHERE about = submissions.id AND lifted_at IS NULL)
             ORDER BY next_attempt_at LIMIT 1",
        )
        .bind(now.unix_seconds())
        .fetch_optional(&mut *connection)
        .await?;
        let Some((id, reference, envelope, received_at, attempts, first_failed_at, about)) = row
        else {
            return Ok(None);
        };
        let id: SubmissionId = id.parse().map_err(|_| StoreError::BadRow)?;
        Ok(Some(DueDelivery {
            choices: options::to_print(&mut connection, &id).await?,
            id,
            reference: reference.parse().map_err(|_| StoreError::BadRow)?,
            envelope,
            received_at: moment(received_at),
            about: about
                .map(|number| number.parse().map_err(|_| StoreError::BadRow))
                .transpose()?,
            attempts,
            first_failed_at: first_failed_at.map(moment),
        }))
    }

    /// When the next delivery is due; `None` when none is to be made.
    pub(crate) async fn next_delivery_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let seconds: Option<i64> = sqlx::query_scalar(
            "SELECT min(next_attempt_at)
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE state <> 'delivered' AND envelope IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM effects WHERE about = submissions.id AND lifted_at IS NULL)",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(seconds.map(moment))
    }

    /// The mailbox has it.
    pub(crate) async fn mark_delivered(
        &self,
        id: &SubmissionId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE deliveries
             SET state = 'delivered', reason = NULL, attempts = attempts + 1, delivered_at = ?
             WHERE submission = ? AND state <> 'delivered'",
        )
        .bind(now.unix_seconds())
        .bind(id.as_str())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// What was delivered is to be delivered once more, as if it never had been. Whether there was something to deliver.
    pub(crate) async fn deliver_again(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = sqlx::query(
            "UPDATE deliveries
             SET state = 'pending', delivered_at = NULL, first_failed_at = NULL, attempts = 0, next_attempt_at = ?
             WHERE state = 'delivered' AND submission IN (
                 SELECT id FROM submissions WHERE reference = ? AND envelope IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM effects WHERE about = submissions.id AND lifted_at IS NULL))",
        )
        .bind(now.unix_seconds())
        .bind(reference.as_str())
        .execute(&self.writer)
        .await?;
        Ok(changed.rows_affected() > 0)
    }

    /// The attempt failed; the next one is at `next_attempt_at`.
    pub(crate) async fn mark_failed(
        &self,
        id: &SubmissionId,
        reason: DeliveryFailure,
        next_attempt_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE deliveries
             SET state = 'failed', reason = ?, attempts = attempts + 1, next_attempt_at = ?,
                 first_failed_at = coalesce(first_failed_at, ?)
             WHERE submission = ? AND state <> 'delivered'",
        )
        .bind(reason.code())
        .bind(next_attempt_at.unix_seconds())
        .bind(now.unix_seconds())
        .bind(id.as_str())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// How many deliveries have been failing, or never tried, since `since` or longer.
    pub(crate) async fn overdue_deliveries(&self, since: Timestamp) -> Result<u32, StoreError> {
        let count = sqlx::query_scalar(
            "SELECT count(*) FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE state <> 'delivered' AND coalesce(first_failed_at, received_at) <= ? AND envelope IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM effects WHERE about = submissions.id AND lifted_at IS NULL)",
        )
        .bind(since.unix_seconds())
        .fetch_one(&self.readers)
        .await?;
        Ok(count)
    }
}
