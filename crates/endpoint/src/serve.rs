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
    desk::DeskError,
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
    /// The desk's first person cannot be invited.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The database does not answer.
    #[error(transparent)]
    Store(StoreError),
    /// The system does not say at which address it listens.
    #[error("l’adresse d’écoute ne peut pas être lue : {0}")]
    Address(std::io::Error),
    /// The system gives no signals.
    #[error("impossible d’attendre les signaux : {0}")]
    Signals(std::io::Error),
    /// One of its loops ended without being told to: a defect.
    #[error("une partie du programme s’est arrêtée d’elle-même : le journal dit où")]
    TaskEnded,
}

/// What is told once all listeners answer.
pub enum Ready<'a> {
    /// A listener's name and address, the public one first.
    Listening(&'a str, SocketAddr),
    /// In a first run: the link with which the first person of the desk makes a passkey.
    Invitation(&'a str),
}

/// Serves until SIGTERM or SIGINT. `ready` is told once all listeners answer.
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
    ready: impl Fn(Ready<'_>),
) -> Result<(), ServeError> {
    let checked = Checked::look(config, clock.now())?;
    checked.refuse_demo()?;
    checked.refuse_missing_notices()?;
    checked.refuse_open_fiches()?;
    checked.refuse_unsigned()?;
    checked.refuse_desk()?;
    let Checked { config, site, .. } = &checked;
    for missing in precautions::missing(config, site) {
        tracing::warn!("{missing}");
    }
    let listeners = match Listeners::open(config).await {
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
    let first_link = first_link(&endpoint).await?;
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
    let addresses = listeners.addresses()?;
    tasks.spawn(accept(
        listeners.ops,
        endpoint.ops_router(),
        Bounds::OPS,
        stopped.clone(),
    ));
    if let (Some(desk), Some(router)) = (listeners.desk, endpoint.desk_router()) {
        tasks.spawn(accept(desk, router, Bounds::DESK, stopped.clone()));
    }
    tasks.spawn(accept(listeners.public, endpoint.router(), bounds, stopped));
    for (name, address) in addresses {
        ready(Ready::Listening(name, address));
    }
    if let Some(link) = &first_link {
        ready(Ready::Invitation(link));
    }

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

/// In a first run on this machine alone, the link for the first person of its desk. Elsewhere `desk invite` makes it:
/// what is printed here may be kept in a log.
async fn first_link(endpoint: &Endpoint) -> Result<Option<String>, ServeError> {
    let state = endpoint.state();
    let is_first_run = state.config.desk_addr.is_some() && !state.config.serves_others();
    let is_local = |desk: &content::Desk| !desk.is_over_tls();
    if is_first_run && state.site.desk.as_ref().is_some_and(is_local) {
        return Ok(endpoint.first_desk_link().await?);
    }
    Ok(None)
}

/// The addresses of this process: each is asked for before anything is written.
struct Listeners {
    public: TcpListener,
    ops: TcpListener,
    desk: Option<TcpListener>,
}

impl Listeners {
    async fn open(config: &Config) -> Result<Self, ServeError> {
        Ok(Self {
            public: listen(config.public_addr).await?,
            ops: listen(config.ops_addr).await?,
            desk: match config.desk_addr {
                Some(wanted) => Some(listen(wanted).await?),
                None => None,
            },
        })
    }

    /// Where each can be reached, the public one first.
    fn addresses(&self) -> Result<Vec<(&'static str, SocketAddr)>, ServeError> {
        let listeners = [
            ("public", Some(&self.public)),
            ("ops", Some(&self.ops)),
            ("desk", self.desk.as_ref()),
        ];
        let present = listeners
            .into_iter()
            .filter_map(|(name, listener)| Some((name, listener?)));
        let address = |(name, listener): (&'static str, &TcpListener)| {
            let address = listener.local_addr().map_err(ServeError::Address)?;
            Ok((name, address))
        };
        present.map(address).collect()
    }
}

async fn listen(wanted: SocketAddr) -> Result<TcpListener, ServeError> {
    let refused = |error| ServeError::Listen(wanted, error);
    TcpListener::bind(wanted).await.map_err(refused)
}
