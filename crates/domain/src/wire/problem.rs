//! Problems: what an endpoint says where something is wrong (RFC 9457).

use std::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use crate::submission::Refusal;

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
