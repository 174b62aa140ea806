//! Intake: an envelope comes in, a receipt goes out.
//!
//! Everything the phone checked is checked again, by the same functions.
//! What is opened here is looked at and forgotten: only the sealed envelope is stored.

use std::net::IpAddr;

use domain::{
    options,
    owner::{Named, OwnerHash, OwnerSecret},
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
    let Opened {
        submission,
        owner,
        proof,
    } = open_and_check(&endpoint.keys, &endpoint.sheets, id, &envelope)?;
    let received_at = endpoint.clock.now();
    let message = submission.message();
    let named = message.about.clone().map(|id| Named { id, proof });
    let request = match message.kind {
        MessageKind::RightsRequest => Some(rights::new_request(
            &submission,
            named.clone(),
            &endpoint.time_zone,
            received_at,
        )?),
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

/// What an envelope held. Of its secrets the hashes alone: nothing that is printed, written or answered can tell one.
pub(crate) struct Opened {
    pub(crate) submission: Submission,
    /// Of the secret that acts on this submission.
    pub(crate) owner: Option<OwnerHash>,
    /// Of the secret that it shows for the one that it is about.
    pub(crate) proof: Option<OwnerHash>,
}

/// Opens an envelope and checks what is in it against the sheet it names.
pub(crate) fn open_and_check(
    keys: &Keys,
    sheets: &Sheets,
    id: &SubmissionId,
    envelope: &Envelope,
) -> Result<Opened, Rejection> {
    let key = keys.private(&envelope.kid).ok_or(ProblemType::UnknownKey)?;
    let aad = seal_aad(&envelope.kid, id);
    let plaintext =
        envelope::open(envelope, &key, SEAL_INFO, &aad).map_err(|_| ProblemType::CannotOpen)?;
    let mut message: Message =
        serde_json::from_slice(&plaintext).map_err(|_| ProblemType::InvalidMessage)?;
    let hash = |secret: OwnerSecret| secret.hash(sha256_hex);
    let (owner, proof) = (
        message.owner.take().map(hash),
        message.proof.take().map(hash),
    );
    let named = &message.questionnaire;
    let sheet = sheets.get(named).ok_or(ProblemType::UnknownQuestionnaire)?;
    let checked = Submission::check(message, &sheet.questionnaire);
    let submission = checked.map_err(|refused| match refused {
        Refused::Frame => ProblemType::InvalidMessage.into(),
        Refused::Answers(refusals) => Rejection::answers_refused(refusals),
    })?;
    Ok(Opened {
        submission,
        owner,
        proof,
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
