//! What an operator sees of the deliveries that are not made, and does about them.

use domain::{delivery::DeliveryState, reference::Reference, time::Timestamp};

use super::super::{Store, StoreError, moment};

/// A delivery that is not made, as an operator reads it. No id, no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeliveryRow {
    /// The number its sender was given, as it stands in the row: one that cannot be read is shown too.
    pub(crate) reference: String,
    /// The branch whose own mailbox it goes to.
    pub(crate) branch: Option<String>,
    /// Where it stands.
    pub(crate) state: DeliveryState,
    /// Why the last attempt failed: a code of [`domain::delivery::DeliveryFailure`].
    pub(crate) reason: Option<String>,
    /// Attempts so far.
    pub(crate) attempts: u32,
    /// When it was received.
    pub(crate) received_at: Timestamp,
    /// When it is tried next; of one that is set aside, when it was.
    pub(crate) at: Timestamp,
}

impl DeliveryRow {
    pub(crate) fn is_set_aside(&self) -> bool {
        self.state == DeliveryState::SetAside
    }
}

/// Which deliveries an operator means. Of these, only what is not delivered and still held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Selection {
    /// One, by its number.
    Number(Reference),
    /// Those received from the first moment on and before the second.
    ReceivedBetween(Timestamp, Timestamp),
    /// All.
    All,
}

/// Why a delivery that an operator named is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Untouched {
    /// Nothing here has that number.
    Unknown,
    /// Its content is not held any more.
    Gone,
    /// It was delivered.
    Delivered,
    /// A right holds it back.
    Held,
    /// Its mail is under way: the claim lapses then.
    UnderWay(Timestamp),
    /// It stands already where it was to be put.
    Already,
}

impl Store {
    /// The deliveries that are still to be made, or set aside; in the order in which they were received.
    pub(crate) async fn undelivered(&self) -> Result<Vec<DeliveryRow>, StoreError> {
        type Row = (
            String,
            Option<String>,
            String,
            Option<String>,
            u32,
            i64,
            i64,
        );
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT reference, branch, state, reason, attempts, received_at, coalesce(set_aside_at, next_attempt_at)
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE envelope IS NOT NULL
               AND (state = 'set_aside' OR submission IN (SELECT submission FROM deliverable))
             ORDER BY received_at, submission",
        )
        .fetch_all(self.reading().await?)
        .await?;
        let row = |(reference, branch, state, reason, attempts, received_at, at): Row| {
            Ok(DeliveryRow {
                reference,
                branch,
                state: DeliveryState::from_code(&state).ok_or(StoreError::BadRow)?,
                reason,
                attempts,
                received_at: moment(received_at),
                at: moment(at),
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// Takes deliveries out of the line, and says how many. One that is being sent at this moment stays in it.
    pub(crate) async fn set_aside(
        &self,
        selection: &Selection,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.change_selected(
            "UPDATE deliveries SET state = 'set_aside', set_aside_at = ?1
             WHERE (state IN ('pending', 'failed') OR (state = 'sending' AND next_attempt_at <= ?1))
               AND submission IN ",
            selection,
            now,
        )
        .await
    }

    /// Puts deliveries into the line again, due at once, and says how many: those set aside, and those that wait
    /// after a failure.
    pub(crate) async fn retry(
        &self,
        selection: &Selection,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.change_selected(
            "UPDATE deliveries
             SET state = CASE WHEN reason IS NULL THEN 'pending' ELSE 'failed' END,
                 set_aside_at = NULL, next_attempt_at = ?1
             WHERE state IN ('set_aside', 'failed') AND submission IN ",
            selection,
            now,
        )
        .await
    }

    /// What was delivered is to be delivered once more, as a mail of its own. Whether there was something to deliver.
    pub(crate) async fn deliver_again(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = self
            .change_selected(
                "UPDATE deliveries
                 SET state = 'pending', delivered_at = NULL, first_failed_at = NULL, attempts = 0,
                     next_attempt_at = ?1, mailed_anew = mailed_anew + 1, dated_at = ?1
                 WHERE state = 'delivered' AND submission IN (SELECT id FROM mailable) AND submission IN ",
                &Selection::Number(reference.clone()),
                now,
            )
            .await?;
        Ok(changed > 0)
    }

    /// Why nothing was done about the delivery of that number.
    pub(crate) async fn why_untouched(
        &self,
        reference: &Reference,
    ) -> Result<Untouched, StoreError> {
        type Row = (String, i64, bool, bool);
        let row: Option<Row> = sqlx::query_as(
            "SELECT state, next_attempt_at, envelope IS NOT NULL, EXISTS (SELECT 1 FROM mailable WHERE id = submission)
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE reference = ?",
        )
        .bind(reference.as_str())
        .fetch_optional(self.reading().await?)
        .await?;
        let Some((state, next_attempt_at, has_content, is_mailable)) = row else {
            return Ok(Untouched::Unknown);
        };
        Ok(match DeliveryState::from_code(&state) {
            _ if !has_content => Untouched::Gone,
            Some(DeliveryState::Delivered) => Untouched::Delivered,
            _ if !is_mailable => Untouched::Held,
            Some(DeliveryState::Sending) => Untouched::UnderWay(moment(next_attempt_at)),
            _ => Untouched::Already,
        })
    }

    /// `update` ends before the list of submissions that `selection` makes, and has `now` as its first parameter.
    async fn change_selected(
        &self,
        update: &'static str,
        selection: &Selection,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let (reference, from, before) = match selection {
            Selection::Number(reference) => (Some(reference.as_str()), i64::MIN, i64::MAX),
            Selection::ReceivedBetween(from, before) => {
                (None, from.unix_seconds(), before.unix_seconds())
            }
            Selection::All => (None, i64::MIN, i64::MAX),
        };
        let query = format!(
            "{update} (SELECT id FROM submissions WHERE envelope IS NOT NULL
                 AND (?2 IS NULL OR reference = ?2) AND received_at >= ?3 AND received_at < ?4)"
        );
        let mut transaction = self.writer.begin().await?;
        let changed = sqlx::query(&query)
            .bind(now.unix_seconds())
            .bind(reference)
            .bind(from)
            .bind(before)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(changed.rows_affected())
    }
}
