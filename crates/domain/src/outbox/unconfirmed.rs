//! The sealed copy of what the endpoint has acknowledged: kept until the mailbox has it, at most thirty days.

use serde::Serialize;

use super::entry::{Entry, Standing};
use crate::{
    json::{Member, Members, ParsedJson, json_struct},
    time::Timestamp,
};

json_struct! {
    /// What the endpoint gave its receipt for, and whose arrival in the mailbox is not confirmed yet.
    ///
    /// The endpoint may lose what it acknowledged, when an older backup is put back: this is the second copy.
    /// It is kept in the place of its entry, under the same id: there is one or the other, never both.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Unconfirmed {
        /// The layout of this record; see [`Unconfirmed::FORMAT`].
        pub format: u8,
        /// What tells it from an entry, for earlier releases; this one asks whether there is an `entry`.
        #[serde(skip_deserializing)]
        standing: Mark,
        /// When the receipt came, by the phone's clock.
        pub since: Timestamp,
        /// What was sent, byte for byte.
        pub entry: Entry,
    }
}

/// Where entries have their standing: releases that know none of this send only what is `waiting` there.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
struct Mark {
    state: MarkState,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum MarkState {
    #[default]
    Unconfirmed,
}

impl Member for Mark {
    /// Not looked at: it is for earlier releases.
    fn of(_: &Members<'_, impl ParsedJson>, _: &str) -> Self {
        Self::default()
    }
}

impl Unconfirmed {
    /// The layout that this version writes. Older ones are read; newer ones are left alone.
    pub const FORMAT: u8 = 1;

    /// The longest that a copy stays, in seconds: thirty days.
    pub const LONGEST_SECONDS: i64 = 30 * 24 * 60 * 60;

    /// The copy of an entry whose receipt came `now`.
    pub fn new(entry: Entry, now: Timestamp) -> Self {
        Self {
            format: Self::FORMAT,
            standing: Mark::default(),
            since: now,
            entry,
        }
    }

    /// Whether this release may change it.
    pub(super) fn is_ours(&self) -> bool {
        self.format <= Self::FORMAT && self.entry.is_ours()
    }

    /// Whether it has stayed as long as it may. Never so on a clock that was set back, nor for a newer release's.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.is_ours() && now.seconds_since(self.since) > Self::LONGEST_SECONDS
    }

    /// The same id and the same bytes, to be sent once more.
    pub(super) fn again(&self, now: Timestamp) -> Entry {
        Entry {
            attempts: 0,
            next_attempt_at: now,
            standing: Standing::Waiting,
            blocked: false,
            ..self.entry.clone()
        }
    }
}
