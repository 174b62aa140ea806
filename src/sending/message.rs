//! The message: what was answered and what was read, checked as the endpoint checks it, then sealed.

use domain::{
    answers::Answers,
    bundle::Form,
    language::Language,
    outbox::Entry,
    submission::{Message, MessageKind, Refused, Submission},
    time::Timestamp,
    wire::{self, SubmissionId},
};

use crate::{
    browser::{clock, random},
    loading, navigation, options, rights,
    state::State,
};

/// The message to seal; `None` once its refusals are shown.
pub(super) fn message(
    state: State,
    kind: MessageKind,
    form: &Form,
    answers: Answers,
    about: Option<SubmissionId>,
) -> Option<Message> {
    let now = clock::believed();
    let language = Language::from_code(state.language())?;
    let notice = state.notice()?;
    let shown = state.notice_shown.borrow().clone();
    let shown_at = shown.map_or(now, |shown| shown.1);
    let consents = if rights::is_registration(kind) {
        options::consents(state)
    } else {
        Vec::new()
    };
    let proof = about.as_ref().and_then(|about| state.owner_of(about));
    let message = Message {
        kind,
        questionnaire: form.reference()?,
        language,
        about,
        proof,
        owner: None,
        answers,
        acknowledgement: notice.acknowledgement(language, shown_at)?,
        consents,
        context: state.context.clone(),
        filled_at: now,
        shared_device: *state.tablet.peek(),
    };
    match Submission::check(message, &form.questionnaire) {
        Ok(submission) => Some(submission.message().clone()),
        Err(Refused::Answers(refusals)) => {
            navigation::show_refusals(state, refusals);
            None
        }
        // The frame is made here, of typed values.
        Err(Refused::Frame) => None,
    }
}

/// Seals a message under a new id, with the new secret that acts on it.
pub(super) async fn seal(state: State, message: Message) -> Result<Entry, &'static str> {
    if state.site().keys.is_empty() {
        loading::refresh_site(state).await;
    }
    let site = state.site();
    let key = site
        .sealing_key(message.filled_at)
        .ok_or("sending.no_key")?;
    let (id, owner) = (random::submission_id(), random::owner_secret());
    let message = Message {
        owner: Some(owner.clone()),
        ..message
    };
    let plaintext = serde_json::to_string(&message).map_err(|_| "sending.not_kept")?;
    let aad = wire::seal_aad(&key.kid, &id);
    let envelope = envelope::seal(
        &key.kid,
        &key.public_key,
        wire::SEAL_INFO,
        &aad,
        &plaintext,
        wire::PADDING_BYTES,
    )
    .map_err(|_| "sending.no_key")?;
    let body = envelope.to_json();
    if body.len() > wire::MAX_BODY_BYTES {
        return Err("sending.too_large");
    }
    let sha256 = envelope::sha256_hex(body.as_bytes());
    // Its waits are counted on the clock as it is.
    let entry = Entry::new(id, message.kind, body, sha256, clock::now());
    let entry = entry.on_shared_device(message.shared_device);
    Ok(entry.owned_by(owner))
}

/// The message but for the moment it was made: two tries of one sending say the same.
pub(super) fn same_message(message: &Message) -> Result<String, &'static str> {
    let timeless = Message {
        filled_at: Timestamp::from_unix_seconds(0),
        ..message.clone()
    };
    serde_json::to_string(&timeless).map_err(|_| "sending.not_kept")
}

/// The first layer of the notice stands on this page: it is shown from now on.
pub fn notice_is_shown(state: State) {
    let is_shown = state.notice_shown.borrow().is_some();
    if let (false, Some(notice)) = (is_shown, state.notice()) {
        state
            .notice_shown
            .replace(Some((notice.version.clone(), clock::believed())));
    }
}

/// Whether the notice is another than the one that was shown: it has to be seen before anything is sealed.
pub(super) fn is_notice_new(state: State) -> bool {
    let shown = state.notice_shown.borrow().clone();
    match (shown, state.notice()) {
        (Some((version, _)), Some(notice)) if version != notice.version => {
            // It stands above the button, open.
            state
                .notice_shown
                .replace(Some((notice.version.clone(), clock::believed())));
            true
        }
        _ => false,
    }
}
