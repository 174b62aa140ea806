//! Steps sent from a page of the desk: who is signed in, what the page showed, and the form's id, weighed in one place.

use domain::{
    reference::Reference,
    rights::{Action, OwnAct},
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::StepRow;
use crate::store::{Role, SignedIn, Store, StoreError, WriteError, transaction::Transaction};

/// Who writes from a page, and by which form; without a form, what follows from one that was written.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) signed_in: SignedIn,
    pub(crate) form: Option<SentForm>,
}

impl Sender {
    /// Of a form with that id; `seen` as in [`SentForm`].
    pub(crate) fn of(signed_in: &SignedIn, form: &str, seen: Option<u32>) -> Self {
        Self {
            signed_in: signed_in.clone(),
            form: Some(SentForm {
                id: form.to_owned(),
                seen,
            }),
        }
    }
}

/// A form of a page.
#[derive(Clone)]
pub(crate) struct SentForm {
    /// Drawn with it: sent twice, it is written once.
    pub(crate) id: String,
    /// How many steps its page showed, of those that [`StepRow::counts`]; nothing where they do not matter.
    pub(crate) seen: Option<u32>,
}

/// How a form meets what stands.
pub(super) enum Met {
    /// It can be written.
    New,
    /// It is written already.
    Again,
    /// Its page shows what is no longer so.
    Meanwhile,
}

impl StepRow {
    /// Whether a page that does not show it is out of date. A mail that was taken changes nothing that an officer
    /// decides, and an answer is downloaded from a page that stays as it is.
    pub(crate) fn counts(&self) -> bool {
        ![OwnAct::Told.code(), Action::WriteAnswer.code()].contains(&self.step.as_str())
    }
}

impl Store {
    /// Begins a transaction that changes the register: of an officer at a page, or of who can run commands here.
    pub(super) async fn begin_by_officer(
        &self,
        sender: Option<&Sender>,
        now: Timestamp,
    ) -> Result<Transaction, WriteError> {
        match sender {
            Some(sender) => {
                self.begin_as(&sender.signed_in, Some(Role::Officer), now)
                    .await
            }
            None => Ok(self.writer.begin().await?),
        }
    }

    /// The number of the request in which that form has written a step, if it has.
    pub(crate) async fn rights_form(&self, form: &str) -> Result<Option<Reference>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        written_in(&mut connection, form).await
    }

    /// The step that a form has written, and its reason.
    pub(crate) async fn rights_step_of_form(
        &self,
        form: &str,
    ) -> Result<Option<(String, Option<String>)>, StoreError> {
        let step = sqlx::query_as("SELECT step, reason FROM rights_steps WHERE form = ?")
            .bind(form)
            .fetch_optional(self.reading().await?)
            .await?;
        Ok(step)
    }

    /// Whether something stands that a request did, and that can be lifted.
    pub(crate) async fn can_be_lifted(&self, request: &SubmissionId) -> Result<bool, StoreError> {
        let stands = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM effects WHERE request = ? AND lifted_at IS NULL AND effect <> 'cancelled')",
        )
        .bind(request.as_str())
        .fetch_one(self.reading().await?)
        .await?;
        Ok(stands)
    }
}

/// The number of the request in which that form has written a step.
pub(super) async fn written_in(
    connection: &mut SqliteConnection,
    form: &str,
) -> Result<Option<Reference>, StoreError> {
    let number: Option<String> = sqlx::query_scalar(
        "SELECT reference FROM rights_steps JOIN submissions ON submissions.id = request WHERE form = ?",
    )
    .bind(form)
    .fetch_optional(connection)
    .await?;
    number
        .map(|number| number.parse().map_err(|_| StoreError::BadRow))
        .transpose()
}

/// Weighs a form against the steps of its request; `said` is what it writes: the step's code, and the reason.
pub(super) async fn meet(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    form: &SentForm,
    said: (&str, Option<&str>),
) -> Result<Met, StoreError> {
    let earlier: Option<(String, String, Option<String>)> =
        sqlx::query_as("SELECT request, step, reason FROM rights_steps WHERE form = ?")
            .bind(&form.id)
            .fetch_optional(&mut *connection)
            .await?;
    if let Some((of, step, reason)) = earlier {
        let is_same = of == request.as_str() && (step.as_str(), reason.as_deref()) == said;
        return Ok(if is_same { Met::Again } else { Met::Meanwhile });
    }
    let Some(seen) = form.seen else {
        return Ok(Met::New);
    };
    let steps = super::steps_of(connection, request).await?;
    let standing = steps.iter().filter(|step| step.counts()).count();
    Ok(if u32::try_from(standing) == Ok(seen) {
        Met::New
    } else {
        Met::Meanwhile
    })
}

/// The last step of a request was written by that form.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    form: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE rights_steps SET form = ?2
         WHERE rowid = (SELECT max(rowid) FROM rights_steps WHERE request = ?1)",
    )
    .bind(request.as_str())
    .bind(form)
    .execute(connection)
    .await?;
    Ok(())
}
