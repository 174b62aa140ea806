//! What an officer can do with a request. Each step is a row of the register, with who did it.

use std::sync::Arc;

use domain::{
    options::Choice,
    reference::Reference,
    rights::{Action, extended_due_on, named_reference},
    submission::Submission,
    time::Date,
    wire::SubmissionId,
};

use super::{RightsError, planned, today};
use crate::{
    opening::open_stored,
    state::EndpointState,
    store::{Change, Changed, RequestRow, Sender, Target},
};

/// The longest name or reason that the register takes, in characters.
pub(crate) const MAX_WORDS: usize = 300;

/// The register, in an officer's hands.
pub struct Officer {
    endpoint: Arc<EndpointState>,
    /// Where the officer is at a page of the desk.
    sender: Option<Sender>,
}

impl Officer {
    pub(crate) fn new(endpoint: &Arc<EndpointState>) -> Self {
        Self {
            endpoint: Arc::clone(endpoint),
            sender: None,
        }
    }

    /// The same, for what is sent from a page: written only while its sender is signed in as an officer, and only once.
    pub(crate) fn at_page(endpoint: &Arc<EndpointState>, sender: Sender) -> Self {
        Self {
            endpoint: Arc::clone(endpoint),
            sender: Some(sender),
        }
    }

    /// For what follows from a form that is written.
    pub(super) fn after_form(&self) -> Self {
        let sender = self.sender.clone();
        Self {
            endpoint: Arc::clone(&self.endpoint),
            sender: sender.map(|sender| Sender {
                form: None,
                ..sender
            }),
        }
    }

    pub(super) fn state(&self) -> &Arc<EndpointState> {
        &self.endpoint
    }

    pub(super) fn sender(&self) -> Option<&Sender> {
        self.sender.as_ref()
    }

    /// Takes a request in hand.
    ///
    /// # Errors
    ///
    /// When it is closed.
    pub async fn start(&self, number: &Reference, by: &str) -> Result<(), RightsError> {
        self.simple(number, Action::Start, by, None).await
    }

    /// Notes that the person was asked who they are, and why there was doubt. The day stays.
    ///
    /// # Errors
    ///
    /// Without a reason, or when it is closed.
    pub async fn ask_identity(
        &self,
        number: &Reference,
        reason: &str,
        by: &str,
    ) -> Result<(), RightsError> {
        self.simple(number, Action::AskIdentity, by, Some(reason))
            .await
    }

    /// Takes two further months.
    ///
    /// # Errors
    ///
    /// Without a reason, a second time, or after the first month.
    pub async fn extend(
        &self,
        number: &Reference,
        reason: &str,
        by: &str,
    ) -> Result<Date, RightsError> {
        let request = self.find(number).await?;
        let due_on = extended_due_on(request.received_on);
        let mut change = self.step(&request, Action::Extend, by, Some(reason))?;
        change.extension = Some((due_on, planned(due_on, &self.endpoint.time_zone)));
        self.carry_out(change).await?;
        Ok(due_on)
    }

