//! Notes: mails that hold a number and a day and nothing else, each sent until it is taken.

mod note;

use domain::{
    delivery::{CLAIM_SECONDS, LONGEST_WAIT_SECONDS, Recipient, next_attempt_at},
    reference::Reference,
    rights::OwnAct,
    time::{Date, Timestamp},
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

pub(crate) use note::Note;

use crate::store::{Claimed, Store, StoreError, day, moment};

/// A note, and the moment before which it is not sent.
pub(crate) type PlannedNote = (Note, Timestamp);

/// A note that is claimed.
pub(crate) struct DueNote {
    pub(crate) request: SubmissionId,
    /// The request's number.
    pub(crate) reference: Reference,
    /// The number of the registration it is about, where one is known.
    pub(crate) about: Option<Reference>,
    /// The id of that registration.
    pub(crate) registration: Option<SubmissionId>,
    /// The branch whose own mailbox has that registration.
    pub(crate) branch: Option<String>,
    pub(crate) note: Note,
    pub(crate) not_before: Timestamp,
    pub(crate) due_on: Date,
    /// Which attempt this is; the first is 1.
    pub(crate) attempt: u32,
}

/// Which row of `notes`: its primary key, as it stands there.
type Key = (String, String, i64);

impl Store {
    /// Claims the note that has been due for longest, as a delivery is claimed: until [`CLAIM_SECONDS`] from now.
    pub(crate) async fn claim_note(
        &self,
        now: Timestamp,
        only_to: Option<Recipient>,
    ) -> Result<Claimed<DueNote>, StoreError> {
        if next_in_line(self.reading().await?, now, only_to)
            .await?
            .is_none()
        {
            return Ok(Claimed::Nothing);
        }
        let mut transaction = self.writer.begin().await?;
        let Some(key) = next_in_line(&mut *transaction, now, only_to).await? else {
            transaction.rollback().await?;
            return Ok(Claimed::Nothing);
        };
        let claimed = match read(&mut transaction, &key).await {
            Ok(due) => Claimed::Due(due),
            Err(StoreError::BadRow | StoreError::Database(sqlx::Error::ColumnDecode { .. })) => {
                Claimed::BadRow
            }
            Err(error) => return Err(error),
        };
        let wait_until = match &claimed {
            Claimed::Due(_) => now.plus_seconds(CLAIM_SECONDS),
            _ => next_attempt_at(u32::MAX, now),
        };
        let (request, note, not_before) = key;
        sqlx::query(
            "UPDATE notes SET attempts = attempts + 1, next_attempt_at = ?
             WHERE request = ? AND note = ? AND not_before = ?",
        )
        .bind(wait_until.unix_seconds())
        .bind(request)
        .bind(note)
        .bind(not_before)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(claimed)
    }

    /// When the next note is due; `None` when all are sent.
    pub(crate) async fn next_note_at(
        &self,
        only_to: Option<Recipient>,
    ) -> Result<Option<Timestamp>, StoreError> {
        let seconds: Option<i64> = sqlx::query_scalar(
            "SELECT min(next_attempt_at) FROM notes
             WHERE sent_at IS NULL AND (?1 IS NULL OR ?1 = (note IN ('week_before', 'due_day')))",
        )
        .bind(only_to.map(Recipient::is_officer))
        .fetch_one(self.reading().await?)
        .await?;
        Ok(seconds.map(moment))
    }

    /// How many notes should have been sent at `since` or before, and were not.
    /// A reminder waits for its day; anything else is planned for at once, and a moment after `latest` is of a clock
    /// that was ahead: it counts as long ago.
    pub(crate) async fn overdue_notes(
        &self,
        since: Timestamp,
        latest: Timestamp,
    ) -> Result<u32, StoreError> {
        let count = sqlx::query_scalar(
            "SELECT count(*) FROM notes WHERE sent_at IS NULL AND (
                 not_before <= ?1
                 OR not_before > ?2 AND note NOT IN ('week_before', 'due_day'))",
        )
        .bind(since.unix_seconds())
        .bind(latest.unix_seconds())
        .fetch_one(self.reading().await?)
        .await?;
        Ok(count)
    }

    /// The mailbox has it: that too is a step of the trace.
    pub(crate) async fn mark_note_sent(
        &self,
        note: &DueNote,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        let done = sqlx::query(
            "UPDATE notes SET sent_at = ?
             WHERE request = ? AND note = ? AND not_before = ? AND sent_at IS NULL",
        )
        .bind(now.unix_seconds())
        .bind(note.request.as_str())
        .bind(note.note.code())
        .bind(note.not_before.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return transaction.rollback().await;
        }
        let step = (OwnAct::Told.code(), super::SERVICE, Some(note.note.code()));
        super::write_step(&mut transaction, &note.request, step, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// It was not taken; the next attempt is at `next_attempt_at`.
    pub(crate) async fn mark_note_failed(
        &self,
        note: &DueNote,
        next_attempt_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE notes SET next_attempt_at = ?
             WHERE request = ? AND note = ? AND not_before = ? AND attempts = ? AND sent_at IS NULL",
        )
        .bind(next_attempt_at.unix_seconds())
        .bind(note.request.as_str())
        .bind(note.note.code())
        .bind(note.not_before.unix_seconds())
        .bind(note.attempt)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }
}

/// The note that is to be sent first, of those that are due.
async fn next_in_line(
    connection: impl sqlx::SqliteExecutor<'_>,
    now: Timestamp,
    only_to: Option<Recipient>,
) -> Result<Option<Key>, StoreError> {
    // A reminder waits for its day, which can be months away; nothing else waits for longer than an attempt does.
    let key = sqlx::query_as(
        "SELECT request, note, not_before FROM notes
         WHERE sent_at IS NULL AND (
             next_attempt_at <= ?1
             OR next_attempt_at > ?2 + CASE WHEN note IN ('week_before', 'due_day') THEN max(not_before, ?1) ELSE ?1 END)
           AND (?3 IS NULL OR ?3 = (note IN ('week_before', 'due_day')))
         ORDER BY attempts > 0, next_attempt_at LIMIT 1",
    )
    .bind(now.unix_seconds())
    .bind(LONGEST_WAIT_SECONDS)
    .bind(only_to.map(Recipient::is_officer))
    .fetch_optional(connection)
    .await?;
    Ok(key)
}

async fn read(
    connection: &mut SqliteConnection,
    (request, note, not_before): &Key,
) -> Result<DueNote, StoreError> {
    type Row = (
        String,
        Option<String>,
        Option<String>,
        Option<String>,
        String,
        u32,
    );
    let row: Row = sqlx::query_as(
        "SELECT asking.reference, named.reference, named.id, deliveries.branch, due_on, notes.attempts
         FROM notes
         JOIN rights_requests ON rights_requests.submission = notes.request
         JOIN submissions AS asking ON asking.id = notes.request
         LEFT JOIN submissions AS named ON named.id = rights_requests.about
         LEFT JOIN deliveries ON deliveries.submission = named.id
         WHERE request = ? AND note = ? AND not_before = ?",
    )
    .bind(request)
    .bind(note)
    .bind(not_before)
    .fetch_one(connection)
    .await?;
    let (reference, about, registration, branch, due_on, attempts) = row;
    let id = |text: String| text.parse().map_err(|_| StoreError::BadRow);
    let number = |text: String| text.parse::<Reference>().map_err(|_| StoreError::BadRow);
    Ok(DueNote {
        request: request.parse().map_err(|_| StoreError::BadRow)?,
        reference: number(reference)?,
        about: about.map(number).transpose()?,
        registration: registration.map(id).transpose()?,
        branch,
        note: Note::from_code(note).ok_or(StoreError::BadRow)?,
        not_before: moment(*not_before),
        due_on: day(&due_on)?,
        attempt: attempts.saturating_add(1),
    })
}

/// Writes down notes to be sent, each once.
pub(super) async fn plan(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    notes: &[PlannedNote],
) -> Result<(), StoreError> {
    for (note, not_before) in notes {
        sqlx::query(
            "INSERT INTO notes (request, note, not_before, next_attempt_at) VALUES (?, ?, ?, ?)
             ON CONFLICT DO NOTHING",
        )
        .bind(request.as_str())
        .bind(note.code())
        .bind(not_before.unix_seconds())
        .bind(not_before.unix_seconds())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Reminders of a day that no longer counts are not sent.
pub(super) async fn drop_reminders(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM notes WHERE request = ? AND sent_at IS NULL AND note IN ('week_before', 'due_day')",
    )
    .bind(request.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
