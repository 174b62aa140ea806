//! Whether the mailbox has what the endpoint acknowledged: when to ask, and what each response changes.

use super::{entry::Entry, unconfirmed::Unconfirmed};
use crate::{
    time::Timestamp,
    wire::{ProblemType, SubmissionState, SubmissionStatus},
};

/// What the endpoint says of something that it gave a receipt for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It has it, and says where it stands.
    Known(SubmissionStatus),
    /// It does not have it (any more), and says so in its own words.
    NotFound,
    /// Nothing that counts was said: no network, a portal, a busy endpoint.
    Silent,
}

/// What an HTTP response to `GET /v1/submissions/{id}` means.
///
/// `told` and `problem` are what the body could be read as. A 404 in other words than the endpoint's proves nothing.
pub fn status(code: u16, told: Option<SubmissionStatus>, problem: Option<ProblemType>) -> Status {
    match (code, told, problem) {
        (200, Some(told), _) => Status::Known(told),
        (404, _, Some(ProblemType::NotFound)) => Status::NotFound,
        _ => Status::Silent,
    }
}

/// What becomes of a copy.
#[derive(Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stays, and is asked about again.
    Stays,
    /// The endpoint has lost what it acknowledged: the same bytes are sent under the same id once more.
    Again(Entry),
    /// Nothing more can depend on it.
    Goes,
}

/// What becomes of `copy` after the endpoint was asked.
///
/// It goes once the content was delivered, or was removed because its owner wanted that, and after
/// [`Unconfirmed::LONGEST_SECONDS`] whatever is said. What is not found is sent again, however old.
pub fn after_status(copy: &Unconfirmed, status: &Status, now: Timestamp) -> Fate {
    let is_received = |told: &SubmissionStatus| told.state == SubmissionState::Received;
    match status {
        _ if !copy.is_ours() => Fate::Stays,
        Status::NotFound => Fate::Again(copy.again(now)),
        Status::Known(told) if !is_received(told) => Fate::Goes,
        _ if copy.is_over(now) => Fate::Goes,
        Status::Known(_) | Status::Silent => Fate::Stays,
    }
}

/// What makes a page ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Time has passed.
    Timer,
    /// The page was opened or looked at again, or the network says that it is back.
    Look,
    /// The person wants to know.
    Visit,
}

/// When a page asks about its copies: at once, then after growing pauses. Gone with the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asking {
    /// When the last round began, or a receipt came; `None` before.
    last: Option<Timestamp>,
    /// Seconds from there to the next round.
    pause: i64,
    /// Rounds since a receipt came.
    rounds: u32,
    /// Copies asked about so far: a round goes on where the one before ended.
    asked: usize,
}

/// From a receipt to the first question, in seconds: by then most of what was received is in the mailbox.
pub const FIRST_PAUSE_SECONDS: i64 = 15;

/// Longest pause, in seconds.
pub const LONGEST_PAUSE_SECONDS: i64 = 60 * 60;

/// Looking at the page does not ask sooner than this after the last round, in seconds.
pub const LOOK_PAUSE_SECONDS: i64 = 60;

impl Asking {
    /// Seconds until the next round.
    pub fn seconds_until_due(&self, occasion: Occasion, now: Timestamp) -> i64 {
        let Some(last) = self.last.filter(|last| *last <= now) else {
            // Not asked yet, or the clock was set back.
            return 0;
        };
        let pause = match occasion {
            Occasion::Timer => self.pause,
            Occasion::Look => self.pause.min(LOOK_PAUSE_SECONDS),
            Occasion::Visit => 0,
        };
        last.plus_seconds(pause).seconds_since(now).max(0)
    }

    /// A receipt came: what it is for reaches the mailbox soon.
    #[must_use]
    pub fn after_receipt(self, now: Timestamp) -> Self {
        Self {
            last: Some(now),
            pause: FIRST_PAUSE_SECONDS,
            rounds: 0,
            ..self
        }
    }

    /// A round of so many questions began. Pauses double, and phones are spread over the second half (`jitter` from 0 to 1).
    #[must_use]
    pub fn after_round(self, questions: usize, now: Timestamp, jitter: f64) -> Self {
        let bound = (FIRST_PAUSE_SECONDS << self.rounds.min(16)).min(LONGEST_PAUSE_SECONDS);
        let half = bound / 2;
        Self {
            last: Some(now),
            pause: half + super::attempt::jittered(bound - half, jitter),
            rounds: self.rounds.saturating_add(1),
            asked: self.asked.wrapping_add(questions),
        }
    }

    /// Which of `count` copies this round asks about, at most `most`, in the order in which it asks.
    pub fn places(&self, count: usize, most: usize) -> impl Iterator<Item = usize> + use<> {
        let first = self.asked.checked_rem(count).unwrap_or_default();
        (0..count.min(most)).map(move |step| (first + step) % count)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
