//! What the public address answers to, and what every answer has in common.

mod app_files;
mod client;
mod envelope_body;
mod every_answer;
mod policy;
mod site;
mod submissions;

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{get, put},
};
use domain::wire::ProblemType;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{endpoint::Inner, problem::Rejection};

pub(crate) use client::{ClientsUnknown, Peer};
pub(crate) use every_answer::in_time;

/// Every route of the public address.
pub(crate) fn router(endpoint: Arc<Inner>) -> Router {
    // Some networks let GET and POST through alone: both verbs do the same.
    let receiving =
        put(submissions::receive)
            .post(submissions::receive)
            .layer(middleware::from_fn_with_state(
                Arc::clone(&endpoint),
                client::within_limits,
            ));
    Router::new()
        .route("/v1/site", get(site::show))
        .route(
            "/v1/submissions/{id}",
            get(submissions::status).merge(receiving),
        )
        .fallback(app_files::serve)
        .method_not_allowed_fallback(|| async { Rejection::new(ProblemType::MethodNotAllowed) })
        .layer(middleware::from_fn(every_answer::in_time))
        .layer(CatchPanicLayer::custom(every_answer::after_panic))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&endpoint),
            every_answer::headers,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&endpoint),
            every_answer::figures,
        ))
        .layer(middleware::from_fn(every_answer::access_log))
        .with_state(endpoint)
}
