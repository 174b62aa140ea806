//! The router of the public address: its routes, and the middleware around them.

mod app_files;
mod client_address;
mod csp;
mod envelope_body;
mod middleware;
mod site;
mod submissions;

use std::sync::Arc;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, put},
};
use domain::wire::ProblemType;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{problem::Rejection, state::EndpointState};

pub(crate) use client_address::{Peer, each_within_limits};
pub(crate) use envelope_body::is_length_limit;
pub(crate) use middleware::{access_log, figures, fixed_headers, hsts, in_time};

/// Every route of the public address.
pub(crate) fn router(endpoint: Arc<EndpointState>) -> Router {
    // Some networks let GET and POST through alone: both verbs do the same.
    let receiving = put(submissions::receive)
        .post(submissions::receive)
        .layer(from_fn_with_state(
            Arc::clone(&endpoint),
            client_address::within_limits,
        ));
    Router::new()
        .route("/v1/site", get(site::show))
        .route(
            "/v1/submissions/{id}",
            get(submissions::status).merge(receiving),
        )
        .fallback(app_files::serve)
        .method_not_allowed_fallback(|| async { Rejection::new(ProblemType::MethodNotAllowed) })
        .layer(from_fn(middleware::in_time))
        .layer(CatchPanicLayer::custom(middleware::after_panic))
        .layer(from_fn_with_state(
            Arc::clone(&endpoint),
            middleware::headers,
        ))
        .layer(from_fn_with_state(
            Arc::clone(&endpoint),
            middleware::figures,
        ))
        .layer(from_fn(middleware::access_log))
        .with_state(endpoint)
}
