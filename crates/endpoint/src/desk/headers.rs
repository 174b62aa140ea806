//! Middleware for every response of the desk: its own security headers, and nothing kept in a cache.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::DeskState;
use crate::routes;

/// Nothing but our own stylesheet and script, forms to ourselves, and no page around this one.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'",
);

/// Passkeys, and no other device of the browser's.
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), \
     publickey-credentials-create=(self), publickey-credentials-get=(self)",
);

/// Puts the security headers on.
pub(super) async fn put_on(
    State(state): State<DeskState>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    routes::fixed_headers(headers);
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert("permissions-policy", PERMISSIONS);
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if state.desk.host.is_over_tls() {
        let subdomains = state.endpoint.config.hsts_subdomains;
        headers.insert(header::STRICT_TRANSPORT_SECURITY, routes::hsts(subdomains));
    }
    response
}
