//! `GET /v1/site`: what this Mission Locale is, the keys to seal to, and what time it is.

use std::sync::Arc;

use axum::{Json, extract::State, http::header, response::IntoResponse};
use domain::site::Site;

use crate::state::EndpointState;

pub(super) async fn show(State(endpoint): State<Arc<EndpointState>>) -> impl IntoResponse {
    let now = endpoint.clock.now();
    let site = Site {
        keys: endpoint.keys.public(endpoint.clock_guard.believed(now)),
        written_at: endpoint.clock_guard.told(now),
        ..endpoint.site.public.clone()
    };
    ([(header::CACHE_CONTROL, "no-cache")], Json(site))
}
