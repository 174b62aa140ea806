//! Composition: answers become a message, checked as the endpoint checks it, and the message a sealed entry.

use domain::{
    answers::Answers,
    bundle::Form,
    formats::NO_NAME,
    journey::Journey,
    language::Language,
    notice::Notice,
    outbox::Entry,
    owner::OwnerSecret,
    site::Site,
    submission::{Consent, Context, Message, MessageKind, Refused, Submission},
    texts::TextKey,
    time::Timestamp,
    wire::{MAX_BODY_BYTES, PADDING_BYTES, SEAL_INFO, SubmissionId, seal_aad},
};

/// What a message is made of.
pub struct Parts<'a> {
    /// What it asks.
    pub kind: MessageKind,
    /// The form that was filled in.
    pub form: &'a Form,
    /// Everything that was answered; what this journey does not ask is left out.
    pub answers: &'a Answers,
    /// The language of the form.
    pub language: Language,
    /// The notice that stood before the button.
    pub notice: &'a Notice,
    /// When it was shown first.
    pub shown_at: Timestamp,
    /// What it is about, where it is about another submission.
    pub about: Option<SubmissionId>,
    /// The secret of that one.
    pub proof: Option<OwnerSecret>,
    /// Options granted or withdrawn.
    pub consents: Vec<Consent>,
    /// Where the link came from.
    pub context: Context,
    /// The moment it was filled in.
    pub filled_at: Timestamp,
    /// Whether the device passes from hand to hand.
    pub shared_device: bool,
}

/// The checked message, still without the secret of its owner.
///
/// # Errors
///
/// What the endpoint would refuse it for.
pub fn message(parts: Parts<'_>) -> Result<Message, Refused> {
    let Parts { form, answers, .. } = parts;
    let frame = (
        form.reference(),
        parts.notice.acknowledgement(parts.language, parts.shown_at),
    );
    let (Some(questionnaire), Some(acknowledgement)) = frame else {
        return Err(Refused::Frame);
    };
    let message = Message {
        kind: parts.kind,
        questionnaire,
        language: parts.language,
        about: parts.about,
        proof: parts.proof,
        owner: None,
        answers: Journey::new(&form.questionnaire, answers).only_asked(answers),
        acknowledgement,
        consents: parts.consents,
        context: parts.context,
        filled_at: parts.filled_at,
        shared_device: parts.shared_device,
    };
    Submission::check(message, &form.questionnaire).map(Submission::into_message)
}

/// The name to greet somebody with: whoever has one name alone is called by that one.
pub fn name_to_greet(answers: &Answers) -> &str {
    let names = ["first_name", "usage_name"].map(|question| answers.one(question));
    let name = names.into_iter().flatten().find(|name| *name != NO_NAME);
    name.unwrap_or_default()
}

/// Forgets what was answered to a request, and not what a registration asks too: somebody may be at it.
pub fn forget_request(answers: &mut Answers, form: &Form, registration: Option<&Form>) {
    let of_both = |id: &str| {
        registration.is_some_and(|registration| registration.questionnaire.question(id).is_some())
    };
    let sections = form.questionnaire.sections.iter();
    let asked = sections.flat_map(|section| &section.questions);
    for question in asked.filter(|question| !of_both(&question.id)) {
        answers.set(&question.id, "");
    }
}

/// Why a message is not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSealed {
    /// The Mission Locale has no key, or none that can be read.
    NoKey,
    /// It is larger than the endpoint takes.
    TooLarge,
    /// It cannot be written down.
    Unwritable,
}

impl NotSealed {
    /// The key of the sentence that says so.
    pub fn text_key(self) -> TextKey {
        match self {
            Self::NoKey => key!("sending.no_key"),
            Self::TooLarge => key!("sending.too_large"),
            Self::Unwritable => key!("sending.not_kept"),
        }
    }
}

/// A sealed entry, and what tells a second try of the same sending from another one. In memory only.
#[derive(Clone)]
pub struct Sealed {
    /// What waits to be kept.
    pub entry: Entry,
    /// The message as it was sealed.
    plaintext: String,
    filled_at: Timestamp,
    owner: OwnerSecret,
}

/// Seals a message to the Mission Locale's key; `identity` draws a new id and the secret that acts on it, `now` is the
/// phone's clock, on which waits are counted.
///
/// The message of `before` but for its moment gives that entry again: the same envelope under the same id, so that a
/// second try doubles nothing.
///
/// # Errors
///
/// Why it cannot be sealed.
pub fn seal(
    site: &Site,
    mut message: Message,
    mut before: Option<Sealed>,
    identity: impl Fn() -> (SubmissionId, OwnerSecret),
    now: Timestamp,
) -> Result<Sealed, NotSealed> {
    let filled_at = message.filled_at;
    let (id, owner, plaintext) = loop {
        let tried = before.take();
        let (id, owner) = if let Some(tried) = &tried {
            message.filled_at = tried.filled_at;
            (tried.entry.id.clone(), tried.owner.clone())
        } else {
            message.filled_at = filled_at;
            identity()
        };
        message.owner = Some(owner.clone());
        let plaintext = serde_json::to_string(&message).map_err(|_| NotSealed::Unwritable)?;
        match tried {
            None => break (id, owner, plaintext),
            Some(tried) if tried.plaintext == plaintext => return Ok(tried),
            Some(_) => {}
        }
    };
    let key = site.sealing_key(filled_at).ok_or(NotSealed::NoKey)?;
    let envelope = envelope::seal(
        &key.kid,
        &key.public_key,
        SEAL_INFO,
        &seal_aad(&key.kid, &id),
        &plaintext,
        PADDING_BYTES,
    )
    .map_err(|_| NotSealed::NoKey)?;
    let body = envelope.to_json();
    if body.len() > MAX_BODY_BYTES {
        return Err(NotSealed::TooLarge);
    }
    let sha256 = envelope::sha256_hex(body.as_bytes());
    let mut entry = Entry::new(id, message.kind, body, sha256, now)
        .on_shared_device(message.shared_device)
        .owned_by(owner.clone());
    if let Some(branch) = site.branch_for(&message.answers) {
        entry.branch.clone_from(&branch.id);
    }
    Ok(Sealed {
        entry,
        plaintext,
        filled_at,
        owner,
    })
}

#[cfg(test)]
mod tests;
