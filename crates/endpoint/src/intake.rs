//! Intake: an envelope comes in, a receipt goes out.
//!
//! Everything the phone checked is checked again, by the same functions.
//! What is opened here is looked at and forgotten: only the sealed envelope is stored.

use std::net::IpAddr;

use domain::{
    options,
    reference::Reference,
    submission::{Message, MessageKind, Refused, Submission},
    wire::{ProblemType, Receipt, SEAL_INFO, SubmissionId, seal_aad},
};
use envelope::{Envelope, ParseError, sha256_hex};

use crate::{
    endpoint::Inner,
    keys::Keys,
    problem::Rejection,
    rights,
    sheets::Sheets,
    store::{Arrival, Kept, NewChoices},
};

/// A receipt, and whether it is the first one for this submission.
pub(crate) struct Answered {
    pub(crate) receipt: Receipt,
    pub(crate) first: bool,
}

/// Takes an envelope in, once, and wakes the delivery. What is stored counts for `client`; a replay counts for nobody.
pub(crate) async fn receive(
    endpoint: &Inner,
    client: IpAddr,
    id: &SubmissionId,
    body: &[u8],
) -> Result<Answered, Rejection> {
    let envelope = Envelope::parse(body).map_err(|error| match error {
        ParseError::NotJson => ProblemType::InvalidJson,
        ParseError::NotAnEnvelope => ProblemType::InvalidEnvelope,
    })?;
    let sha256 = sha256_hex(body);
    if let Some(kept) = endpoint.store.earlier(id, &sha256).await? {
        return answer(kept);
    }
    endpoint.limits.look(client)?;
    let submission = open_and_check(&endpoint.keys, &endpoint.sheets, id, &envelope)?;
    let received_at = endpoint.clock.now();
    let message = submission.message();
    let request = match message.kind {
        MessageKind::RightsRequest => Some(rights::new_request(
            &submission,
            &endpoint.time_zone,
            received_at,
        )?),
        MessageKind::Registration | MessageKind::CallbackRequest | MessageKind::OptionChoice => {
            None
        }
    };
    let about = match message.kind {
        MessageKind::Registration | MessageKind::CallbackRequest => Some(id),
        MessageKind::OptionChoice | MessageKind::RightsRequest => message.about.as_ref(),
    };
    let choices = options::said(message, &endpoint.site.public);
    let options = about
        .filter(|_| !choices.is_empty())
        .map(|about| NewChoices {
            about: about.clone(),
            choices,
        });
    let is_unproven = request.is_some() && !is_proven(endpoint, message).await?;
    drop(submission);
    let taken = endpoint.limits.take(client, is_unproven)?;
    let arrival = Arrival {
        id: id.clone(),
        sha256,
        body: body.to_vec(),
        received_at,
        request,
        options,
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
    answer(kept?)
}

/// Whether the phone names something that is here: what nobody sent has no id to name.
async fn is_proven(endpoint: &Inner, message: &Message) -> Result<bool, Rejection> {
    match &message.about {
        Some(about) => Ok(endpoint.store.status(about).await?.is_some()),
        None => Ok(false),
    }
}

fn answer(kept: Kept) -> Result<Answered, Rejection> {
    match kept {
        Kept::New(receipt) => Ok(Answered {
            receipt,
            first: true,
        }),
        Kept::Replay(receipt) => Ok(Answered {
            receipt,
            first: false,
        }),
        Kept::Reused => Err(ProblemType::IdReused.into()),
    }
}

/// Opens an envelope and checks what is in it against the sheet it names.
pub(crate) fn open_and_check(
    keys: &Keys,
    sheets: &Sheets,
    id: &SubmissionId,
    envelope: &Envelope,
) -> Result<Submission, Rejection> {
    let key = keys.private(&envelope.kid).ok_or(ProblemType::UnknownKey)?;
    let aad = seal_aad(&envelope.kid, id);
    let plaintext =
        envelope::open(envelope, &key, SEAL_INFO, &aad).map_err(|_| ProblemType::CannotOpen)?;
    let message: Message =
        serde_json::from_slice(&plaintext).map_err(|_| ProblemType::InvalidMessage)?;
    let named = &message.questionnaire;
    let sheet = sheets.get(named).ok_or(ProblemType::UnknownQuestionnaire)?;
    Submission::check(message, &sheet.questionnaire).map_err(|refused| match refused {
        Refused::Frame => ProblemType::InvalidMessage.into(),
        Refused::Answers(refusals) => Rejection::answers_refused(refusals),
    })
}

/// A number that nobody can guess; the store asks again until it is nobody else's.
pub(crate) fn draw_reference() -> Reference {
    let mut bytes = [0; 8];
    // Without randomness the store meets the same reference again, refuses it, and the intake says so.
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the system gives no randomness");
    }
    Reference::from_random(bytes)
}
