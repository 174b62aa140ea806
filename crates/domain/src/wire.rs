//! What travels between phone and endpoint: ids, limits, receipts, problems.

use std::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    reference::Reference,
    submission::Refusal,
    time::{Date, Timestamp},
};

/// The largest envelope, in bytes, that the endpoint reads and that the phone keeps.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// Plaintexts are padded with spaces to a multiple of this many bytes.
pub const PADDING_BYTES: usize = 1024;

/// The id of a submission: a random UUID (version 4), made on the phone.
///
/// It finds the submission and tells what became of it, and no more: who may act shows an [`crate::owner::OwnerSecret`].
/// It is never printed whole all the same: there is no `Display`, and `Debug` shortens it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubmissionId(String);

/// A text that is no UUID of version 4 in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a UUID of version 4 in lower case")
    }
}

impl std::error::Error for NotAnId {}

impl SubmissionId {
    /// An id from sixteen random bytes.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for nibble in [byte >> 4, byte & 0xf] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or_default());
            }
        }
        Self(text)
    }

    /// The whole id, for the URL, the store and the seal; never for a log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight characters: enough to follow one submission in a log, not enough to ask for it.
    pub fn short(&self) -> &str {
        self.0.get(..8).unwrap_or_default()
    }
}

impl fmt::Debug for SubmissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", self.short())
    }
}

impl FromStr for SubmissionId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let fits = |(index, byte): (usize, u8)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        };
        let good = text.len() == 36 && text.bytes().enumerate().all(fits);
        good.then(|| Self(text.to_owned())).ok_or(NotAnId)
    }
}

impl Serialize for SubmissionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SubmissionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

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

/// The answer to `PUT /v1/submissions/{id}`: the endpoint has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// The answer to `GET /v1/submissions/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// What can be wrong with a request; each has its own stable `type` (RFC 9457).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemType {
    /// The id in the path is no UUID of version 4.
    InvalidId,
    /// The body is no JSON.
    InvalidJson,
    /// The body is JSON, but no envelope of version 1.
    InvalidEnvelope,
    /// The body is larger than [`MAX_BODY_BYTES`].
    TooLarge,
    /// The body is not `application/json`.
    UnsupportedMediaType,
    /// This id already has another body.
    IdReused,
    /// The endpoint has no private key of that name.
    UnknownKey,
    /// The key does not open it: wrong key, wrong id, or damaged.
    CannotOpen,
    /// It opens, but holds no message.
    InvalidMessage,
    /// The questionnaire, or that version of it, was never served here.
    UnknownQuestionnaire,
    /// An answer breaks a rule; `refusals` names the questions.
    AnswersRefused,
    /// Nothing there.
    NotFound,
    /// That path does not do that.
    MethodNotAllowed,
    /// Too many requests from one place; come back after `Retry-After`.
    TooManyRequests,
    /// The request took too long to arrive.
    RequestTimeout,
    /// The endpoint cannot work just now; come back after `Retry-After`.
    Unavailable,
}

impl ProblemType {
    /// Every type.
    pub const ALL: [Self; 16] = [
        Self::InvalidId,
        Self::InvalidJson,
        Self::InvalidEnvelope,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::IdReused,
        Self::UnknownKey,
        Self::CannotOpen,
        Self::InvalidMessage,
        Self::UnknownQuestionnaire,
        Self::AnswersRefused,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::TooManyRequests,
        Self::RequestTimeout,
        Self::Unavailable,
    ];

    /// The last part of the `type` URI.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidId => "invalid-id",
            Self::InvalidJson => "invalid-json",
            Self::InvalidEnvelope => "invalid-envelope",
            Self::TooLarge => "too-large",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::IdReused => "id-reused",
            Self::UnknownKey => "unknown-key",
            Self::CannotOpen => "cannot-open",
            Self::InvalidMessage => "invalid-message",
            Self::UnknownQuestionnaire => "unknown-questionnaire",
            Self::AnswersRefused => "answers-refused",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TooManyRequests => "too-many-requests",
            Self::RequestTimeout => "request-timeout",
            Self::Unavailable => "unavailable",
        }
    }

    /// The HTTP status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidId | Self::InvalidJson | Self::InvalidEnvelope => 400,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::IdReused
            | Self::UnknownKey
            | Self::CannotOpen
            | Self::InvalidMessage
            | Self::UnknownQuestionnaire
            | Self::AnswersRefused => 422,
            Self::TooManyRequests => 429,
            Self::Unavailable => 503,
        }
    }

    /// The type of a `type` URI, by its last part.
    pub fn from_uri(uri: &str) -> Option<Self> {
        let code = uri.rsplit('/').next()?;
        Self::ALL.into_iter().find(|problem| problem.code() == code)
    }
}

/// Where the `type` URIs start; they are names, nothing is served there.
pub const PROBLEM_BASE: &str = "urn:premier-accueil:problem/";

/// A problem document (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// [`PROBLEM_BASE`] and a code.
    #[serde(rename = "type")]
    pub uri: String,
    /// A short sentence in English, for developers.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// For `answers-refused`: which questions, and why. Never the answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Refusal>,
}

impl Problem {
    /// A document of that type.
    pub fn new(problem: ProblemType, title: &str) -> Self {
        Self {
            uri: format!("{PROBLEM_BASE}{}", problem.code()),
            title: title.to_string(),
            status: problem.status(),
            refusals: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn an_id_is_a_version_4_uuid_and_never_shown_whole() {
        let id = SubmissionId::from_random([0xab; 16]);
        assert_eq!(id.as_str(), "abababab-abab-4bab-abab-abababababab");
        assert_eq!(id.as_str().parse(), Ok(id.clone()));
        assert_eq!(format!("{id:?}"), "abababab…");
        for wrong in [
            "",
            "abababab-abab-1bab-abab-abababababab",
            "ABABABAB-abab-4bab-abab-abababababab",
            "abababab-abab-4bab-cbab-abababababab",
        ] {
            assert_eq!(wrong.parse::<SubmissionId>(), Err(NotAnId), "{wrong}");
        }
    }

    #[test]
    fn states_are_written_as_their_codes() {
        for state in SubmissionState::ALL {
            let written = serde_json::to_string(&state).unwrap_or_default();
            assert_eq!(written, format!("\"{}\"", state.code()));
        }
    }

    #[test]
    fn problem_types_are_stable_and_distinct() {
        for problem in ProblemType::ALL {
            let uri = Problem::new(problem, "").uri;
            assert_eq!(ProblemType::from_uri(&uri), Some(problem));
        }
    }
}
