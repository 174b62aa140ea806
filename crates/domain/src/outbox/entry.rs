//! An envelope that waits on this phone, and whether it leaves by itself.

use std::string::String;

use serde::{Deserialize, Serialize};

use crate::{
    json::{Member, Members, ParsedJson, json_struct},
    owner::OwnerSecret,
    submission::MessageKind,
    time::Timestamp,
    wire::SubmissionId,
};

json_struct! {
    /// An envelope that waits on this phone.
    #[derive(Clone, PartialEq, Eq)]
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
        /// What acts on it, on the phone that made it: never in a file, never on a device that passes from hand to hand.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub owner: Option<OwnerSecret>,
        /// The id of the branch that answers it; empty where it is the Mission Locale itself.
        #[serde(skip_serializing_if = "String::is_empty")]
        pub branch: String = default,
        /// Whether the network it was last tried on lets nothing be sent; see [`Outcome::Blocked`](super::Outcome::Blocked).
        #[serde(default, skip_serializing_if = "is_not")]
        pub blocked: bool,
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
            owner: None,
            branch: String::new(),
            blocked: false,
        }
    }

    /// The same entry, on a device that passes from hand to hand or not. There, what acts on it is not kept.
    #[must_use]
    pub fn on_shared_device(self, shared_device: bool) -> Self {
        Self {
            shared_device,
            owner: self.owner.filter(|_| !shared_device),
            ..self
        }
    }

    /// The same entry with what acts on it, where that may be kept.
    #[must_use]
    pub fn owned_by(self, owner: OwnerSecret) -> Self {
        Self {
            owner: (!self.shared_device).then_some(owner),
            ..self
        }
    }

    /// The same entry for a file that another device reads: it can be sent from there, and nobody there can act on it.
    #[must_use]
    pub fn carried(&self) -> Self {
        Self {
            owner: None,
            branch: String::new(),
            ..self.clone()
        }
    }

    /// Whether this release may change it: what it does not know of a newer layout would be lost.
    pub(super) fn is_ours(&self) -> bool {
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

/// Whether an entry leaves by itself, or needs a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "reason", rename_all = "snake_case")]
pub enum Standing {
    /// It leaves as soon as it can.
    Waiting,
    /// The endpoint will not take it as it is; it is kept, shown, and blocks no other.
    Stuck(StuckReason),
}

impl Member for Standing {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.object(name, |standing| {
            match String::of(standing, "state").as_str() {
                "waiting" => Self::Waiting,
                _ => Self::Stuck(StuckReason::of(standing, "reason")),
            }
        })
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

impl Member for StuckReason {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.one_of(name, &Self::ALL, Self::code)
    }
}

/// How long an entry has waited too long. Nothing is given up for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdue {
    /// More than a day.
    Day,
    /// More than seven days.
    Week,
}

const DAY_SECONDS: i64 = 24 * 60 * 60;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
pub(super) fn is_not(flag: &bool) -> bool {
    !flag
}
