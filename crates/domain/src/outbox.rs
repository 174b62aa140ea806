//! The outbox: envelopes wait here until the endpoint has said it has them.
//!
//! Pure: this module decides, a [`Store`] keeps, the app's `sync` sends.
//! Nothing but a receipt for the very bytes that wait makes an entry disappear.

use std::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    reference::Reference,
    submission::MessageKind,
    time::{Date, Timestamp},
    wire::{ProblemType, Receipt, SubmissionId},
};

#[cfg(any(test, feature = "contract"))]
pub mod contract;

/// An envelope that waits on this phone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The layout of this record; see [`Entry::FORMAT`].
    pub format: u8,
    /// Chosen once, before the first attempt: the same id makes the same submission.
    pub id: SubmissionId,
    /// What it asks, to tell the person what waits; everything else is sealed.
    pub kind: MessageKind,
    /// The sealed envelope, byte for byte as it is sent.
    pub body: String,
    /// Lowercase hexadecimal SHA-256 of `body`.
    pub sha256: String,
    /// When it was kept, by the phone's clock.
    pub kept_at: Timestamp,
    /// Attempts so far.
    pub attempts: u32,
    /// Not before this, by the phone's clock.
    pub next_attempt_at: Timestamp,
    /// Whether it still leaves by itself.
    pub standing: Standing,
    /// Whether it was filled in on a device that passes from hand to hand: nothing of it stays there once it has left.
    #[serde(default, skip_serializing_if = "is_not")]
    pub shared_device: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_not(flag: &bool) -> bool {
    !flag
}

/// Whether an entry leaves by itself, or needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredStanding", into = "StoredStanding")]
pub enum Standing {
    /// It leaves as soon as it can.
    Waiting,
    /// The endpoint will not take it as it is; it is kept, shown, and blocks no other.
    Stuck(StuckReason),
}

/// How a standing is written. A tagged enum says the same, but the code that reads it weighs on the phone.
#[derive(Serialize, Deserialize)]
struct StoredStanding {
    state: StoredState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<StuckReason>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredState {
    Waiting,
    Stuck,
}

impl From<StoredStanding> for Standing {
    fn from(stored: StoredStanding) -> Self {
        match stored.state {
            StoredState::Waiting => Self::Waiting,
            StoredState::Stuck => Self::Stuck(stored.reason.unwrap_or(StuckReason::Refused)),
        }
    }
}

impl From<Standing> for StoredStanding {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Waiting => Self {
                state: StoredState::Waiting,
                reason: None,
            },
            Standing::Stuck(reason) => Self {
                state: StoredState::Stuck,
                reason: Some(reason),
            },
        }
    }
}

/// Why an entry is stuck. Each has its sentence, and a way out: telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StuckReason {
    /// The endpoint refuses what it holds.
    Refused,
    /// It was sealed for a key that the endpoint does not have (any more).
    UnknownKey,
}

impl StuckReason {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::Refused, Self::UnknownKey];

    /// The stable code: the key of the sentence in the language files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::UnknownKey => "unknown_key",
        }
    }
}

impl Entry {
    /// The layout that this version writes. Older ones are read; newer ones are left alone.
    pub const FORMAT: u8 = 1;

    /// A new entry, due at once.
    pub fn new(
        id: SubmissionId,
        kind: MessageKind,
        body: String,
        sha256: String,
        now: Timestamp,
    ) -> Self {
        Self {
            format: Self::FORMAT,
            id,
            kind,
            body,
            sha256,
            kept_at: now,
            attempts: 0,
            next_attempt_at: now,
            standing: Standing::Waiting,
            shared_device: false,
        }
    }

    /// The same entry, on a device that passes from hand to hand or not.
    #[must_use]
    pub fn on_shared_device(self, shared_device: bool) -> Self {
        Self {
            shared_device,
            ..self
        }
    }

    /// Whether this release may change it: what it does not know of a newer layout would be lost.
    fn is_ours(&self) -> bool {
        self.format <= Self::FORMAT
    }

    /// Whether it leaves by itself.
    pub fn is_waiting(&self) -> bool {
        self.standing == Standing::Waiting
    }

