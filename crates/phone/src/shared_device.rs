//! A device that passes from hand to hand: when the person has left it, what of her goes, and in which order.

pub mod team;

use domain::{answers::Answers, outbox::Store, time::Timestamp, wire::SubmissionId};

use crate::{
    draft, options,
    ports::{DraftStore, Preferences, World},
    preferences,
    screen::Screen,
    sending,
};

/// An open page on such a device.
pub trait Page: sending::Page {
    /// The device passes from hand to hand from now on, or not any more.
    fn set_shared(self, on: bool);

    /// Watches for as long as the page lives whether somebody is there.
    fn watch(self);

    /// Forgets what is typed, and what was said of it.
    fn forget_typed(self);

    /// Forgets what was sent in this visit, with its number.
    fn forget_last_sent(self);

    /// Back to the first screen, in the first language; there is nothing to go back to.
    fn start_over(self);

    /// What was just sent here, if anything.
    fn in_hand(self) -> Option<SubmissionId>;

    /// Numbers were meant to go: the browser did not clear them.
    fn numbers_are_gone(self);

    /// Shows when something last left this device.
    fn something_left(self, at: Timestamp);
}

/// Without a touch for so long, everything of the person goes.
const QUIET_SECONDS: i64 = 120;

/// How often the app looks.
pub const LOOK_SECONDS: u32 = 2;

/// From here on the person is asked whether they are still there: 20 s before, as WCAG 2.2.1 asks, and as long as it may
/// take until the app looks.
const WARNED_SECONDS: i64 = QUIET_SECONDS - 20 - 2 * LOOK_SECONDS as i64;

/// How a device stands that nobody has touched for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Somebody is there.
    There,
    /// Somebody is asked whether they are still there.
    Asked,
    /// Nobody is there any more.
    Gone,
    /// The clock was set back: the count begins anew.
    Unknown,
}

/// How it stands after so many seconds without a touch.
pub fn presence(quiet_seconds: i64) -> Presence {
    match quiet_seconds {
        QUIET_SECONDS.. => Presence::Gone,
        WARNED_SECONDS.. => Presence::Asked,
        0.. => Presence::There,
        _ => Presence::Unknown,
    }
}

/// What the app does when it looks whether somebody is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The count begins anew.
    CountAnew,
    /// Everything of the person goes.
    Reset,
    /// Whether she is asked if she is still there.
    Ask(bool),
}

/// Whether nothing of a person is here: the first screen is shown, nothing is typed, and nothing was just sent.
pub fn is_clean(screen: &Screen, answers: &Answers, has_just_sent: bool) -> bool {
    *screen == Screen::Welcome && answers.is_empty() && !has_just_sent
}

/// What a look does after so many seconds without a touch. Nothing is counted where nothing of a person is here, or where
/// a sending is being prepared.
pub fn look(has_something: bool, busy: bool, quiet_seconds: i64) -> Look {
    if busy || !has_something {
        return Look::CountAnew;
    }
    match presence(quiet_seconds) {
        Presence::Gone => Look::Reset,
        Presence::Asked => Look::Ask(true),
        Presence::There => Look::Ask(false),
        Presence::Unknown => Look::CountAnew,
    }
}

/// Takes away the numbers of those who have put the device down, all but what is in somebody's hand. Whether there were
/// any.
pub async fn forget_numbers<S: Store>(store: &S, in_hand: Option<&SubmissionId>) -> bool {
    let mut any = false;
    for record in store.records().await.unwrap_or_default() {
        if record.shared_device && in_hand != Some(&record.id) {
            // What could not be taken away now is when something else leaves, or when the page is opened again.
            let _ = store.forget(&record.id).await;
            any = true;
        }
    }
    any
}

/// The same on an open page, where the last sending is in hand.
pub async fn forget_others(page: impl Page) -> bool {
    let Some(outbox) = page.outbox() else {
        return false;
    };
    let any = forget_numbers(outbox, page.in_hand().as_ref()).await;
    if any {
        page.numbers_are_gone();
    }
    any
}

/// Makes this device a shared one, or the person's own again.
pub async fn set(phone: impl DraftStore + Preferences, page: impl Page, on: bool) {
    let word = preferences::word(on);
    phone.set_preference(preferences::TABLET, word).await;
    page.set_shared(on);
    if on {
        // Whose draft it is, is not known.
        draft::forget(phone, page).await;
        page.watch();
    }
    reset(page).await;
    if !on {
        // The device is somebody's own again: it has no team.
        phone.set_preference(preferences::TEAM_CODE, "").await;
        options::recall(phone, page).await;
    }
}

/// Everything of the person goes: answers, names, numbers, the way back. What is sealed stays and leaves by itself.
pub async fn reset(page: impl Page) {
    page.forget_typed();
    page.forget_last_sent();
    page.change_choices(Vec::clear);
    page.unsent().replace(None);
    page.start_over();
    forget_others(page).await;
    page.refresh().await;
}

/// Something has left this device: its numbers go, but for what is in hand.
pub async fn record_sync(phone: impl Preferences + World, page: impl Page) {
    if page.is_shared() {
        let now = phone.now();
        phone
            .set_preference(preferences::LEFT_AT, &now.to_string())
            .await;
        page.something_left(now);
    }
    if forget_others(page).await {
        page.refresh().await;
    }
}

#[cfg(test)]
mod tests;
