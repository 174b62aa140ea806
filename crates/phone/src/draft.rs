//! Drafts: an unfinished form kept on a personal phone: when it is kept, offered, taken up and cleared.

use std::{cell::Cell, ops::Deref};

use domain::{answers::Answers, bundle::Form, journey::Journey, retention, time::Timestamp};

use crate::{
    ports::{Draft, DraftStore, Phone, World},
    preferences::{self, OWN_PHONE},
};

/// What an open page knows of its draft, and shows of it.
pub trait Page: Copy {
    /// What is answered now.
    fn answers(&self) -> impl Deref<Target = Answers>;

    /// Whether this page has kept a draft: one that is gone since was sent or erased in another tab.
    fn has_kept(&self) -> &Cell<bool>;

    /// The moment at which the draft was kept that waits now; `None` where none does.
    fn draft_waits(&self, since: Option<Timestamp>);

    /// Says whether answers stay on this phone.
    fn say_whose_phone(&self, is_own: bool);

    /// Goes on with a draft.
    fn take_up(&self, draft: Draft);

    /// Says that the draft cannot be taken up.
    fn say_unreadable(&self);
}

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
pub enum SealedDraft {
    /// It waits on this phone.
    Kept,
    /// It could not be kept.
    NotKept,
    /// It goes at once: what it holds was sent or erased meanwhile.
    Outdated,
}

/// What becomes of it, as the answers stand once it is sealed.
pub fn after_sealing(answers: &Answers, kept: bool) -> SealedDraft {
    if answers.is_empty() {
        SealedDraft::Outdated
    } else if kept {
        SealedDraft::Kept
    } else {
        SealedDraft::NotKept
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

/// Looks for the draft of an earlier visit: when it was kept, if it is to be offered. One that is not is erased.
pub async fn recall(
    phone: impl DraftStore + World,
    own_phone: Option<bool>,
    shared_device: bool,
) -> Option<Timestamp> {
    if own_phone != Some(true) {
        // No draft is kept before the person has said that the phone is her own.
        return None;
    }
    match found(
        phone.draft_kept_at().await,
        own_phone,
        shared_device,
        phone.now(),
    ) {
        Found::Nothing => None,
        Found::Erased => {
            phone.clear_draft().await;
            None
        }
        Found::Offered(kept_at) => Some(kept_at),
    }
}

/// The person has said whether the phone is her own. `draft`: what is answered so far.
///
/// Some browsers keep no such key: then it is not said that anything is kept.
pub async fn answer(phone: impl Phone, page: impl Page, draft: Option<Draft>, own: bool) {
    let kept = match draft {
        Some(draft) if own => phone.keep_draft(&draft, phone.now()).await,
        _ => own,
    };
    phone
        .set_preference(OWN_PHONE, preferences::word(kept))
        .await;
    page.has_kept().set(kept);
    if !kept {
        forget(phone, page).await;
    }
    page.say_whose_phone(kept);
}

/// Seals what is answered so far.
pub async fn keep(phone: impl DraftStore + World, page: impl Page, draft: Draft) {
    let now = phone.now();
    if page.has_kept().get() && phone.draft_kept_at().await.is_none() {
        // Another tab has sent it, or erased it.
        return;
    }
    let kept = phone.keep_draft(&draft, now).await;
    page.has_kept().set(kept);
    let sealed = after_sealing(&page.answers(), kept);
    match sealed {
        SealedDraft::Outdated => forget(phone, page).await,
        SealedDraft::Kept => page.draft_waits(Some(now)),
        SealedDraft::NotKept => {}
    }
}

/// Takes up the draft where it was left.
pub async fn resume(phone: impl DraftStore + World, page: impl Page) {
    let kept_at = phone.draft_kept_at().await;
    let draft = match found(kept_at, Some(true), false, phone.now()) {
        Found::Offered(_) => phone.open_draft().await,
        // Sent or erased in another tab, or too old by now.
        _ => None,
    };
    if let Some(draft) = draft {
        page.has_kept().set(true);
        page.take_up(draft);
    } else {
        forget(phone, page).await;
        page.say_unreadable();
    }
}

/// Takes the draft away, with its key.
pub async fn forget(phone: impl DraftStore, page: impl Page) {
    phone.clear_draft().await;
    page.has_kept().set(false);
    page.draft_waits(None);
}

#[cfg(test)]
mod tests;
