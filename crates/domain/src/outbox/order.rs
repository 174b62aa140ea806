//! Which entry leaves next, and what one response changes for the others.

use std::vec::Vec;

use super::{
    attempt::{BASE_SECONDS, RETRY_AFTER_CAP_SECONDS},
    entry::{Entry, Standing},
};
use crate::time::Timestamp;

/// The entry to send now: the one whose wait was over first; of several, the oldest.
///
/// A wait longer than any that is ever given means that the phone's clock was set back: it is over too.
pub fn next_due(entries: &[Entry], now: Timestamp) -> Option<&Entry> {
    let longest = now.plus_seconds(RETRY_AFTER_CAP_SECONDS + BASE_SECONDS);
    let due = |entry: &&Entry| {
        entry.is_ours()
            && entry.is_waiting()
            && (entry.next_attempt_at <= now || entry.next_attempt_at > longest)
    };
    entries
        .iter()
        .filter(due)
        .min_by_key(|entry| (entry.next_attempt_at, entry.kept_at))
}

/// Seconds until some entry is due; `None` when none waits.
pub fn seconds_until_due(entries: &[Entry], now: Timestamp) -> Option<i64> {
    if next_due(entries, now).is_some() {
        return Some(0);
    }
    let waiting = |entry: &&Entry| entry.is_ours() && entry.is_waiting();
    entries
        .iter()
        .filter(waiting)
        .map(|entry| entry.next_attempt_at.seconds_since(now))
        .min()
}

/// What changes when the response to `tried` speaks of the endpoint: the others leave no earlier than it, and it leaves
/// last.
///
/// The response may have been about this one alone, whatever it sounds like: first again each time, it would hold the
/// others for ever. So the next to be tried is one that was not tried since, and those that were come after.
pub fn held(entries: &[Entry], tried: &Entry) -> Vec<Entry> {
    let until = tried.next_attempt_at;
    let early = |entry: &&Entry| {
        entry.id != tried.id
            && entry.is_ours()
            && entry.is_waiting()
            && entry.next_attempt_at < until
    };
    let first = entries.iter().filter(early);
    let first = first.map(|entry| entry.next_attempt_at).min();
    let moved = |entry: &Entry, seconds| Entry {
        next_attempt_at: until.plus_seconds(seconds),
        ..entry.clone()
    };
    let others = entries.iter().filter(early).map(|entry| {
        let was_first = Some(entry.next_attempt_at) == first;
        moved(entry, i64::from(!was_first))
    });
    let mut held: Vec<Entry> = others.collect();
    held.push(moved(tried, 2));
    held
}

/// Seconds by which all that waits has to be hurried, so that the last of it is due `now`.
pub fn seconds_to_hurry(entries: &[Entry], now: Timestamp) -> i64 {
    let waiting = entries
        .iter()
        .filter(|entry| entry.is_ours() && entry.is_waiting());
    let seconds = waiting.map(|entry| entry.next_attempt_at.seconds_since(now));
    seconds.max().unwrap_or_default().max(0)
}

/// The same entry, due so much earlier: the network may be back, or the person asks for it.
///
/// All are hurried alike, so that their order stays. Phones of one room must not call together when their network
/// comes back: the caller spreads the moment.
#[must_use]
pub fn hurried(entry: &Entry, seconds: i64) -> Entry {
    if !entry.is_ours() {
        return entry.clone();
    }
    Entry {
        next_attempt_at: entry.next_attempt_at.plus_seconds(-seconds),
        ..entry.clone()
    }
}

/// The same entry, due so much earlier even if it was stuck: the person asks for it.
#[must_use]
pub fn unstuck(entry: &Entry, seconds: i64) -> Entry {
    if !entry.is_ours() {
        return entry.clone();
    }
    Entry {
        standing: Standing::Waiting,
        ..hurried(entry, seconds)
    }
}