    /// Whether it has waited so long that the person should do something.
    pub fn overdue(&self, now: Timestamp) -> Option<Overdue> {
        match now.seconds_since(self.kept_at) {
            waited if waited > 7 * DAY_SECONDS => Some(Overdue::Week),
            waited if waited > DAY_SECONDS => Some(Overdue::Day),
            _ => None,
        }
    }
}

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// How long an entry has waited too long. Nothing is given up for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// More than a day.
    Day,
    /// More than seven days.
    Week,
}

/// What stays on the phone of an entry that the endpoint has: a number and dates, no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentRecord {
    /// The submission's id: the right to ask what became of it.
    pub id: SubmissionId,
    /// What was asked.
    pub kind: MessageKind,
    /// The number to give on the telephone.
    pub reference: Reference,
    /// When it was kept on this phone.
    pub kept_at: Timestamp,
    /// When the endpoint received it.
    pub received_at: Timestamp,
    /// Of a rights request: the last day for its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// When the Mission Locale's mailbox took it, once the endpoint was asked and said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// Whether it was sent from a device that passes from hand to hand: it goes with the person.
    #[serde(default, skip_serializing_if = "is_not")]
    pub shared_device: bool,
}

impl SentRecord {
    /// The record of an entry that the endpoint has.
    pub fn new(entry: &Entry, receipt: &Receipt) -> Self {
        Self {
            id: entry.id.clone(),
            kind: entry.kind,
            reference: receipt.reference.clone(),
            kept_at: entry.kept_at,
            received_at: receipt.received_at,
            due_on: receipt.due_on,
            delivered_at: None,
            shared_device: entry.shared_device,
        }
    }
}

/// What came of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The endpoint has these very bytes.
    Received(Receipt),
    /// The endpoint will never take this entry as it is.
    Refused(StuckReason),
    /// Wrong, old or closed endpoint: no entry can leave now; the whole queue waits.
    Halted,
    /// Not now.
    Later {
        /// What the endpoint asked for, in seconds.
        retry_after_seconds: Option<i64>,
    },
}

/// What an HTTP answer means for the entry that was sent.
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
        401 | 403 | 404 | 405 | 410 => Outcome::Halted,
        _ => later,
    }
}

/// Longest wait that nobody asked for, in seconds: a queue leaves within five minutes of a good network.
///
/// The same for a page that nobody looks at: what it waits for, another tab waits for too, and the person who comes back.
pub const CAP_SECONDS: i64 = 4 * 60;
/// Longest wait that the endpoint can ask for, in seconds.
pub const RETRY_AFTER_CAP_SECONDS: i64 = 6 * 60 * 60;
const BASE_SECONDS: i64 = 2;

/// What becomes of `entry` after a send: `None` once the endpoint has it.
///
/// Nothing but a receipt makes an entry disappear. Waits are full jitter (`jitter` from 0 to 1) over a
/// doubling bound, up to `cap_seconds`; what the endpoint asked for is a floor, from 1 s to 6 h.
pub fn after_attempt(
    entry: &Entry,
    outcome: &Outcome,
    now: Timestamp,
    jitter: f64,
    cap_seconds: i64,
) -> Option<Entry> {
    let mut entry = entry.clone();
    entry.attempts = entry.attempts.saturating_add(1);
    let asked = match outcome {
        Outcome::Received(_) => return None,
        Outcome::Refused(reason) => {
            entry.standing = Standing::Stuck(*reason);
            return Some(entry);
        }
        Outcome::Halted => None,
        Outcome::Later {
            retry_after_seconds,
        } => *retry_after_seconds,
    };
    let spread = jittered(backoff_seconds(entry.attempts, cap_seconds), jitter);
    let floor = asked.map_or(1, |seconds| seconds.clamp(1, RETRY_AFTER_CAP_SECONDS));
    let wait = if asked.is_some() {
        floor + spread.min(BASE_SECONDS)
    } else {
        spread.max(floor)
    };
    entry.next_attempt_at = now.plus_seconds(wait);
    Some(entry)
}