    /// Says which registration a request is about, by its number or by the one the person typed,
    /// and has it carried out there. Returns the code of what became of it.
    ///
    /// # Errors
    ///
    /// When the request proved its registration by itself, or no registration has that number.
    pub async fn apply(
        &self,
        number: &Reference,
        registration: Option<&Reference>,
        by: &str,
    ) -> Result<&'static str, RightsError> {
        let (request, target) = self.named(number, registration).await?;
        let mut change = self.step(&request, Action::Apply, by, None)?;
        change.about = Some(&target.id);
        change.withdrawn = request.option.map(|purpose| Choice {
            purpose,
            granted: false,
            at: self.made_at(request.received_on, request.received_at),
        });
        let outcome = self.carry_out(change).await?;
        Ok(outcome.unwrap_or(Action::Apply.code()))
    }

    /// The request of that number, and the registration it is to be applied to: the one of that number, or the one that the
    /// person typed.
    pub(crate) async fn named(
        &self,
        number: &Reference,
        registration: Option<&Reference>,
    ) -> Result<(RequestRow, Target), RightsError> {
        let request = self.find(number).await?;
        self.may(&request, Action::Apply)?;
        let typed = match registration {
            Some(_) => None,
            None => self.opened(&request.id).await?,
        };
        let named = typed.and_then(|asked| named_reference(asked.answers()));
        let registration = registration.cloned().or(named);
        let registration = registration.ok_or(RightsError::NoRegistration)?;
        let target = self.registration(&registration).await?;
        Ok((request, target))
    }

    /// Ends what the request holds back.
    ///
    /// # Errors
    ///
    /// Without a reason, or when nothing stands.
    pub async fn lift(
        &self,
        number: &Reference,
        reason: &str,
        by: &str,
    ) -> Result<(), RightsError> {
        self.simple(number, Action::Lift, by, Some(reason)).await
    }

    /// Closes a request: done, and the person told.
    ///
    /// # Errors
    ///
    /// When it is closed already.
    pub async fn answer(&self, number: &Reference, by: &str) -> Result<(), RightsError> {
        self.simple(number, Action::Answer, by, None).await
    }

    /// Closes a request: not done, and the person told why. What it held back is free again.
    ///
    /// # Errors
    ///
    /// Without a reason, or when it is closed already.
    pub async fn refuse(
        &self,
        number: &Reference,
        reason: &str,
        by: &str,
    ) -> Result<(), RightsError> {
        self.simple(number, Action::Refuse, by, Some(reason)).await
    }

    async fn simple(
        &self,
        number: &Reference,
        action: Action,
        by: &str,
        reason: Option<&str>,
    ) -> Result<(), RightsError> {
        let request = self.find(number).await?;
        let change = self.step(&request, action, by, reason)?;
        self.carry_out(change).await.map(|_| ())
    }

    /// A step that may be taken now.
    pub(super) fn step<'a>(
        &'a self,
        request: &'a RequestRow,
        action: Action,
        by: &'a str,
        reason: Option<&'a str>,
    ) -> Result<Change<'a>, RightsError> {
        let done_by = words(by).ok_or(RightsError::NoName)?;
        let reason = reason.and_then(words);
        if action.needs_reason() && reason.is_none() {
            return Err(RightsError::NoReason);
        }
        Ok(Change {
            state: self.may(request, action)?,
            request,
            action,
            done_by,
            reason,
            at: self.endpoint.clock.now(),
            extension: None,
            about: None,
            withdrawn: None,
            sender: self.sender.as_ref(),
        })
    }

    /// Writes a step down; the code of what the endpoint did with it, if it did anything.
    pub(super) async fn carry_out(
        &self,
        change: Change<'_>,
    ) -> Result<Option<&'static str>, RightsError> {
        let (request, step) = (change.request.id.short(), change.action.code());
        match self.endpoint.store.change(change).await? {
            Changed::Done(outcome) => {
                tracing::info!(request, step, "step of a rights request");
                self.endpoint.wake.notify_one();
                Ok(outcome.map(domain::rights::OwnAct::code))
            }
            Changed::Again => Ok(None),
            Changed::Meanwhile => Err(RightsError::Meanwhile),
            Changed::NothingStands => Err(RightsError::NothingStands),
        }
    }

    pub(super) async fn find(&self, number: &Reference) -> Result<RequestRow, RightsError> {
        let request = self.endpoint.store.rights_request(number).await?;
        request.ok_or_else(|| RightsError::NotFound(number.clone()))
    }

    /// The registration of that number.
    pub(crate) async fn registration(&self, number: &Reference) -> Result<Target, RightsError> {
        let target = self.meant(number).await?;
        let target = target.filter(|target| !target.is_rights_request);
        target.ok_or_else(|| RightsError::NoSuchRegistration(number.clone()))
    }

    /// What is held of a submission, in clear; `None` once it is purged.
    pub(super) async fn opened(
        &self,
        id: &SubmissionId,
    ) -> Result<Option<Submission>, RightsError> {
        let Some(envelope) = self.endpoint.store.envelope(id).await? else {
            return Ok(None);
        };
        let opened = open_stored(&self.endpoint.keys, &self.endpoint.sheets, id, &envelope);
        opened.map(Some).map_err(|_| RightsError::Unreadable)
    }

    pub(super) fn today(&self) -> Date {
        today(&self.endpoint.time_zone, self.endpoint.clock.now())
    }
}

/// A line that says something, neither endless nor broken by control characters.
pub(super) fn words(text: &str) -> Option<&str> {
    let text = text.trim();
    let good = text.chars().any(char::is_alphanumeric)
        && text.chars().count() <= MAX_WORDS
        && !text.chars().any(char::is_control);
    good.then_some(text)
}

#[cfg(test)]
mod tests;
