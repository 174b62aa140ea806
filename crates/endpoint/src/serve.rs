//! The sockets and the loops: listens, delivers, purges, and stops cleanly.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};
use tower::ServiceExt;

use crate::{
    delivery,
    endpoint::{Endpoint, Inner},
    precautions, purge,
    routes::Peer,
};

/// How long a client may take to send its headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// Requests in flight when the endpoint is told to stop have this long.
const STOPS_WITHIN: Duration = Duration::from_secs(30);

/// How often old content and old keys are looked for.
const HOUSEKEEPING_EVERY: Duration = Duration::from_hours(1);

/// More connections than this wait for one to end.
const CONNECTIONS: usize = 2048;

/// Why the endpoint cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The system gives no signals.
    #[error("cannot wait for signals: {0}")]
    Signals(std::io::Error),
}

/// Serves until SIGTERM or SIGINT. `ready` is told the listener's name and address once it answers.
///
/// # Errors
///
/// When the address cannot be listened on, or the system gives no signals.
pub async fn serve(
    endpoint: Endpoint,
    ready: impl FnOnce(&str, SocketAddr),
) -> Result<(), ServeError> {
    let Inner { config, site, .. } = &**endpoint.inner();
    for missing in precautions::missing(config, site) {
        tracing::warn!("{missing}");
    }
    let wanted = config.public_addr;
    let refused = |error| ServeError::Listen(wanted, error);
    let listener = TcpListener::bind(wanted).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(ServeError::Signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(ServeError::Signals)?;

    let (stop, stopped) = watch::channel(false);
    let deliveries = tokio::spawn(delivery::run(Arc::clone(endpoint.inner()), stopped.clone()));
    let housekeeping = tokio::spawn(keep_house(Arc::clone(endpoint.inner()), stopped.clone()));
    let requests = tokio::spawn(accept(listener, endpoint.router(), stopped));
    ready("public", address);

    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    // The receivers live as long as the tasks: nobody to tell means that they are done.
    let _ = stop.send(true);
    for task in [requests, deliveries, housekeeping] {
        if task.await.is_err() {
            tracing::error!("a task ended in a panic");
        }
    }
    endpoint.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn accept(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let connections = GracefulShutdown::new();
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(slot) = Arc::clone(&free).acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connections.watch(connection(stream, peer, router.clone()));
                tokio::spawn(async move {
                    // A client that hangs up or sends no HTTP is its own affair.
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
    if timeout(STOPS_WITHIN, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().oneshot(request.map(Body::new))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .serve_connection(TokioIo::new(stream), service)
}

/// Purges, renews keys and forgets addresses, at the start and every hour.
async fn keep_house(endpoint: Arc<Inner>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let now = endpoint.clock.now();
        if let Err(error) = purge::run(&endpoint.store, &endpoint.site, now).await {
            tracing::error!(%error, "cannot purge");
        }
        if let Err(error) = purge::rights_files(&endpoint.store, now).await {
            tracing::error!(%error, "cannot purge the register");
        }
        if let Err(error) = purge::option_choices(&endpoint.store, now).await {
            tracing::error!(%error, "cannot purge the record of options");
        }
        if let Err(error) = endpoint.keys.renew(now) {
            tracing::error!(%error, "cannot make a new key");
        }
        endpoint.limits.forget_quiet();
        tokio::select! {
            _ = stop.changed() => {}
            () = sleep(HOUSEKEEPING_EVERY) => {}
        }
    }
}
