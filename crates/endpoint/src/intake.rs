//! Intake: an envelope comes in, a receipt goes out.
//!
//! What is opened here is looked at and forgotten: only the sealed envelope is stored.

use std::net::IpAddr;

use domain::{
    options,
    owner::Named,
    submission::{MessageKind, Submission},
    wire::{ProblemType, Receipt, SubmissionId},
};
use envelope::{Envelope, ParseError, sha256_hex};

use crate::{
    opening::{self, OpenError, Opened},
    problem::Rejection,
    reference::draw_reference,
    rights,
    state::EndpointState,
    store::{Arrival, Kept, NewChoices},
};

/// A receipt, and whether it is the first one for this submission.
pub(crate) struct Received {
    pub(crate) receipt: Receipt,
    pub(crate) first: bool,
}

/// Takes an envelope in, once, and wakes the delivery. What is stored counts against the limits of `client`, a replay
/// does not.
pub(crate) async fn receive(
    endpoint: &EndpointState,
    client: IpAddr,
    id: &SubmissionId,
    body: &[u8],
) -> Result<Received, Rejection> {
    let envelope = Envelope::parse(body).map_err(|error| match error {
        ParseError::NotJson => ProblemType::InvalidJson,
        ParseError::NotAnEnvelope => ProblemType::InvalidEnvelope,
    })?;
    let sha256 = sha256_hex(body);
    if let Some(kept) = endpoint.store.earlier(id, &sha256).await? {
        return received(kept);
    }
    endpoint.limits.look(client)?;
    let Opened {
        submission,
        owner,
        proof,
    } = opening::open(&endpoint.keys, &endpoint.sheets, id, &envelope)?;
    let received_at = endpoint.clock.now();
    let message = submission.message();
    let named = message.about.clone().map(|id| Named { id, proof });
    let request = match message.kind {
        MessageKind::RightsRequest => {
            let request =
                rights::new_request(&submission, named.clone(), &endpoint.time_zone, received_at);
            Some(request.ok_or(ProblemType::InvalidMessage)?)
        }
        MessageKind::Registration | MessageKind::CallbackRequest | MessageKind::OptionChoice => {
            None
        }
    };
    let about = match message.kind {
        MessageKind::Registration | MessageKind::CallbackRequest => Some(Named {
            id: id.clone(),
            proof: None,
        }),
        MessageKind::OptionChoice | MessageKind::RightsRequest => named,
    };
    let choices = options::said(message, &endpoint.site.public);
    let options = about
        .filter(|_| !choices.is_empty())
        .map(|about| NewChoices { about, choices });
    let is_unproven = match &request {
        Some(request) => !endpoint.store.proves(request, received_at).await?,
        None => false,
    };
    let branch = with_own_mailbox(endpoint, &submission);
    drop(submission);
    let taken = endpoint.limits.take(client, is_unproven)?;
    let arrival = Arrival {
        id: id.clone(),
        sha256,
        body: body.to_vec(),
        received_at,
        owner,
        request,
        options,
        branch,
        origin: taken.origin,
    };
    let kept = endpoint.store.keep(arrival, draw_reference).await;
    if let Ok(Kept::New(_)) = kept {
        tracing::info!(submission = id.short(), bytes = body.len(), "received");
        endpoint.metrics.received();
        endpoint.wake.notify_one();
    } else {
        endpoint.limits.give_back(&taken);
    }
    if kept.is_err() {
        endpoint.readiness.doubt();
    }
    received(kept?)
}

/// The branch whose own mailbox a submission goes to.
fn with_own_mailbox(endpoint: &EndpointState, submission: &Submission) -> Option<String> {
    let branch = endpoint.site.public.branch_for(submission.answers())?;
    let is_own = endpoint.addresses.is_own(Some(&branch.id));
    is_own.then(|| branch.id.clone())
}

fn received(kept: Kept) -> Result<Received, Rejection> {
    match kept {
        Kept::New(receipt) => Ok(Received {
            receipt,
            first: true,
        }),
        Kept::Replay(receipt) => Ok(Received {
            receipt,
            first: false,
        }),
        Kept::Reused => Err(ProblemType::IdReused.into()),
    }
}

impl From<OpenError> for Rejection {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotAnEnvelope => ProblemType::InvalidEnvelope.into(),
            OpenError::UnknownKey => ProblemType::UnknownKey.into(),
            OpenError::CannotOpen => ProblemType::CannotOpen.into(),
            OpenError::NotAMessage => ProblemType::InvalidMessage.into(),
            OpenError::UnknownQuestionnaire => ProblemType::UnknownQuestionnaire.into(),
            OpenError::AnswersRefused(refusals) => Self::answers_refused(refusals),
        }
    }
}
