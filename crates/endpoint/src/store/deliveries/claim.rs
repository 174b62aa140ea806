//! The claim of a delivery: written before its mail is sent, with all that is needed to make it.
//!
//! A claim is a lease: it is written before anything leaves, it lapses by itself, and its number of the attempt
//! tells it from any later one. So several loops, of several programs even, can work on one database.

use domain::{
    delivery::{CLAIM_SECONDS, DeliveryFailure, LONGEST_WAIT_SECONDS, Recipient, next_attempt_at},
    reference::Reference,
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{
    super::{OptionWords, Store, StoreError, moment, options},
    Attempt,
};

/// A delivery that is claimed, with all that is needed to make it.
pub(crate) struct DueDelivery {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) to: Recipient,
    /// The branch whose own mailbox it goes to.
    pub(crate) branch: Option<String>,
    /// The envelope, to the byte.
    pub(crate) envelope: Vec<u8>,
    pub(crate) received_at: Timestamp,
    /// Of a rights request or an option choice: the number of the registration that its phone proved,
    /// once that has arrived. Of an option that was taken back without a proof: the number it names.
    pub(crate) about: Option<Reference>,
    /// The words on options of a registration; of an option choice, what the record took of it.
    pub(crate) choices: OptionWords,
    /// How often an operator had it mailed anew.
    pub(crate) mailed_anew: u32,
    /// What the mail's `Date` says.
    pub(crate) dated_at: Timestamp,
    /// Which attempt this is; the first is 1.
    pub(crate) attempt: u32,
    /// When it failed for the first time.
    pub(crate) first_failed_at: Option<Timestamp>,
    /// Whether it came beyond the ceiling of the site.
    pub(crate) is_beyond: bool,
}

/// What a claim found.
pub(crate) enum Claimed<T> {
    /// One to send. It is ours until [`CLAIM_SECONDS`] from now.
    Due(T),
    /// A row that this release cannot read. It is put off, and holds up no other.
    BadRow,
    /// Nothing is due.
    Nothing,
}

impl DueDelivery {
    pub(crate) fn attempt(&self) -> Attempt {
        Attempt {
            id: self.id.clone(),
            number: self.attempt,
        }
    }
}

impl Store {
    /// Claims the delivery whose turn it is: those never tried go first, then the one that waits for longest.
    /// What came beyond the ceiling goes after all others, in its rounds, and only where `beyond_too`.
    /// With `only_to`, mail to the other recipient is left.
    ///
    /// Once this is `Ok`, the attempt is counted and the moment of the next one is on the disk;
    /// and nothing that a rights request holds back is among what it gives.
    pub(crate) async fn claim_delivery(
        &self,
        now: Timestamp,
        beyond_too: bool,
        only_to: Option<Recipient>,
    ) -> Result<Claimed<DueDelivery>, StoreError> {
        // Looked for without the lock that arrivals need: mostly nothing is due.
        if next_in_line(self.reading().await?, now, beyond_too, only_to)
            .await?
            .is_none()
        {
            return Ok(Claimed::Nothing);
        }
        let mut transaction = self.writer.begin().await?;
        let next = next_in_line(&mut *transaction, now, beyond_too, only_to).await?;
        let Some(id) = next else {
            transaction.rollback().await?;
            return Ok(Claimed::Nothing);
        };
        let claim = sqlx::query(
            "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, next_attempt_at = ?
             WHERE submission = ?",
        )
        .bind(now.plus_seconds(CLAIM_SECONDS).unix_seconds())
        .bind(&id)
        .execute(&mut *transaction)
        .await?;
        // What is not written down as claimed is not sent.
        if claim.rows_affected() != 1 {
            return Err(StoreError::BadRow);
        }
        let claimed = match read_claimed(&mut transaction, &id).await {
            Ok(due) => Claimed::Due(due),
            Err(StoreError::BadRow | StoreError::Database(sqlx::Error::ColumnDecode { .. })) => {
                put_off_bad_row(&mut transaction, &id, now).await?;
                Claimed::BadRow
            }
            Err(error) => return Err(error),
        };
        transaction.commit().await?;
        Ok(claimed)
    }
}

/// The submission whose delivery is to be made first, of those that are due.
async fn next_in_line(
    connection: impl sqlx::SqliteExecutor<'_>,
    now: Timestamp,
    beyond_too: bool,
    only_to: Option<Recipient>,
) -> Result<Option<String>, StoreError> {
    let id = sqlx::query_scalar(
        "SELECT submission FROM deliverable
         WHERE (next_attempt_at <= ?1 OR next_attempt_at > ?1 + ?2) AND (lane = 0 OR ?3)
           AND (?4 IS NULL OR ?4 = to_officer)
         ORDER BY lane, attempts > 0, next_attempt_at LIMIT 1",
    )
    .bind(now.unix_seconds())
    .bind(LONGEST_WAIT_SECONDS)
    .bind(beyond_too)
    .bind(only_to.map(Recipient::is_officer))
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

async fn read_claimed(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<DueDelivery, StoreError> {
    type Row = (
        String,
        Vec<u8>,
        i64,
        u32,
        i64,
        u32,
        Option<i64>,
        bool,
        bool,
        Option<String>,
        Option<String>,
    );
    let row: Row = sqlx::query_as(
        "SELECT reference, envelope, submissions.received_at, mailed_anew, dated_at, attempts, first_failed_at, lane > 0,
             to_officer,
             coalesce(
                 (SELECT named.reference FROM rights_requests
                  JOIN submissions AS named ON named.id = rights_requests.about
                  WHERE rights_requests.submission = submissions.id),
                 (SELECT named.reference FROM option_choices
                  JOIN submissions AS named ON named.id = option_choices.about
                  WHERE option_choices.message = submissions.id AND named.id <> submissions.id LIMIT 1)),
             branch
         FROM deliverable JOIN submissions ON submissions.id = deliverable.submission
         WHERE submission = ?",
    )
    .bind(id)
    .fetch_one(&mut *connection)
    .await?;
    let (
        reference,
        envelope,
        received_at,
        mailed_anew,
        dated_at,
        attempt,
        first_failed_at,
        is_beyond,
        to_officer,
        about,
        branch,
    ) = row;
    let id: SubmissionId = id.parse().map_err(|_| StoreError::BadRow)?;
    Ok(DueDelivery {
        choices: options::to_print(connection, &id).await?,
        id,
        reference: reference.parse().map_err(|_| StoreError::BadRow)?,
        to: if to_officer {
            Recipient::Officer
        } else {
            Recipient::Mailbox
        },
        branch,
        envelope,
        received_at: moment(received_at),
        about: about
            .map(|number| number.parse().map_err(|_| StoreError::BadRow))
            .transpose()?,
        mailed_anew,
        dated_at: moment(dated_at),
        attempt,
        first_failed_at: first_failed_at.map(moment),
        is_beyond,
    })
}

/// It fails as any other attempt does: later again, and after an hour an alarm.
async fn put_off_bad_row(
    connection: &mut SqliteConnection,
    id: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let attempts: u32 = sqlx::query_scalar("SELECT attempts FROM deliveries WHERE submission = ?")
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query(
        "UPDATE deliveries
         SET state = 'failed', reason = ?, next_attempt_at = ?, first_failed_at = coalesce(first_failed_at, ?)
         WHERE submission = ?",
    )
    .bind(DeliveryFailure::Unreadable.code())
    .bind(next_attempt_at(attempts, now).unix_seconds())
    .bind(now.unix_seconds())
    .bind(id)
    .execute(connection)
    .await?;
    Ok(())
}
