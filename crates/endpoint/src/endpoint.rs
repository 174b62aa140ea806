//! The endpoint, assembled: settings in, two routers and what operators and officers do out.
//!
//! No socket and no loop here: `serve` has those. A test drives the same thing by hand.

mod database;
mod moments;
mod start;

use std::{path::PathBuf, sync::Arc};

use tokio::sync::{Mutex, Notify};

use crate::{
    clock::Clock,
    clock_guard::{ClockGuard, ClockJumped},
    communes::Communes,
    config::{Config, DeskCommand},
    delivery::{self, Dispatcher, Mailer, Printer},
    desk,
    folder_lock::FolderLock,
    housekeeping::{self, Report},
    keys::{self, Keys},
    limits::{Allowed, ClientsUnknown, Limits, Pace},
    metrics::Metrics,
    operator::Operator,
    ops,
    readiness::Readiness,
    rights::Officer,
    routes,
    sheets::Sheets,
    state::EndpointState,
    store::{PurgeItem, Store, StoreError},
};
use database::open_or_make_store;
pub(crate) use database::open_store;
pub(crate) use database::there_is_a_database;
pub(crate) use moments::Moments;
pub(crate) use start::Checked;
pub use start::StartError;

/// The endpoint of one Mission Locale.
#[derive(Clone)]
pub struct Endpoint(Arc<EndpointState>);

impl Endpoint {
    /// Reads and makes everything the endpoint needs, and the first key on a first start.
    ///
    /// # Errors
    ///
    /// What stands in the way of a start, as a sentence for the one who starts it.
    pub async fn start(config: Config, clock: Clock, mailer: Mailer) -> Result<Self, StartError> {
        let checked = Checked::look(config, clock.now())?;
        Self::open(checked, clock, mailer).await
    }

    /// For a command that works beside a running endpoint, or without one: makes no database, no key and no folder.
    ///
    /// # Errors
    ///
    /// As [`Endpoint::start`], and where something is missing.
    pub async fn beside(config: Config, clock: Clock, mailer: Mailer) -> Result<Self, StartError> {
        // Said before anything else: a wrong folder is what is wrong most often.
        there_is_a_database(&config)?;
        let checked = Checked::look(config, clock.now())?;
        let store = open_store(&checked.config).await?;
        let (folder, after_days) = keys_of(&checked.config);
        let keys = Keys::read(&folder, after_days)?;
        Self::with(checked, clock, mailer, store, keys).await
    }

    /// Makes what is missing. The first key comes last: phones seal to it for months.
    pub(crate) async fn open(
        checked: Checked,
        clock: Clock,
        mailer: Mailer,
    ) -> Result<Self, StartError> {
        keys::make_private_folder(&checked.config.data_dir)?;
        mailer.make_folder()?;
        let store = open_or_make_store(&checked.config).await?;
        store.try_journal().await?;
        let (folder, after_days) = keys_of(&checked.config);
        let keys = Keys::open(&folder, after_days, clock.now())?;
        keys.look_for(&store.sealed_to().await?);
        Self::with(checked, clock, mailer, store, keys).await
    }

    async fn with(
        checked: Checked,
        clock: Clock,
        mailer: Mailer,
        store: Store,
        keys: Keys,
    ) -> Result<Self, StartError> {
        let Checked {
            config,
            site,
            mails,
            time_zone,
            addresses,
            app,
            sheets,
        } = checked;
        let sheets = Sheets::load(&sheets, &store, clock.now()).await?;
        let clock_guard = ClockGuard::open(&store).await?;
        Ok(Self(Arc::new(EndpointState {
            app,
            clock_guard,
            communes: Communes::new(&config.app_dir),
            limits: Limits::new(&Allowed::by(&config), &clock),
            pace: Pace::default(),
            clients_unknown: ClientsUnknown::new(&clock),
            readiness: Readiness::new(&clock),
            metrics: Metrics::new(),
            addresses,
            dispatcher: Mutex::new(Dispatcher::default()),
            printer: Printer::new(&config.printing, Arc::clone(&mails.fiche)),
            wake: Notify::new(),
            config,
            site,
            mails,
            time_zone,
            clock,
            store,
            keys,
            sheets,
            mailer,
        })))
    }

