//! `GET /v1/site`: what this Mission Locale is, and the keys to seal to.

use std::sync::Arc;

use axum::{Json, extract::State, http::header, response::IntoResponse};
use domain::site::Site;

use crate::endpoint::Inner;

pub(super) async fn show(State(endpoint): State<Arc<Inner>>) -> impl IntoResponse {
    let site = Site {
        keys: endpoint
            .keys
            .public(endpoint.clock_guard.believed(endpoint.clock.now())),
        ..endpoint.site.public.clone()
    };
    ([(header::CACHE_CONTROL, "no-cache")], Json(site))
}
