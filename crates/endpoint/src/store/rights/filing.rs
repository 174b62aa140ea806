//! A rights request enters the register in the transaction that stores it, and does at once what it may do.

use domain::{
    options::Choice,
    owner::{Named, OwnerHash},
    reference::Reference,
    rights::{OwnAct, Right},
    time::{Date, Timestamp},
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{PlannedNote, SERVICE, Sender, effects, notes, sent, withdrawal, write_step};
use crate::store::{
    Alone, Store, StoreError, WriteError,
    arrivals::REFERENCE_TRIES,
    owners::{self, Claim},
    transaction::Transaction,
};

/// What the register is told of a request, beside an envelope.
#[derive(Clone)]
pub(crate) struct NewRequest {
    pub(crate) asked: Right,
    /// Of a withdrawal: what is taken back.
    pub(crate) withdrawn: Option<Choice>,
    /// The submission it is about, and what was shown for that.
    pub(crate) about: Option<Named>,
    pub(crate) received_on: Date,
    pub(crate) due_on: Date,
    pub(crate) reminders: Vec<PlannedNote>,
}

/// A request that came by telephone, by letter or at the desk, as an officer enters it.
pub(crate) struct ByHand<'a> {
    /// Drawn at random, and given to no phone.
    pub(crate) id: SubmissionId,
    pub(crate) request: NewRequest,
    /// By which way it came: the reason of its first step.
    pub(crate) channel: &'static str,
    pub(crate) done_by: &'a str,
    pub(crate) at: Timestamp,
    /// An effect that has no file: it is this request's from now on.
    pub(crate) adopts: Option<&'a Alone>,
    /// Where it is sent from a page of the desk.
    pub(crate) sender: Option<&'a Sender>,
}

impl Store {
    /// Enters a request that has no envelope, and returns its number; that of the first time where a form comes again.
    ///
    /// `draw` is called for random references until one is not in use.
    pub(crate) async fn add_by_hand(
        &self,
        new: &ByHand<'_>,
        draw: impl Fn() -> Reference,
    ) -> Result<Reference, WriteError> {
        let mut transaction = self.begin_by_officer(new.sender, new.at).await?;
        let form = new.sender.and_then(|sender| sender.form.as_ref());
        if let Some(form) = form
            && let Some(number) = sent::written_in(&mut transaction, &form.id).await?
        {
            transaction.rollback().await?;
            return Ok(number);
        }
        for _ in 0..REFERENCE_TRIES {
            let reference = draw();
            // A submission without content, as after a purge: it reserves the number.
            let done = sqlx::query(
                "INSERT INTO submissions (id, reference, sha256, received_at, purged_at) VALUES (?, ?, '', ?, ?)
                 ON CONFLICT DO NOTHING",
            )
            .bind(new.id.as_str())
            .bind(reference.as_str())
            .bind(new.at.unix_seconds())
            .bind(new.at.unix_seconds())
            .execute(&mut *transaction)
            .await?;
            if done.rows_affected() == 1 {
                let step = (OwnAct::Received.code(), new.done_by, Some(new.channel));
                let about = new.adopts.map(|alone| (&alone.target, Claim::Proved));
                enter(&mut transaction, &new.id, &new.request, about, step, new.at).await?;
                if let Some(form) = form {
                    sent::keep(&mut transaction, &new.id, &form.id).await?;
                }
                if let Some(alone) = new.adopts {
                    effects::adopt(&mut transaction, alone, &new.id, new.at).await?;
                }
                transaction.commit().await?;
                return Ok(reference);
            }
        }
        Err(StoreError::NoReference.into())
    }
}

