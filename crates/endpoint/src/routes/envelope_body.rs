//! Extractor of the body of a submission: content type, size limit, read timeout. Not parsed here.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use domain::wire::{MAX_BODY_BYTES, ProblemType};
use tokio::time::timeout;

use crate::{problem::Rejection, state::EndpointState};

/// How long a phone on a bad network may take to send 64 KiB.
const ARRIVES_WITHIN: Duration = Duration::from_secs(20);

/// The bytes of the body.
pub(super) struct EnvelopeBody(pub(super) Bytes);

impl FromRequest<Arc<EndpointState>> for EnvelopeBody {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &Arc<EndpointState>) -> Result<Self, Rejection> {
        if !says_json(request.headers()) {
            return Err(ProblemType::UnsupportedMediaType.into());
        }
        let body: Body = request.into_body();
        if body.size_hint().lower() > u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX) {
            return Err(ProblemType::TooLarge.into());
        }
        match timeout(ARRIVES_WITHIN, to_bytes(body, MAX_BODY_BYTES)).await {
            Ok(Ok(bytes)) => Ok(Self(bytes)),
            Ok(Err(error)) if is_length_limit(&error) => Err(ProblemType::TooLarge.into()),
            // Too slow, or the phone hung up in the middle; then this response is not read.
            Ok(Err(_)) | Err(_) => Err(ProblemType::RequestTimeout.into()),
        }
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = text.and_then(|text| text.split(';').next()).map(str::trim);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
}

/// Whether a body was longer than it may be.
pub(crate) fn is_length_limit(error: &axum::Error) -> bool {
    std::error::Error::source(error)
        .is_some_and(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>)
}
