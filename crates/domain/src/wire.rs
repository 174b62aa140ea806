//! What travels between phone and endpoint: ids, limits, receipts, problems.

use std::{format, string::String};

use serde::{Deserialize, Serialize};

use crate::{
    json::{Member, Members, ParsedJson, json_struct},
    reference::Reference,
    time::{Date, Timestamp},
};

mod id;
mod problem;

pub use id::{NotAnId, SubmissionId};
pub use problem::{PROBLEM_BASE, Problem, ProblemType};

/// The largest envelope, in bytes, that the endpoint reads and that the phone keeps.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// Plaintexts are padded with spaces to a multiple of this many bytes.
pub const PADDING_BYTES: usize = 1024;

/// The path of one submission.
pub fn submission_path(id: &SubmissionId) -> String {
    format!("/v1/submissions/{}", id.as_str())
}

/// What an envelope is bound to: it opens only under its own key and its own id.
pub fn seal_aad(kid: &str, id: &SubmissionId) -> String {
    format!("1|{kid}|{}", id.as_str())
}

/// The first input of every seal; names the protocol and its version.
pub const SEAL_INFO: &str = "premier-accueil/v1";

json_struct! {
    /// The response to `PUT /v1/submissions/{id}`: the endpoint has it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Receipt {
        /// The number to give on the telephone.
        pub reference: Reference,
        /// When it was received, by the endpoint's clock.
        pub received_at: Timestamp,
        /// Lowercase hexadecimal SHA-256 of the body as it was received.
        pub sha256: String,
        /// Of a rights request: the last day for its answer. Absent from every other receipt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due_on: Option<Date>,
    }
}

/// Where a submission stands, as `GET /v1/submissions/{id}` tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionState {
    /// Stored, not yet in the mailbox.
    Received,
    /// In the Mission Locale's mailbox.
    Delivered,
    /// An advisor has dealt with it; a rights request was answered or refused.
    Handled,
    /// Its content is gone from the endpoint.
    Purged,
}

impl SubmissionState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Received, Self::Delivered, Self::Handled, Self::Purged];

    /// As the wire writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Delivered => "delivered",
            Self::Handled => "handled",
            Self::Purged => "purged",
        }
    }
}

impl Member for SubmissionState {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.one_of(name, &Self::ALL, Self::code)
    }
}

json_struct! {
    /// The response to `GET /v1/submissions/{id}`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SubmissionStatus {
        /// Where it stands.
        pub state: SubmissionState,
        /// The number to give on the telephone.
        pub reference: Reference,
        /// When it was received.
        pub received_at: Timestamp,
        /// When the mailbox took it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub delivered_at: Option<Timestamp>,
        /// When its content was removed from the endpoint.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub purged_at: Option<Timestamp>,
        /// Of a rights request: the last day for its answer, later than on the receipt once it was extended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due_on: Option<Date>,
    }
}

#[cfg(test)]
mod tests;
