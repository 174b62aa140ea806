//! `premier-accueil serve`: listeners, the loops of delivery, housekeeping and readiness, signals and a clean stop.

use std::{
    io::{self, IsTerminal},
    net::SocketAddr,
    sync::Arc,
};

use content::in_french;
use rustix::process::Signal;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinSet,
};

use crate::{
    clock::Clock,
    config::Config,
    connections::{Bounds, accept},
    delivery::{self, Mailer},
    descriptors,
    endpoint::{Checked, Endpoint, StartError},
    folder_lock::{FolderLock, LockError},
    housekeeping, observing, precautions,
    stop::Stop,
    store::StoreError,
};

/// More phones than this at once wait for one to end.
const CONNECTIONS: usize = 2048;

/// Why the endpoint cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A setting is wrong, or what is there cannot be used.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Another process serves the data folder.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The address is taken, or not this machine's.
    #[error("impossible d’écouter sur {} : {}", .0, in_french(.1))]
    Listen(SocketAddr, std::io::Error),
    /// The database does not answer.
    #[error(transparent)]
    Store(StoreError),
    /// The system gives no signals.
    #[error("impossible d’attendre les signaux : {0}")]
    Signals(std::io::Error),
    /// One of its loops ended without being told to: a defect.
    #[error("une partie du programme s’est arrêtée d’elle-même : le journal dit où")]
    TaskEnded,
}

/// Serves until SIGTERM or SIGINT. `ready` is told each listener's name and address once all answer, the public one first.
///
/// Everything that can refuse is asked before anything is written: the settings, then the addresses, then the lock of
/// the data folder, which is let go when everything is on the disk.
///
/// # Errors
///
/// When a setting is wrong, an address cannot be listened on, another process serves the folder, or the system gives
/// no signals.
pub async fn serve(
    config: Config,
    clock: Clock,
    mailer: Mailer,
    ready: impl Fn(&str, SocketAddr),
) -> Result<(), ServeError> {
    let checked = Checked::look(config, clock.now())?;
    checked.refuse_demo()?;
    checked.refuse_missing_notices()?;
    checked.refuse_open_fiches()?;
    checked.refuse_unsigned()?;
    let Checked { config, site, .. } = &checked;
    for missing in precautions::missing(config, site) {
        tracing::warn!("{missing}");
    }
    let listeners = async {
        let public = listen(config.public_addr).await?;
        Ok((public, listen(config.ops_addr).await?))
    };
    let ((public, address), (ops, ops_address)) = match listeners.await {
        Ok(listeners) => listeners,
        Err(error) => {
            // The process that has the address mostly has the folder too: then the error names it.
            FolderLock::refuse_held(&config.data_dir)?;
            return Err(error);
        }
    };
    let lock = FolderLock::take_with_store(&config.data_dir, &config.store, clock.now())?;
    let endpoint = Endpoint::open(checked, clock, mailer).await?;
    endpoint.take_over(&lock).await.map_err(ServeError::Store)?;
    let bounds = Bounds::public(descriptors::make_room_for(CONNECTIONS));
    let mut terminate = signal(SignalKind::terminate()).map_err(ServeError::Signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(ServeError::Signals)?;
    // SIGHUP comes when a terminal is closed, and from programs that rotate logs: without a handler it would end the
    // program at once.
    let mut hangup = signal(SignalKind::hangup()).map_err(ServeError::Signals)?;
    let has_terminal = io::stdin().is_terminal();
    // Each of these would end the program in the middle of whatever it does: a file that may not grow is an error of
    // that file alone, and the others mean nothing here.
    let unheard = [Signal::XFSZ, Signal::USR1, Signal::USR2];
    for one in unheard {
        drop(signal(SignalKind::from_raw(one.as_raw())).map_err(ServeError::Signals)?);
    }

    let (stop, stopped) = watch::channel(false);
    let state = || Arc::clone(endpoint.state());
    let mut tasks = JoinSet::new();
    let stopped = Stop::new(stopped);
    tasks.spawn(delivery::run(state(), stopped.clone()));
    tasks.spawn(housekeeping::run(state(), stopped.clone()));
    tasks.spawn(observing::watch(state(), stopped.clone()));
    tasks.spawn(accept(
        ops,
        endpoint.ops_router(),
        Bounds::OPS,
        stopped.clone(),
    ));
    tasks.spawn(accept(public, endpoint.router(), bounds, stopped));
    ready("public", address);
    ready("ops", ops_address);

    let mut ended = Ok(());
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hangup.recv(), if has_terminal => {}
        // None ends by itself: without one of them the rest would look well and do half of the work.
        _ = tasks.join_next() => {
            tracing::error!("a task has ended by itself: the program stops, to be started again");
            ended = Err(ServeError::TaskEnded);
        }
    }
    tracing::info!("stopping");
    // The receivers live as long as the tasks: without receivers, all tasks have ended.
    let _ = stop.send(true);
    while let Some(task) = tasks.join_next().await {
        if task.is_err() {
            tracing::error!("a task ended in a panic");
        }
    }
    endpoint.close().await;
    drop(lock);
    tracing::info!("stopped");
    ended
}

async fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let refused = |error| ServeError::Listen(wanted, error);
    let listener = TcpListener::bind(wanted).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address))
}
