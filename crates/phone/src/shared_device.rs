//! A device that passes from hand to hand: when somebody has left it, and what of them goes.

use domain::{
    answers::Answers, outbox::Store, team_code::TeamCode, time::Timestamp, wire::SubmissionId,
};

use crate::screen::Screen;

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

/// Whether the team has said its code, since its page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Team {
    /// What is kept is being looked for.
    Unknown,
    /// None was set: the device was a shared one before there were codes.
    NoCode,
    /// It is to be said, after so many seconds if a wrong one was.
    Closed(i64),
    /// It was said.
    Open,
}

impl Team {
    /// How it stands when the page is shown, as its code is kept.
    pub fn at_first(code: Option<&TeamCode>, now: Timestamp) -> Self {
        code.map_or(Self::NoCode, |code| Self::Closed(code.seconds_to_wait(now)))
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

#[cfg(test)]
mod tests;
