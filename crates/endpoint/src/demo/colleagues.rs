//! Invented colleagues: rows of `desk_people` whose sessions begin and end through the store, and who leave no passkey.
//!
//! What is kept of their secrets is no SHA-256 of anything, so that none can be shown: `desk link` makes a link with which
//! one signs in as one of them.

use domain::{desk::WelcomeId, time::Timestamp, wire::SubmissionId};

use super::{DemoError, id, plan::PlannedStep};
use crate::store::{
    Acceptance, By, NewPasskey, NewPerson, NewSession, NewStep, PersonId, Role, Roles, Store,
    WelcomePlan, Written,
};

/// Whose sessions they were, as a page says it.
const BROWSER: &str = "Démonstration";

/// A passkey that no authenticator has, and that is no passkey to the library.
const PASSKEY: &str = "{}";

/// Who works at the desk.
pub(super) struct Colleagues {
    all: Vec<Colleague>,
    /// The welcomes that they made, in the order of the table.
    welcomes: Vec<WelcomeId>,
}

struct Colleague {
    person: PersonId,
    passkey: String,
}

impl Colleagues {
    /// Adds them.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub(super) async fn join(
        store: &Store,
        names: &[String],
        at: Timestamp,
    ) -> Result<Self, DemoError> {
        let mut colleagues = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let (invitation, passkey) = (
                format!("demonstration-invitation-{number}"),
                format!("demonstration-{number}"),
            );
            let handle = id(0xc0, number);
            let roles = Roles::of(&[Role::Team]).ok_or(DemoError::StepRefused)?;
            let new = NewPerson {
                name,
                roles,
                handle: handle.as_str(),
                invitation_hash: &invitation,
            };
            let person = store.add_person(&new, By::Operator, at).await?;
            let accepted = store
                .accept_invitation(
                    &invitation,
                    &NewPasskey {
                        id: &passkey,
                        passkey: PASSKEY,
                        made_with: BROWSER,
                    },
                    &session(&format!("demonstration-{number}-first")),
                    at,
                )
                .await?;
            if accepted != Acceptance::Done {
                return Err(DemoError::StepRefused);
            }
            colleagues.push(Colleague { person, passkey });
        }
        Ok(Self {
            all: colleagues,
            welcomes: Vec::new(),
        })
    }

    /// The first of them signs in, plans the collective welcomes, and signs out.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub(super) async fn plan(
        &mut self,
        store: &Store,
        welcomes: &[WelcomePlan],
        at: Timestamp,
    ) -> Result<(), DemoError> {
        let by = self.all.first().ok_or(DemoError::StepRefused)?;
        let secret = "demonstration-welcomes";
        let passkey = (by.passkey.as_str(), PASSKEY);
        store
            .sign_in(by.person, passkey, &session(secret), at)
            .await?;
        let signed_in = store.signed_in(secret, at).await?;
        let signed_in = signed_in.ok_or(DemoError::StepRefused)?;
        for (number, welcome) in welcomes.iter().enumerate() {
            let form = format!("demonstration-welcome-{number}");
            let one = std::slice::from_ref(welcome);
            let made = store.make_welcomes(one, &form, &signed_in, at).await?;
            self.welcomes.extend(made);
        }
        store.sign_out(secret, at).await?;
        Ok(())
    }

    /// One of them signs in, writes a step, and signs out.
    ///
    /// # Errors
    ///
    /// When the step cannot follow what stands, or the database does not answer.
    pub(super) async fn write(
        &self,
        store: &Store,
        submission: &SubmissionId,
        step: &PlannedStep<'_>,
        at: Timestamp,
    ) -> Result<(), DemoError> {
        let by = self.all.get(step.by).ok_or(DemoError::StepRefused)?;
        let form = format!("demonstration-{}-{}", submission.as_str(), step.seen);
        let passkey = (by.passkey.as_str(), PASSKEY);
        store
            .sign_in(by.person, passkey, &session(&form), at)
            .await?;
        let signed_in = store.signed_in(&form, at).await?;
        let signed_in = signed_in.ok_or(DemoError::StepRefused)?;
        let new = NewStep {
            submission,
            act: step.act(&self.welcomes)?,
            seen: step.seen,
            form: &form,
        };
        let written = store.write_step(new, &signed_in, at).await?;
        store.sign_out(&form, at).await?;
        match written {
            Written::Done(_) => Ok(()),
            Written::Meanwhile | Written::Refused(_) => Err(DemoError::StepRefused),
        }
    }

    /// Takes their access away, as for somebody who is to be invited again; their names stay.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub(super) async fn leave(&self, store: &Store, now: Timestamp) -> Result<(), DemoError> {
        for (number, colleague) in self.all.iter().enumerate() {
            let invitation = format!("demonstration-left-{number}");
            store
                .invite(colleague.person, &invitation, By::Operator, now)
                .await?;
        }
        Ok(())
    }
}

fn session(secret_hash: &str) -> NewSession<'_> {
    NewSession {
        secret_hash,
        browser: BROWSER,
    }
}
