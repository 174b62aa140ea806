//! Lists that are mailed at openings: each is claimed before its mail leaves, as a delivery is.

mod claims;
mod named;

use domain::{delivery::Recipient, reference::Reference, time::Timestamp, wire::SubmissionId};

use super::{Store, StoreError, moment};

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// Who is to be called.
    Calls,
    /// Which fiches are to be erased from the mailbox.
    Erasure,
    /// Where rights requests stand.
    Register,
}

impl List {
    pub(crate) const ALL: [Self; 3] = [Self::Calls, Self::Erasure, Self::Register];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Erasure => "erasure",
            Self::Register => "register",
        }
    }

    pub(crate) fn to(self) -> Recipient {
        match self {
            Self::Calls | Self::Erasure => Recipient::Mailbox,
            Self::Register => Recipient::Officer,
        }
    }
}

/// Whose list it is.
#[derive(Debug, Clone)]
pub(crate) struct ListMailbox {
    /// The branch whose own mailbox it is; empty for the Mission Locale's.
    branch: String,
    /// All branches that have one, as a JSON list.
    own: String,
}

impl ListMailbox {
    /// One for the Mission Locale's mailbox, and one for each of those branches.
    pub(crate) fn all<'b>(branches: impl Iterator<Item = &'b str>) -> Vec<Self> {
        let branches: Vec<&str> = branches.collect();
        let own = serde_json::to_string(&branches).unwrap_or_default();
        let all = [""].into_iter().chain(branches);
        all.map(|branch| Self {
            branch: branch.to_owned(),
            own: own.clone(),
        })
        .collect()
    }

    /// The branch whose own mailbox it is.
    pub(crate) fn branch(&self) -> Option<&str> {
        Some(self.branch.as_str()).filter(|branch| !branch.is_empty())
    }
}

/// A list that is claimed.
pub(crate) struct DueList {
    /// Which no other list ever has.
    pub(crate) number: i64,
    pub(crate) list: List,
    pub(crate) mailbox: ListMailbox,
    /// Where the one before ended.
    pub(crate) since: Timestamp,
    /// It names what was before this moment, at which the telephone began to be answered.
    pub(crate) ends_at: Timestamp,
    /// Which attempt this is; the first is 1.
    attempt: u32,
}

/// What a list names, the earliest first, and how many more wait for the next one.
pub(crate) struct Capped<T> {
    pub(crate) lines: Vec<T>,
    pub(crate) more: u32,
}

/// A registration or a callback request on the list of calls.
pub(crate) struct DueCall {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    /// The envelope, to the byte; nothing once it is purged.
    pub(crate) envelope: Option<Vec<u8>>,
    /// Whether the mailbox has its fiche.
    pub(crate) is_delivered: bool,
}

/// A fiche that the mailbox was given.
pub(crate) struct DeliveredFiche {
    pub(crate) reference: Reference,
    pub(crate) delivered_at: Timestamp,
}

#[cfg(test)]
mod tests;