    /// Every route, with limits, headers and access log.
    pub fn router(&self) -> axum::Router {
        routes::router(Arc::clone(&self.0))
    }

    /// The pages for the staff, for an address of their own; none where the site has no desk.
    pub fn desk_router(&self) -> Option<axum::Router> {
        desk::router(Arc::clone(&self.0))
    }

    /// Who may ask for which route of the desk.
    pub fn desk_routes() -> Vec<desk::DeskRoute> {
        desk::described()
    }

    /// Does what was typed after `premier-accueil desk`, and says what came of it.
    ///
    /// # Errors
    ///
    /// Why not, in French.
    pub async fn carry_out_desk_command(
        &self,
        command: DeskCommand,
    ) -> Result<String, desk::DeskError> {
        desk::DeskOperator(&self.0).carry_out(command).await
    }

    /// The link with which the first person makes a passkey, where nobody could invite anybody yet.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    pub(crate) async fn first_desk_link(&self) -> Result<Option<String>, desk::DeskError> {
        desk::DeskOperator(&self.0).first_link().await
    }

    /// The routes for monitoring: for an address of their own.
    pub fn ops_router(&self) -> axum::Router {
        ops::router(Arc::clone(&self.0))
    }

    /// Makes every delivery that is due now, and says how many reached the mailbox.
    ///
    /// # Errors
    ///
    /// When the store does not answer; a delivery that fails is no error, it is tried again.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        delivery::deliver_due(&self.0).await
    }

    /// Mails the lists of openings that are due, and says how many were taken.
    ///
    /// # Errors
    ///
    /// When the store does not answer; a list that is not taken is no error, it is tried again.
    pub async fn mail_lists(&self) -> Result<usize, StoreError> {
        delivery::mail_lists(&self.0).await
    }

    /// The purges of an hour of housekeeping, as `premier-accueil purge` runs them: by the clock as it stands.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn purge_due(&self) -> Result<Vec<PurgeItem>, StoreError> {
        housekeeping::purge(&self.0, self.0.clock.now()).await
    }

    /// The first hour of housekeeping, as `serve` runs it: what a crash has left among the keys goes, then the hour.
    pub async fn housekeeping(&self) -> Report {
        housekeeping::clear_up(&self.0).await;
        housekeeping::hour(&self.0).await
    }

    /// What is wrong with the clock, if something is.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn clock_jumped(&self) -> Result<Option<ClockJumped>, StoreError> {
        self.0.clock_jumped().await
    }

    /// What [`Endpoint::purge_due`] would remove now.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn purge_plan(&self) -> Result<Vec<PurgeItem>, StoreError> {
        let keep_days = self.0.site.public.keep_after_delivery_days;
        let now = self.0.clock.now();
        self.0.store.purge_plan(keep_days, now).await
    }

    /// The register of rights requests.
    #[must_use]
    pub fn officer(&self) -> Officer {
        Officer::new(&self.0)
    }

    /// The deliveries that are not made.
    #[must_use]
    pub fn operator(&self) -> Operator {
        Operator::new(&self.0)
    }

    /// Goes on from where the program before left off: what it had claimed and never recorded is due again.
    /// The lock of the data folder says that it is gone.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn take_over(&self, _lock: &FolderLock) -> Result<(), StoreError> {
        let ended = self.0.store.end_claims(self.0.clock.now()).await?;
        if ended > 0 {
            tracing::warn!(
                ended,
                "the program before ended in the middle of a mail: it is sent again, and may arrive twice with one Message-ID"
            );
        }
        Ok(())
    }

    /// Records what can still be recorded, writes everything out and closes the database.
    pub async fn close(&self) {
        delivery::record_at_the_end(&self.0).await;
        self.0.store.close().await;
    }

    pub(crate) fn state(&self) -> &Arc<EndpointState> {
        &self.0
    }
}

/// Where the keys are, and how long a new one waits.
fn keys_of(config: &Config) -> (PathBuf, u16) {
    (config.data_dir.join("keys"), config.publish_keys_after_days)
}
