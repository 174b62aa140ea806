//! Notes: mails that hold a number and a day and nothing else, each sent until it is taken.

use domain::{
    options::Purpose,
    reference::Reference,
    rights::{Effect, Outcome, Reminder},
    time::{Date, Timestamp},
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use crate::store::{Store, StoreError, day, moment};

/// What a note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    /// To the officer: an answer is owed soon, or today.
    Reminder(Reminder),
    /// To the mailbox: a registration was cancelled.
    Cancelled,
    /// To the mailbox: keep it, and do not use it.
    Frozen,
    /// To the mailbox: do not use it any more.
    Stopped,
    /// To the mailbox: it may be used again.
    Lifted,
    /// To the mailbox: an option is taken back.
    Withdrawn(Purpose),
}

/// A note, and the moment before which it is not sent.
pub(crate) type PlannedNote = (Note, Timestamp);

impl Note {
    const ALL: [Self; 9] = [
        Self::Reminder(Reminder::WeekBefore),
        Self::Reminder(Reminder::DueDay),
        Self::Cancelled,
        Self::Frozen,
        Self::Stopped,
        Self::Lifted,
        Self::Withdrawn(Purpose::SmsReminders),
        Self::Withdrawn(Purpose::TellPartner),
        Self::Withdrawn(Purpose::News),
    ];

    /// The note that tells the mailbox of an effect.
    pub(super) fn of(effect: Effect) -> Self {
        match effect {
            Effect::Cancelled => Self::Cancelled,
            Effect::Frozen => Self::Frozen,
            Effect::Stopped => Self::Stopped,
        }
    }

    /// The stable code, as the store and the log have it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Reminder(reminder) => reminder.code(),
            Self::Cancelled => "cancelled",
            Self::Frozen => "frozen",
            Self::Stopped => "stopped",
            Self::Lifted => "lifted",
            Self::Withdrawn(purpose) => purpose.code(),
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|note| note.code() == code)
    }
}

/// A note whose time has come.
pub(crate) struct DueNote {
    pub(crate) request: SubmissionId,
    /// The request's number.
    pub(crate) reference: Reference,
    /// The number of the registration it is about, where one is known.
    pub(crate) about: Option<Reference>,
    pub(crate) note: Note,
    pub(crate) not_before: Timestamp,
    pub(crate) due_on: Date,
    /// How often it failed before.
    pub(crate) attempts: u32,
}

impl Store {
    /// The note that has been due for longest, if one is due.
    pub(crate) async fn due_note(&self, now: Timestamp) -> Result<Option<DueNote>, StoreError> {
        type Row = (String, String, Option<String>, String, i64, String, u32);
        let row: Option<Row> = sqlx::query_as(
            "SELECT notes.request, asking.reference, named.reference, note, not_before, due_on, attempts
             FROM notes
             JOIN rights_requests ON rights_requests.submission = notes.request
             JOIN submissions AS asking ON asking.id = notes.request
             LEFT JOIN submissions AS named ON named.id = rights_requests.about
             WHERE sent_at IS NULL AND next_attempt_at <= ?
             ORDER BY next_attempt_at LIMIT 1",
        )
        .bind(now.unix_seconds())
        .fetch_optional(&self.readers)
        .await?;
        let Some((request, reference, about, note, not_before, due_on, attempts)) = row else {
            return Ok(None);
        };
        let number = |text: String| text.parse::<Reference>().map_err(|_| StoreError::BadRow);
        Ok(Some(DueNote {
            request: request.parse().map_err(|_| StoreError::BadRow)?,
            reference: number(reference)?,
            about: about.map(number).transpose()?,
            note: Note::from_code(&note).ok_or(StoreError::BadRow)?,
            not_before: moment(not_before),
            due_on: day(&due_on)?,
            attempts,
        }))
    }

    /// When the next note is due; `None` when all are sent.
    pub(crate) async fn next_note_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let seconds: Option<i64> =
            sqlx::query_scalar("SELECT min(next_attempt_at) FROM notes WHERE sent_at IS NULL")
                .fetch_one(&self.readers)
                .await?;
        Ok(seconds.map(moment))
    }

    /// How many notes should have been sent at `since` or before, and were not.
    pub(crate) async fn overdue_notes(&self, since: Timestamp) -> Result<u32, StoreError> {
        let count = sqlx::query_scalar(
            "SELECT count(*) FROM notes WHERE sent_at IS NULL AND not_before <= ?",
        )
        .bind(since.unix_seconds())
        .fetch_one(&self.readers)
        .await?;
        Ok(count)
    }

    /// The mailbox has it: that too is a step of the trace.
    pub(crate) async fn mark_note_sent(
        &self,
        note: &DueNote,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(
            "UPDATE notes SET sent_at = ?, attempts = attempts + 1
             WHERE request = ? AND note = ? AND not_before = ?",
        )
        .bind(now.unix_seconds())
        .bind(note.request.as_str())
        .bind(note.note.code())
        .bind(note.not_before.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        let step = (Outcome::Told.code(), super::SERVICE, Some(note.note.code()));
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
        sqlx::query(
            "UPDATE notes SET attempts = attempts + 1, next_attempt_at = ?
             WHERE request = ? AND note = ? AND not_before = ? AND sent_at IS NULL",
        )
        .bind(next_attempt_at.unix_seconds())
        .bind(note.request.as_str())
        .bind(note.note.code())
        .bind(note.not_before.unix_seconds())
        .execute(&self.writer)
        .await?;
        Ok(())
    }
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