/// Writes the line, the first steps and the reminders of a request that came with an envelope.
pub(in crate::store) async fn file(
    connection: &mut Transaction,
    id: &SubmissionId,
    request: &NewRequest,
    now: Timestamp,
) -> Result<(), StoreError> {
    effects::void(connection, id, now).await?;
    let claim = match &request.about {
        Some(named) => Some((&named.id, owners::weigh(connection, named, now).await?)),
        None => None,
    };
    // What proves nothing is as if it named nothing: an officer has to look.
    let about = claim.filter(|(_, claim)| !matches!(claim, Claim::Unproved));
    let twin = open_twin(connection, request, about).await?;
    let step = (OwnAct::Received.code(), SERVICE, None);
    enter(connection, id, request, about, step, now).await?;
    if let Some(twin) = twin {
        let number = twin.spaced();
        let step = (OwnAct::AskedAgain.code(), SERVICE, Some(number.as_str()));
        write_step(connection, id, step, now).await?;
    }
    let outcome = match (about, request.withdrawn) {
        (None, _) if claim.is_some() => Some(OwnAct::NotProved),
        (None, _) => request.asked.acts().then_some(OwnAct::WaitsForOfficer),
        (Some((about, claim)), Some(withdrawn)) => {
            Some(withdrawal::take_back(connection, id, about, (withdrawn, claim), now).await?)
        }
        (Some((about, _)), None) => {
            effects::apply(connection, id, request.asked, about, now).await?
        }
    };
    if let Some((_, Claim::Awaited(_))) = about {
        owners::keep_out_of_journal(connection, id).await?;
    }
    if let Some(outcome) = outcome {
        write_step(connection, id, (outcome.code(), SERVICE, None), now).await?;
    }
    Ok(())
}

/// What a request is about, once its proof is weighed.
type About<'a> = Option<(&'a SubmissionId, Claim<'a>)>;

/// The line itself, its first step, its reminders.
async fn enter(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    request: &NewRequest,
    about: About<'_>,
    first_step: (&str, &str, Option<&str>),
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO rights_requests
             (submission, asked, option, state, about, proof_hash, received_on, first_due_on, due_on)
         VALUES (?, ?, ?, 'received', ?, ?, ?, ?, ?)",
    )
    .bind(id.as_str())
    .bind(request.asked.code())
    .bind(request.withdrawn.map(|withdrawn| withdrawn.purpose.code()))
    .bind(about.map(|(about, _)| about.as_str()))
    .bind(match about {
        Some((_, Claim::Awaited(proof))) => proof.map(OwnerHash::as_str),
        _ => None,
    })
    .bind(request.received_on.to_string())
    .bind(request.due_on.to_string())
    .bind(request.due_on.to_string())
    .execute(&mut *connection)
    .await?;
    write_step(connection, id, first_step, now).await?;
    notes::plan(connection, id, &request.reminders).await
}

/// What a new submission meets of requests that came before it: a cancelled one leaves no content.
pub(in crate::store) async fn apply_pending_effects(
    connection: &mut Transaction,
    id: &SubmissionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    if let Some(request) = effects::cancelled_by(connection, id).await? {
        effects::remove_content(connection, id, now).await?;
        if is_in_register(connection, &request).await? {
            let step = (OwnAct::Applied.code(), SERVICE, None);
            write_step(connection, &request, step, now).await?;
        }
    }
    Ok(())
}

/// What a request showed for its submission was not its owner's secret: it does nothing there, and an officer has to look.
pub(in crate::store) async fn no_longer_about(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    for undo in [
        "UPDATE rights_requests SET about = NULL, proof_hash = NULL WHERE submission = ?",
        // It never did anything; what an officer has it do later is another line.
        "DELETE FROM effects WHERE request = ?",
    ] {
        sqlx::query(undo)
            .bind(request.as_str())
            .execute(&mut *connection)
            .await?;
    }
    owners::keep_out_of_journal(connection, request).await?;
    let step = (OwnAct::NotProved.code(), SERVICE, None);
    write_step(connection, request, step, now).await
}

/// Whether there is a file to write in: an effect that was put back from the journal can be without one.
async fn is_in_register(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
) -> Result<bool, StoreError> {
    let known =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM rights_requests WHERE submission = ?)")
            .bind(request.as_str())
            .fetch_one(connection)
            .await?;
    Ok(known)
}

/// An earlier request for the same thing about the same submission, still owed an answer.
async fn open_twin(
    connection: &mut SqliteConnection,
    request: &NewRequest,
    about: About<'_>,
) -> Result<Option<Reference>, StoreError> {
    let Some((about, _)) = about else {
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
