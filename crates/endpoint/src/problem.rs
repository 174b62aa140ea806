//! What is wrong with a request, as RFC 9457 writes it. One answer for every refusal of every route.
//!
//! Never holds anything of what was sent: a type, a fixed sentence, ids of questions.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    submission::Refusal,
    wire::{Problem, ProblemType},
};

use crate::store::StoreError;

/// Seconds after which a caller may come back when the endpoint cannot work.
const UNAVAILABLE_RETRY_SECONDS: u64 = 30;

/// A request that is not carried out, and why.
#[derive(Debug)]
pub(crate) struct Rejection {
    problem: ProblemType,
    refusals: Vec<Refusal>,
    retry_after_seconds: Option<u64>,
}

impl Rejection {
    pub(crate) fn new(problem: ProblemType) -> Self {
        let retry = matches!(problem, ProblemType::Unavailable);
        Self {
            problem,
            refusals: Vec::new(),
            retry_after_seconds: retry.then_some(UNAVAILABLE_RETRY_SECONDS),
        }
    }

    /// Answers that break rules: which questions, and why.
    pub(crate) fn answers_refused(refusals: Vec<Refusal>) -> Self {
        Self {
            refusals,
            ..Self::new(ProblemType::AnswersRefused)
        }
    }

    /// Too many requests; welcome again after so many seconds.
    pub(crate) fn too_many(retry_after_seconds: u64) -> Self {
        Self {
            retry_after_seconds: Some(retry_after_seconds.max(1)),
            ..Self::new(ProblemType::TooManyRequests)
        }
    }

    /// What kind of refusal it is.
    pub(crate) fn problem(&self) -> ProblemType {
        self.problem
    }

    /// The stable code, for the log.
    pub(crate) fn code(&self) -> &'static str {
        self.problem.code()
    }
}

impl From<ProblemType> for Rejection {
    fn from(problem: ProblemType) -> Self {
        Self::new(problem)
    }
}

impl From<StoreError> for Rejection {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store does not answer");
        Self::new(ProblemType::Unavailable)
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let mut problem = Problem::new(self.problem, title(self.problem));
        problem.refusals = self.refusals;
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn title(problem: ProblemType) -> &'static str {
    match problem {
        ProblemType::InvalidId => "The id is not a UUID of version 4 in lower case.",
        ProblemType::InvalidJson => "The body is not JSON.",
        ProblemType::InvalidEnvelope => "The body is not an envelope of version 1.",
        ProblemType::TooLarge => "The body is larger than 64 KiB.",
        ProblemType::UnsupportedMediaType => "Send application/json.",
        ProblemType::IdReused => "This id already belongs to another body.",
        ProblemType::UnknownKey => "There is no private key of that name here.",
        ProblemType::CannotOpen => "The envelope does not open.",
        ProblemType::InvalidMessage => "The envelope holds no message.",
        ProblemType::UnknownQuestionnaire => {
            "This edition of the questionnaire was never served here."
        }
        ProblemType::AnswersRefused => "Some answers break the rules of the questionnaire.",
        ProblemType::NotFound => "There is nothing here.",
        ProblemType::MethodNotAllowed => "This path does not do that.",
        ProblemType::TooManyRequests => "Too many requests from this address.",
        ProblemType::RequestTimeout => "The request took too long to arrive.",
        ProblemType::Unavailable => "The endpoint cannot work just now.",
    }
}
