//! HTTP connections of one listener: how many at once, how long each part of one may take, and how they end.

mod paced;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulConnection, GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tower::ServiceExt;

use crate::{routes::Peer, stop::Stop};
use paced::{Pace, Paced};

/// Headers of one request; a browser's are a tenth of it. What is longer is answered with 431.
const HEADER_BYTES: usize = 16 * 1024;

/// What one listener's clients may take.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// More connections than this wait for one to end.
    pub(crate) connections: usize,
    /// How long a client may take to send its headers, or stay silent between two requests.
    pub(crate) headers_within: Duration,
    /// How slowly a client may read what is written to it.
    pub(crate) reads: Pace,
    /// Requests in flight when the endpoint is told to stop have this long.
    pub(crate) stops_within: Duration,
}

impl Bounds {
    /// Phones, on networks that stand still in a tunnel.
    pub(crate) const fn public(connections: usize) -> Self {
        Self {
            connections,
            headers_within: Duration::from_secs(10),
            // Less than the slowest mobile network carries.
            reads: Pace {
                bytes: 16 * 1024,
                within: Duration::from_secs(20),
            },
            stops_within: Duration::from_secs(30),
        }
    }

    /// The staff of one Mission Locale: a browser opens six connections at most.
    pub(crate) const DESK: Self = Self {
        connections: 256,
        headers_within: Duration::from_secs(10),
        reads: Pace {
            bytes: 16 * 1024,
            within: Duration::from_secs(10),
        },
        stops_within: Duration::from_secs(10),
    };

    /// Programs on the same machine.
    pub(crate) const OPS: Self = Self {
        connections: 32,
        headers_within: Duration::from_secs(2),
        reads: Pace {
            bytes: 16 * 1024,
            within: Duration::from_secs(5),
        },
        stops_within: Duration::from_secs(10),
    };
}

/// Answers connections until `stop` is set, also when none is free; then lets those under way end.
pub(crate) async fn accept(listener: TcpListener, router: Router, bounds: Bounds, mut stop: Stop) {
    let connections = GracefulShutdown::new();
    let free = Arc::new(Semaphore::new(bounds.connections));
    loop {
        let arriving = async {
            let slot = Arc::clone(&free).acquire_owned().await;
            (slot, listener.accept().await)
        };
        let (slot, accepted) = tokio::select! {
            arrived = arriving => arrived,
            () = stop.told() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, router.clone(), bounds);
                let connection = connections.watch(connection);
                tokio::spawn(async move {
                    // A client that hangs up, reads nothing or sends no HTTP is its own affair.
                    let _ = connection.await;
                    drop(slot);
                });
            }
            Err(error) => {
                // Out of file descriptors, mostly: others must end first.
                tracing::error!(%error, "cannot accept a connection");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    let ended = timeout(bounds.stops_within, connections.shutdown()).await;
    if ended.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    bounds: Bounds,
) -> impl GracefulConnection<Error = hyper::Error> + Send {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().oneshot(request.map(Body::new))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.headers_within)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(Paced::new(stream, bounds.reads)), service)
}

#[cfg(test)]
mod tests;
