//! The listener for monitoring: `/healthz`, `/readyz` and `/metrics`, on an address that no proxy forwards.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::wire::ProblemType;

use crate::{
    observing,
    problem::{Rejection, drawn_retry_seconds},
    routes,
    state::EndpointState,
};

const NO_STORE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// The text format of Prometheus.
const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Every route of the address for monitoring.
pub(crate) fn router(endpoint: Arc<EndpointState>) -> Router {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .fallback(|| async { Rejection::new(ProblemType::NotFound) })
        .method_not_allowed_fallback(|| async { Rejection::new(ProblemType::MethodNotAllowed) })
        .layer(middleware::from_fn(routes::in_time))
        .with_state(endpoint)
}

/// The process answers.
async fn alive() -> impl IntoResponse {
    ([NO_STORE], "ok\n")
}

/// 200 when a submission can be stored and everything else is done in time; else 503. Either way the codes of what is wrong.
async fn ready(State(endpoint): State<Arc<EndpointState>>) -> Response {
    let (_, verdict) = observing::observe(&endpoint).await;
    if verdict.ready {
        return ([NO_STORE], Json(verdict)).into_response();
    }
    let wait = [(header::RETRY_AFTER, drawn_retry_seconds().to_string())];
    let status = StatusCode::SERVICE_UNAVAILABLE;
    (status, [NO_STORE], wait, Json(verdict)).into_response()
}

/// Counts and ages, for graphs and alarms.
async fn metrics(
    State(endpoint): State<Arc<EndpointState>>,
) -> Result<impl IntoResponse, Rejection> {
    let (seen, verdict) = observing::observe(&endpoint).await;
    let text = endpoint.metrics.text(&seen, &verdict);
    let text = text.map_err(|_| ProblemType::Unavailable)?;
    Ok(([NO_STORE, (header::CONTENT_TYPE, METRICS_TYPE)], text))
}
