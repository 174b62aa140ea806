//! `PUT`, `POST` and `GET /v1/submissions/{id}`. The id is a capability: it is never logged whole.

use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequestParts, Path, State},
    http::{StatusCode, header, request::Parts},
    response::IntoResponse,
};
use domain::wire::{ProblemType, SubmissionId, SubmissionStatus};

use super::{client_address::Client, envelope_body::EnvelopeBody};
use crate::{intake, problem::Rejection, state::EndpointState};

/// The id in the path, once it is known to be one.
pub(super) struct Id(SubmissionId);

impl FromRequestParts<Arc<EndpointState>> for Id {
    type Rejection = Rejection;

    async fn from_request_parts(
        parts: &mut Parts,
        endpoint: &Arc<EndpointState>,
    ) -> Result<Self, Rejection> {
        let Ok(Path(text)) = Path::<String>::from_request_parts(parts, endpoint).await else {
            return Err(ProblemType::InvalidId.into());
        };
        text.parse()
            .map(Self)
            .map_err(|_| ProblemType::InvalidId.into())
    }
}

/// 201 the first time, 200 after; the receipt is the same.
pub(super) async fn receive(
    State(endpoint): State<Arc<EndpointState>>,
    Client(client): Client,
    Id(id): Id,
    EnvelopeBody(body): EnvelopeBody,
) -> Result<impl IntoResponse, Rejection> {
    let received = intake::receive(&endpoint, client, &id, &body)
        .await
        .inspect_err(|rejection| {
            tracing::warn!(
                submission = id.short(),
                problem = rejection.code(),
                "not received"
            );
        })?;
    let status = if received.first {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((
        status,
        [(header::CACHE_CONTROL, "no-store")],
        Json(received.receipt),
    ))
}

/// Where a submission stands.
pub(super) async fn status(
    State(endpoint): State<Arc<EndpointState>>,
    Id(id): Id,
) -> Result<
    (
        [(header::HeaderName, &'static str); 1],
        Json<SubmissionStatus>,
    ),
    Rejection,
> {
    let status = endpoint
        .store
        .status(&id)
        .await?
        .ok_or(ProblemType::NotFound)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(status)))
}
