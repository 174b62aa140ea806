//! Drafts: an unfinished form kept on a personal phone, and what is done with one that is found.

use domain::{answers::Answers, bundle::Form, journey::Journey, retention, time::Timestamp};

/// What is to become of a draft that an earlier visit left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// There is none, or the phone is not known to be the person's own.
    Nothing,
    /// It is offered.
    Offered(Timestamp),
    /// It is erased: too old, or nobody knows whose it is.
    Erased,
}

/// What becomes of the draft kept at that moment. `own_phone`: what the person said, if anything was.
pub fn found(
    kept_at: Option<Timestamp>,
    own_phone: Option<bool>,
    shared_device: bool,
    now: Timestamp,
) -> Found {
    match kept_at.filter(|_| own_phone == Some(true)) {
        None => Found::Nothing,
        Some(kept_at) if shared_device || retention::is_draft_past(kept_at, now) => Found::Erased,
        Some(kept_at) => Found::Offered(kept_at),
    }
}

/// Whether the person is still to be asked if answers may stay on this phone for a day: nobody has said whose it is, and
/// something can be kept.
pub fn is_question_open(
    own_phone: Option<bool>,
    shared_device: bool,
    is_possible: impl FnOnce() -> bool,
) -> bool {
    own_phone.is_none() && !shared_device && is_possible()
}

/// Whether what is answered is kept: on the person's own phone, once she said so; never on a shared device.
pub fn is_kept(own_phone: Option<bool>, shared_device: bool) -> bool {
    own_phone == Some(true) && !shared_device
}

/// Whether the draft of an earlier visit waits for a word, to go on with it or to erase it: not once something is typed.
pub fn is_offered(kept_at: Option<Timestamp>, answers: &Answers) -> bool {
    kept_at.is_some() && answers.is_empty()
}

/// What becomes of a draft that was just sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// It waits on this phone.
    Kept,
    /// It could not be kept.
    NotKept,
    /// It goes at once: what it holds was sent or erased meanwhile.
    Outdated,
}

/// What becomes of it, as the answers stand once it is sealed.
pub fn after_sealing(answers: &Answers, kept: bool) -> Sealed {
    if answers.is_empty() {
        Sealed::Outdated
    } else if kept {
        Sealed::Kept
    } else {
        Sealed::NotKept
    }
}

/// The answers to keep; `None` where there is nothing.
///
/// The short form asks a part of the long one's questions: whoever goes over to it may come back, so both count.
pub fn answers_to_keep(forms: [&Form; 2], answers: &Answers) -> Option<Answers> {
    let journeys = forms.map(|form| Journey::new(&form.questionnaire, answers));
    let answers = answers.filtered(|id| journeys.iter().any(|journey| journey.asks(id)));
    (!answers.is_empty()).then_some(answers)
}

#[cfg(test)]
mod tests;
