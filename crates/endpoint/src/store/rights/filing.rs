//! A rights request enters the register in the transaction that stores it, and does at once what it may do.

use domain::{
    reference::Reference,
    rights::{Outcome, Right},
    time::{Date, Timestamp},
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{PlannedNote, SERVICE, effects, notes, write_step};
use crate::store::StoreError;

/// What intake knows of a rights request, beside its envelope.
#[derive(Clone)]
pub(crate) struct NewRequest {
    pub(crate) asked: Right,
    /// The submission it is about, by its own id: the right to act on it.
    pub(crate) about: Option<SubmissionId>,
    pub(crate) received_on: Date,
    pub(crate) due_on: Date,
    pub(crate) reminders: Vec<PlannedNote>,
}

/// Writes the request's line, its first steps and its reminders.
pub(in crate::store) async fn file(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    request: &NewRequest,
    now: Timestamp,
) -> Result<(), StoreError> {
    effects::void(connection, id, now).await?;
    let twin = open_twin(connection, request).await?;
    sqlx::query(
        "INSERT INTO rights_requests (submission, asked, state, about, received_on, first_due_on, due_on)
         VALUES (?, ?, 'received', ?, ?, ?, ?)",
    )
    .bind(id.as_str())
    .bind(request.asked.code())
    .bind(request.about.as_ref().map(SubmissionId::as_str))
    .bind(request.received_on.to_string())
    .bind(request.due_on.to_string())
    .bind(request.due_on.to_string())
    .execute(&mut *connection)
    .await?;
    write_step(
        connection,
        id,
        (Outcome::Received.code(), SERVICE, None),
        now,
    )
    .await?;
    if let Some(twin) = twin {
        let number = twin.spaced();
        let step = (Outcome::AskedAgain.code(), SERVICE, Some(number.as_str()));
        write_step(connection, id, step, now).await?;
    }
    let outcome = match &request.about {
        Some(about) => effects::apply(connection, id, request.asked, about, now).await?,
        None => request.asked.effect().map(|_| Outcome::WaitsForOfficer),
    };
    if let Some(outcome) = outcome {
        write_step(connection, id, (outcome.code(), SERVICE, None), now).await?;
    }
    notes::plan(connection, id, &request.reminders).await
}

/// What a new submission meets of requests that came before it: a cancelled one leaves no content.
pub(in crate::store) async fn take_in(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(request) = effects::cancelled_by(connection, id).await? {
        effects::remove_content(connection, id, now).await?;
        let step = (Outcome::Applied.code(), SERVICE, None);
        write_step(connection, &request, step, now).await?;
    }
    Ok(())
}

/// An earlier request for the same thing about the same submission, still owed an answer.
async fn open_twin(
    connection: &mut SqliteConnection,
    request: &NewRequest,
) -> Result<Option<Reference>, StoreError> {
    let Some(about) = &request.about else {
        return Ok(None);
    };
    let twin: Option<String> = sqlx::query_scalar(
        "SELECT reference FROM rights_requests JOIN submissions ON submissions.id = rights_requests.submission
         WHERE about = ? AND asked = ? AND closed_at IS NULL ORDER BY received_at LIMIT 1",
    )
    .bind(about.as_str())
    .bind(request.asked.code())
    .fetch_optional(connection)
    .await?;
    twin.map(|number| number.parse().map_err(|_| StoreError::BadRow))
        .transpose()
}
