//! What is wrong with a request, as RFC 9457 writes it. One problem response for every refusal of every route.
//!
//! Never holds anything of what was sent: a type, a fixed sentence, ids of questions.

use std::ops::RangeInclusive;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    submission::Refusal,
    wire::{Problem, ProblemType},
};

use crate::{limits::OverLimit, store::StoreError};

/// Seconds after which a caller may come back: drawn for each, so that phones do not all return in the same one.
const RETRY_SECONDS: RangeInclusive<u64> = 5..=35;

/// A request that is not carried out, and why.
#[derive(Debug)]
pub(crate) struct Rejection {
    problem: ProblemType,
    refusals: Vec<Refusal>,
    retry_after_seconds: Option<u64>,
    over_limit: Option<&'static str>,
}

/// What a response says was wrong, for figures; in its extensions.
#[derive(Clone, Copy)]
pub(crate) struct Refused {
    pub(crate) problem: ProblemType,
    /// Which limit, where it was one.
    pub(crate) limit: Option<&'static str>,
}

impl Rejection {
    /// What was wrong.
    pub(crate) fn problem(&self) -> ProblemType {
        self.problem
    }

    pub(crate) fn new(problem: ProblemType) -> Self {
        let retry = matches!(problem, ProblemType::Unavailable);
        Self {
            problem,
            refusals: Vec::new(),
            retry_after_seconds: retry.then(drawn_retry_seconds),
            over_limit: None,
        }
    }

    /// Answers that break rules: which questions, and why.
    pub(crate) fn answers_refused(refusals: Vec<Refusal>) -> Self {
        Self {
            refusals,
            ..Self::new(ProblemType::AnswersRefused)
        }
    }

    /// Too many requests; welcome again when the limit says so, or somewhat later.
    pub(crate) fn over_limit(over: &OverLimit) -> Self {
        let needed = over.wait.as_secs().saturating_add(1);
        Self {
            retry_after_seconds: Some(needed.max(drawn_retry_seconds())),
            over_limit: Some(over.limit),
            ..Self::new(ProblemType::TooManyRequests)
        }
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

impl From<OverLimit> for Rejection {
    fn from(over: OverLimit) -> Self {
        Self::over_limit(&over)
    }
}

/// Seconds to wait before asking again, another number each time.
pub(crate) fn drawn_retry_seconds() -> u64 {
    let (first, last) = (*RETRY_SECONDS.start(), *RETRY_SECONDS.end());
    // Without randomness all come back in the middle; they have waits of their own besides.
    let drawn = getrandom::u64().unwrap_or((last - first) / 2);
    first + drawn % (last - first + 1)
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let mut problem = Problem::new(self.problem, title(self.problem));
        problem.refusals = self.refusals;
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        response.extensions_mut().insert(Refused {
            problem: self.problem,
            limit: self.over_limit,
        });
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

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, time::Duration};

    use super::*;

    fn retry_after(rejection: Rejection) -> Option<u64> {
        let response = rejection.into_response();
        let value = response.headers().get(header::RETRY_AFTER)?;
        value.to_str().ok()?.parse().ok()
    }

    #[test]
    fn after_an_outage_phones_come_back_one_by_one() {
        let waits: BTreeSet<_> = (0..400)
            .map(|_| retry_after(ProblemType::Unavailable.into()))
            .collect();
        let bounds = (waits.first(), waits.last());
        let (Some(Some(first)), Some(Some(last))) = bounds else {
            panic!("each has a wait")
        };
        assert!(RETRY_SECONDS.contains(first) && RETRY_SECONDS.contains(last));
        assert!(waits.len() > 20, "{waits:?}");
        assert_eq!(retry_after(ProblemType::NotFound.into()), None);
    }

    #[test]
    fn a_limit_is_never_asked_again_before_it_lets_through() {
        for (wait, bounds) in [
            (Duration::from_millis(1), 5..=35),
            (Duration::from_secs(12), 13..=35),
            (Duration::from_mins(10), 601..=601),
        ] {
            for _ in 0..100 {
                let over = OverLimit {
                    wait,
                    limit: "ipv4-24",
                };
                let told = retry_after(over.into());
                assert!(told.is_some_and(|told| bounds.contains(&told)), "{told:?}");
            }
        }
    }
}
