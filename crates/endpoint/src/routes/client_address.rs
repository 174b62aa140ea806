//! The address of a client, through the proxies that are trusted, and the middleware that refuses it over its limits.
//!
//! The address is never logged and never kept.

mod forwarded;

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    limits::{Limits, OverLimit},
    problem::Rejection,
    state::EndpointState,
};

/// The address at the other end of the connection; put into each request by the listener.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The address that a request counts for; put into it by [`within_limits`].
#[derive(Clone, Copy)]
pub(super) struct Client(pub(super) IpAddr);

impl FromRequestParts<Arc<EndpointState>> for Client {
    type Rejection = Rejection;

    async fn from_request_parts(
        parts: &mut Parts,
        endpoint: &Arc<EndpointState>,
    ) -> Result<Self, Rejection> {
        let known = parts.extensions.get::<Self>().copied();
        Ok(known.unwrap_or_else(|| {
            let peer = parts.extensions.get::<Peer>().copied();
            Self(address(endpoint, peer, &parts.headers))
        }))
    }
}

/// Refuses what comes from a place that has sent much that was refused. Nothing was read of it yet.
pub(super) async fn within_limits(
    State(endpoint): State<Arc<EndpointState>>,
    request: Request,
    next: Next,
) -> Response {
    let (response, client) = match let_in(&endpoint, Limits::knock, request, next).await {
        Ok(let_in) => let_in,
        Err(refused) => return refused,
    };
    // An error of ours is no fault of the phone's.
    if response.status().is_success() || response.status().is_server_error() {
        endpoint.limits.was_good(client);
    }
    response
}

/// The same on the desk, where each request counts, also one with which nothing is wrong: anybody can have something
/// made there.
pub(crate) async fn each_within_limits(
    State(endpoint): State<Arc<EndpointState>>,
    request: Request,
    next: Next,
) -> Response {
    let_in(&endpoint, Limits::knock_at_desk, request, next)
        .await
        .map_or_else(|refused| refused, |(response, _)| response)
}

/// Has a request answered, unless its place is over the limit; with the response, the address that it counts for.
async fn let_in(
    endpoint: &EndpointState,
    knock: fn(&Limits, IpAddr) -> Result<(), OverLimit>,
    mut request: Request,
    next: Next,
) -> Result<(Response, IpAddr), Response> {
    let peer = request.extensions().get::<Peer>().copied();
    let client = address(endpoint, peer, request.headers());
    if let Err(over) = knock(&endpoint.limits, client) {
        return Err(Rejection::over_limit(&over).into_response());
    }
    request.extensions_mut().insert(Client(client));
    Ok((next.run(request).await, client))
}

/// The client as the outermost of our proxies saw it.
///
/// Where the proxy's header cannot be read, the proxy's own address counts: no request gets past the limits, and an
/// alarm says that all phones share one.
fn address(endpoint: &EndpointState, peer: Option<Peer>, headers: &HeaderMap) -> IpAddr {
    let peer = peer.map_or(Ipv4Addr::LOCALHOST.into(), |peer| peer.0);
    let hops = endpoint.config.trusted_hops();
    if hops == 0 {
        return peer;
    }
    let said = forwarded::nth_from_the_end(headers, "x-forwarded-for", hops);
    said.and_then(forwarded::address).unwrap_or_else(|| {
        endpoint.clients_unknown.tell();
        peer
    })
}

/// Whether the phone reached the outermost of our proxies over TLS.
pub(super) fn came_over_tls(endpoint: &EndpointState, headers: &HeaderMap) -> bool {
    let hops = endpoint.config.trusted_hops();
    let said = forwarded::nth_from_the_end(headers, "x-forwarded-proto", hops);
    hops > 0 && said.is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
}