/// The bound of the wait after `attempts` failures, in seconds: 4, 8, 16 … up to `cap_seconds`.
pub fn backoff_seconds(attempts: u32, cap_seconds: i64) -> i64 {
    (BASE_SECONDS << attempts.min(16)).min(cap_seconds)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a few minutes in seconds"
)]
fn jittered(bound: i64, jitter: f64) -> i64 {
    (bound as f64 * jitter.clamp(0.0, 1.0)) as i64
}

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

/// What changes when the answer to `tried` speaks of the endpoint: the others leave no earlier than it, and it leaves last.
///
/// The answer may have been about this one alone, whatever it sounds like: first again each time, it would hold the
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

/// Where entries and records are kept. One contract, several stores: memory, IndexedDB.
///
/// `Ok` means kept for good: written to disk and read back, where there is a disk.
#[expect(
    async_fn_in_trait,
    reason = "used with its concrete types; browsers have one thread"
)]
pub trait Store {
    /// Why the store could not do it.
    type Error: std::fmt::Debug;

    /// Every entry, oldest first.
    async fn entries(&self) -> Result<Vec<Entry>, Self::Error>;

    /// Keeps an entry, in place of the one with the same id.
    async fn keep(&self, entry: &Entry) -> Result<(), Self::Error>;

    /// Takes an entry out and keeps its record, both or neither; of one that was settled before, the record is the new one.
    async fn settle(&self, record: &SentRecord) -> Result<(), Self::Error>;

    /// Every record, newest first.
    async fn records(&self) -> Result<Vec<SentRecord>, Self::Error>;

    /// Takes a record out for good: it belongs to somebody who has put the device down.
    async fn forget(&self, id: &SubmissionId) -> Result<(), Self::Error>;

    /// Takes an entry out for good, unsent: its owner asked for it.
    async fn remove(&self, id: &SubmissionId) -> Result<(), Self::Error>;

    /// Takes everything out for good, and all that is kept beside it: its owner asked for it.
    async fn erase(&self) -> Result<(), Self::Error>;
}

/// Puts an entry in its place among others, oldest first.
///
/// By hand, one at a time: the general sort weighs as much on the phone as the whole outbox.
pub fn place_entry(entries: &mut Vec<Entry>, entry: Entry) {
    let place = entries.partition_point(|other| other.kept_at <= entry.kept_at);
    entries.insert(place, entry);
}

/// Puts a record in its place among others, newest first.
pub fn place_record(records: &mut Vec<SentRecord>, record: SentRecord) {
    let place = records.partition_point(|other| other.received_at >= record.received_at);
    records.insert(place, record);
}

/// A store that forgets with the page: for tests, and for browsers without a database.
#[derive(Default)]
pub struct MemoryStore {
    entries: std::cell::RefCell<Vec<Entry>>,
    records: std::cell::RefCell<Vec<SentRecord>>,
}

impl Store for MemoryStore {
    type Error = std::convert::Infallible;

    async fn entries(&self) -> Result<Vec<Entry>, Self::Error> {
        Ok(self.entries.borrow().clone())
    }

    async fn keep(&self, entry: &Entry) -> Result<(), Self::Error> {
        let mut entries = self.entries.borrow_mut();
        entries.retain(|kept| kept.id != entry.id);
        place_entry(&mut entries, entry.clone());
        Ok(())
    }

    async fn settle(&self, record: &SentRecord) -> Result<(), Self::Error> {
        self.entries
            .borrow_mut()
            .retain(|kept| kept.id != record.id);
        let mut records = self.records.borrow_mut();
        records.retain(|kept| kept.id != record.id);
        place_record(&mut records, record.clone());
        Ok(())
    }

    async fn records(&self) -> Result<Vec<SentRecord>, Self::Error> {
        Ok(self.records.borrow().clone())
    }

    async fn forget(&self, id: &SubmissionId) -> Result<(), Self::Error> {
        self.records.borrow_mut().retain(|kept| kept.id != *id);
        Ok(())
    }

    async fn remove(&self, id: &SubmissionId) -> Result<(), Self::Error> {
        self.entries.borrow_mut().retain(|kept| kept.id != *id);
        Ok(())
    }

    async fn erase(&self) -> Result<(), Self::Error> {
        self.entries.borrow_mut().clear();
        self.records.borrow_mut().clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
