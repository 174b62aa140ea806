//! For whoever watches the machine: is the process there, and does it do its work.

use std::sync::Arc;

use axum::{extract::State, http::header, response::IntoResponse};
use domain::{delivery::ALARM_AFTER_SECONDS, wire::ProblemType};

use crate::{endpoint::Inner, problem::Rejection};

const NO_STORE: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// `GET /healthz`: the process answers.
pub(super) async fn alive() -> impl IntoResponse {
    (NO_STORE, "ok\n")
}

/// `GET /readyz`: the database answers, and no delivery or reminder has been failing for an hour.
pub(super) async fn ready(
    State(endpoint): State<Arc<Inner>>,
) -> Result<impl IntoResponse, Rejection> {
    endpoint.store.ping().await?;
    let now = endpoint.clock.now();
    let since = now.plus_seconds(-ALARM_AFTER_SECONDS);
    let overdue = endpoint.store.overdue_deliveries(since, now).await?
        + endpoint.store.overdue_notes(since).await?;
    if overdue > 0 {
        tracing::error!(overdue, "deliveries have been failing for an hour or more");
        return Err(ProblemType::Unavailable.into());
    }
    Ok((NO_STORE, "ready\n"))
}
