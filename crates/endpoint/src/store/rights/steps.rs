//! Steps: what an officer does, and all that follows from it, in one transaction; and the trace of it.

use domain::{
    options::Choice,
    rights::{Action, OwnAct, State},
    time::{Date, Timestamp},
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{
    PlannedNote, RequestRow, SERVICE, Sender, effects, notes,
    sent::{self, Met},
    withdrawal,
};
use crate::store::{Store, StoreError, WriteError, owners::Claim, transaction::Transaction};

/// One officer's step, with what it changes.
pub(crate) struct Change<'a> {
    pub(crate) request: &'a RequestRow,
    pub(crate) action: Action,
    /// The state after it.
    pub(crate) state: State,
    pub(crate) done_by: &'a str,
    pub(crate) reason: Option<&'a str>,
    pub(crate) at: Timestamp,
    /// For an extension: the new day, and its reminders.
    pub(crate) extension: Option<(Date, Vec<PlannedNote>)>,
    /// For the naming of a registration: which.
    pub(crate) about: Option<&'a SubmissionId>,
    /// And of a withdrawal: what is taken back there.
    pub(crate) withdrawn: Option<Choice>,
    /// Where it is sent from a page of the desk.
    pub(crate) sender: Option<&'a Sender>,
}

/// What became of an officer's step.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// It is in the register; and what the endpoint did with it, if it did anything.
    Done(Option<OwnAct>),
    /// The same form had written it already.
    Again,
    /// Another process changed the request meanwhile: look again.
    Meanwhile,
    /// There is nothing that could be lifted.
    NothingStands,
}

impl Store {
    /// Writes an officer's step and all that follows from it, or nothing.
    pub(crate) async fn change(&self, change: Change<'_>) -> Result<Changed, WriteError> {
        let mut transaction = self.begin_by_officer(change.sender, change.at).await?;
        let changed = write_change(&mut transaction, &change).await?;
        let is_written = matches!(changed, Changed::Done(_));
        transaction.commit_if(is_written).await?;
        Ok(changed)
    }
}

async fn write_change(
    transaction: &mut Transaction,
    change: &Change<'_>,
) -> Result<Changed, StoreError> {
    let request = change.request;
    let form = change.sender.and_then(|sender| sender.form.as_ref());
    if let Some(form) = form {
        let said = (change.action.code(), change.reason);
        match sent::meet(transaction, &request.id, form, said).await? {
            Met::New => {}
            Met::Again => return Ok(Changed::Again),
            Met::Meanwhile => return Ok(Changed::Meanwhile),
        }
    }
    let closed_at = (!change.state.is_open()).then_some(change.at);
    let closed_at = request.closed_at.or(closed_at).map(Timestamp::unix_seconds);
    let done = sqlx::query(
        "UPDATE rights_requests SET state = ?, closed_at = ? WHERE submission = ? AND state = ?",
    )
    .bind(change.state.code())
    .bind(closed_at)
    .bind(request.id.as_str())
    .bind(request.state.code())
    .execute(&mut **transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(Changed::Meanwhile);
    }
    let step = (change.action.code(), change.done_by, change.reason);
    write_step(transaction, &request.id, step, change.at).await?;
    if let Some(form) = form {
        sent::keep(transaction, &request.id, &form.id).await?;
    }
    let outcome = follow(transaction, change).await?;
    let Some(outcome) = outcome else {
        return Ok(Changed::NothingStands);
    };
    if let Some(outcome) = outcome {
        let step = (outcome.code(), SERVICE, None);
        write_step(transaction, &request.id, step, change.at).await?;
    }
    Ok(Changed::Done(outcome))
}

/// What follows from a step, and what the endpoint did by itself then; nothing where there is nothing to lift.
async fn follow(
    transaction: &mut Transaction,
    change: &Change<'_>,
) -> Result<Option<Option<OwnAct>>, StoreError> {
    let request = change.request;
    let mut outcome = None;
    match change.action {
        Action::Extend => {
            if let Some((due_on, reminders)) = &change.extension {
                sqlx::query("UPDATE rights_requests SET due_on = ? WHERE submission = ?")
                    .bind(due_on.to_string())
                    .bind(request.id.as_str())
                    .execute(&mut **transaction)
                    .await?;
                notes::drop_reminders(transaction, &request.id).await?;
                notes::plan(transaction, &request.id, reminders).await?;
            }
        }
        Action::Apply => {
            if let Some(about) = change.about {
                sqlx::query("UPDATE rights_requests SET about = ? WHERE submission = ?")
                    .bind(about.as_str())
                    .bind(request.id.as_str())
                    .execute(&mut **transaction)
                    .await?;
                let (id, at) = (&request.id, change.at);
                outcome = match change.withdrawn {
                    Some(withdrawn) => {
                        // An officer has looked: that is proof.
                        let said = (withdrawn, Claim::Proved);
                        Some(withdrawal::take_back(transaction, id, about, said, at).await?)
                    }
                    None => effects::apply(transaction, id, request.asked, about, at).await?,
                };
            }
        }
        Action::Lift => {
            if !effects::lift(transaction, &request.id, change.at).await? {
                return Ok(None);
            }
        }
        Action::Answer => notes::drop_reminders(transaction, &request.id).await?,
        Action::Refuse => {
            notes::drop_reminders(transaction, &request.id).await?;
            // What was not granted does not go on.
            effects::lift(transaction, &request.id, change.at).await?;
        }
        Action::Start | Action::AskIdentity | Action::WriteAnswer => {}
    }
    Ok(Some(outcome))
}

pub(super) async fn write_step(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    (step, done_by, reason): (&str, &str, Option<&str>),
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO rights_steps (request, step, done_by, done_at, reason) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(request.as_str())
    .bind(step)
    .bind(done_by)
    .bind(at.unix_seconds())
    .bind(reason)
    .execute(connection)
    .await?;
    Ok(())
}
