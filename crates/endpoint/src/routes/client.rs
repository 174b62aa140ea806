//! Who asks: the address that limits are counted by. It is never logged and never kept.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};

use crate::{endpoint::Inner, problem::Rejection};

/// The address at the other end of the connection; put into each request by `serve`.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// The request is one of those that its address may still make.
pub(super) struct WithinLimits;

impl FromRequestParts<Arc<Inner>> for WithinLimits {
    type Rejection = Rejection;

    async fn from_request_parts(
        parts: &mut Parts,
        endpoint: &Arc<Inner>,
    ) -> Result<Self, Rejection> {
        let peer = parts
            .extensions
            .get::<Peer>()
            .map_or(Ipv4Addr::LOCALHOST.into(), |peer| peer.0);
        let forwarded = endpoint
            .config
            .behind_proxy
            .then(|| forwarded_for(&parts.headers))
            .flatten();
        endpoint
            .limits
            .count(forwarded.unwrap_or(peer))
            .map_err(Rejection::too_many)?;
        Ok(Self)
    }
}

/// The last address of `X-Forwarded-For`: the one that our own proxy saw. Those before it can be invented.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}
