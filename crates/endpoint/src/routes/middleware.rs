//! Middleware for every response of the public address: security headers, figures, access log, timeout, panics.

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    body::HttpBody,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::wire::ProblemType;
use tokio::time::timeout;

use super::{client_address::came_over_tls, csp};
use crate::{
    clock::Stopwatch,
    problem::{Refused, Rejection},
    state::EndpointState,
};

/// Longer than any request of ours takes; a stuck one is let go.
const ANSWERED_WITHIN: Duration = Duration::from_secs(30);

const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Two years; browsers then never ask in clear again.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// The same for every name under this host's: for administrators who know all of them.
const HSTS_SUBDOMAINS: HeaderValue =
    HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Puts the security headers on.
pub(super) async fn headers(
    State(endpoint): State<Arc<EndpointState>>,
    request: Request,
    next: Next,
) -> Response {
    let over_tls = came_over_tls(&endpoint, request.headers());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    fixed_headers(headers);
    // A page brings its own, for its stylesheet.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(csp::NOTHING_INLINE));
    if over_tls {
        let value = hsts(endpoint.config.hsts_subdomains);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// Those that are the same for every response of every address that browsers reach.
pub(crate) fn fixed_headers(headers: &mut HeaderMap) {
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// That this host is reached over TLS alone, with `subdomains` every name under it as well.
pub(crate) fn hsts(subdomains: bool) -> HeaderValue {
    if subdomains { HSTS_SUBDOMAINS } else { HSTS }
}

/// Counts what was refused, by its problem and by the limit that it was over.
pub(crate) async fn figures(
    State(endpoint): State<Arc<EndpointState>>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    if let Some(refused) = response.extensions().get::<Refused>() {
        endpoint.metrics.refused(*refused);
    }
    response
}

/// One line for each request: the route's pattern, never the path, which can hold an id.
pub(crate) async fn access_log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let watch = Stopwatch::start();
    let response = next.run(request).await;
    tracing::info!(
        method = method.as_str(),
        route = route.as_deref().unwrap_or("file"),
        status = response.status().as_u16(),
        bytes = response.body().size_hint().exact(),
        milliseconds = u64::try_from(watch.elapsed().as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

/// Gives up on a request that takes too long.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    match timeout(ANSWERED_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Rejection::new(ProblemType::Unavailable).into_response(),
    }
}

/// A defect of ours: said so in the log, without what it was busy with.
pub(super) fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request ended in a panic");
    Rejection::new(ProblemType::Unavailable).into_response()
}
