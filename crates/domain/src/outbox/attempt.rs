//! What came of one send, and when the next one is due.

use super::entry::{Entry, Standing, StuckReason};
use crate::{
    time::Timestamp,
    wire::{ProblemType, Receipt},
};

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The endpoint has these very bytes.
    Received(Receipt),
    /// The endpoint will never take this entry as it is.
    Refused(StuckReason),
    /// Wrong, old or closed endpoint: no entry can leave now; the whole queue waits.
    Halted,
    /// Something between phone and endpoint forbids it: no entry can leave by this network; the whole queue waits.
    Blocked,
    /// Not now.
    Later {
        /// What the endpoint asked for, in seconds.
        retry_after_seconds: Option<i64>,
    },
}

/// How an entry is handed over. Both do the same at the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The way that is tried first.
    Put,
    /// The other one: some filters let through nothing but `GET` and `POST`.
    Post,
}

impl Method {
    /// As HTTP writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Put => "PUT",
            Self::Post => "POST",
        }
    }
}

/// What came of an attempt whose `PUT` was blocked, from what came of its `POST`.
///
/// A `POST` without a response of the endpoint itself counts as blocked too.
pub fn after_the_other_way(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Halted
        | Outcome::Later {
            retry_after_seconds: None,
        } => Outcome::Blocked,
        spoken => spoken,
    }
}

/// What an HTTP response means for the entry that was sent.
///
/// `receipt` and `problem` are what the body could be read as. A 2xx without a receipt for the same bytes
/// is a captive portal, or a proxy: nothing was received.
pub fn outcome(
    status: u16,
    receipt: Option<Receipt>,
    problem: Option<ProblemType>,
    retry_after_seconds: Option<i64>,
    sent_sha256: &str,
) -> Outcome {
    let later = Outcome::Later {
        retry_after_seconds,
    };
    match status {
        200 | 201 => match receipt {
            Some(receipt) if receipt.sha256 == sent_sha256 => Outcome::Received(receipt),
            _ => later,
        },
        // A refusal counts only in the endpoint's own words; a portal's 400 proves nothing.
        400 | 413 | 415 | 422 => match problem {
            Some(ProblemType::UnknownKey) => Outcome::Refused(StuckReason::UnknownKey),
            Some(_) => Outcome::Refused(StuckReason::Refused),
            None => later,
        },
        // The endpoint would say in its own words that it does not do that: this is a filter in between.
        403 | 405 | 501 if problem.is_none() => Outcome::Blocked,
        401 | 403 | 404 | 405 | 410 => Outcome::Halted,
        _ => later,
    }
}

/// Longest wait that no response asked for, in seconds: a queue leaves within five minutes of a good network.
///
/// Hidden pages use the same cap: the wait is stored with the entry, so another tab or the next visit inherits it.
pub const CAP_SECONDS: i64 = 4 * 60;

/// Longest wait that the endpoint can ask for, in seconds.
pub const RETRY_AFTER_CAP_SECONDS: i64 = 6 * 60 * 60;

pub(super) const BASE_SECONDS: i64 = 2;

/// What becomes of `entry` after a send: `None` once the endpoint has it.
///
/// Nothing but a receipt makes an entry disappear. Waits are full jitter (`jitter` from 0 to 1) over a
/// doubling bound, up to [`CAP_SECONDS`]; what the endpoint asked for is a floor, from 1 s to 6 h.
pub fn after_attempt(
    entry: &Entry,
    outcome: &Outcome,
    now: Timestamp,
    jitter: f64,
) -> Option<Entry> {
    let mut entry = entry.clone();
    entry.attempts = entry.attempts.saturating_add(1);
    entry.blocked = *outcome == Outcome::Blocked;
    let asked = match outcome {
        Outcome::Received(_) => return None,
        Outcome::Refused(reason) => {
            entry.standing = Standing::Stuck(*reason);
            return Some(entry);
        }
        Outcome::Halted | Outcome::Blocked => None,
        Outcome::Later {
            retry_after_seconds,
        } => *retry_after_seconds,
    };
    let spread = jittered(backoff_seconds(entry.attempts), jitter);
    let floor = asked.map_or(1, |seconds| seconds.clamp(1, RETRY_AFTER_CAP_SECONDS));
    let wait = if asked.is_some() {
        floor + spread.min(BASE_SECONDS)
    } else {
        spread.max(floor)
    };
    entry.next_attempt_at = now.plus_seconds(wait);
    Some(entry)
}

/// The bound of the wait after `attempts` failures, in seconds: 4, 8, 16 … up to [`CAP_SECONDS`].
fn backoff_seconds(attempts: u32) -> i64 {
    (BASE_SECONDS << attempts.min(16)).min(CAP_SECONDS)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a few minutes in seconds"
)]
pub(super) fn jittered(bound: i64, jitter: f64) -> i64 {
    (bound as f64 * jitter.clamp(0.0, 1.0)) as i64
}
