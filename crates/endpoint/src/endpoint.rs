//! The endpoint, put together: settings in, two routers and what operators and officers do out.
//!
//! No socket and no loop here: `serve` has those. A test drives the same thing by hand.

use std::sync::Arc;

use content::{ContentError, SiteFile};
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::{Mutex, Notify};

use crate::{
    app_folder::{AppError, AppFolder},
    backup,
    clock::Clock,
    clock_guard::{ClockGuard, ClockJumped},
    communes::{Communes, France},
    config::Config,
    delivery::{self, Addresses, Dispatcher, Mailer, MailerError, Printer},
    folder_lock::FolderLock,
    housekeeping,
    keys::{self, KeyError, Keys},
    limits::{Allowed, Limits, Pace},
    metrics::Metrics,
    operator::Operator,
    ops,
    precautions::{self, PrecautionError},
    purge,
    readiness::Readiness,
    rights::Officer,
    routes::{self, ClientsUnknown},
    sheets::{self, SheetError, Sheets},
    store::{PurgeItem, SheetRow, Store, StoreError},
    whole_file::folder_of,
};

/// Why the endpoint does not start. Each is a sentence for the one who starts it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Registrations would reach nobody.
    #[error(
        "mail only goes to a folder, and other machines are served: give --mail smtps://… so that registrations \
         reach the mailbox, or --allow-folder-mail if somebody reads that folder"
    )]
    LeadsNowhere,
    /// The site's file has mistakes.
    #[error(transparent)]
    Site(#[from] ContentError),
    /// The site's time zone does not exist.
    #[error("time_zone: {0:?} is no IANA time zone; expected one such as Europe/Paris")]
    TimeZone(String),
    /// The sheets are missing or damaged.
    #[error(transparent)]
    Sheets(#[from] SheetError),
    /// The data is somebody else's, or open to others.
    #[error(transparent)]
    Precautions(#[from] PrecautionError),
    /// The keys or the data directory cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A command has nothing to work on, and makes nothing.
    #[error("there is no database at {}: is --data-dir, or --store, the right one?", .0.display())]
    NoDatabase(std::path::PathBuf),
    /// A restore was interrupted: the database may be missing.
    #[error("{} is of a restore that was not finished: run premier-accueil restore again", .0.display())]
    RestoreUnfinished(std::path::PathBuf),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Mail cannot be sent with these settings.
    #[error(transparent)]
    Mailer(#[from] MailerError),
    /// What was asked cannot be taken back, and the clock may be wrong.
    #[error(transparent)]
    Clock(#[from] ClockJumped),
    /// The built app is not there, or not whole.
    #[error(transparent)]
    App(#[from] AppError),
}

/// What the parts of the endpoint share.
pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) site: SiteFile,
    pub(crate) time_zone: TimeZone,
    pub(crate) clock: Clock,
    pub(crate) clock_guard: ClockGuard,
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    pub(crate) app: AppFolder,
    pub(crate) sheets: Sheets,
    pub(crate) communes: Communes,
    pub(crate) limits: Limits,
    pub(crate) pace: Pace,
    pub(crate) clients_unknown: ClientsUnknown,
    pub(crate) readiness: Readiness,
    pub(crate) metrics: Metrics,
    pub(crate) addresses: Addresses,
    pub(crate) mailer: Mailer,
    pub(crate) printer: Printer,
    /// Sends one mail at a time.
    pub(crate) dispatcher: Mutex<Dispatcher>,
    /// Rung when a submission has come in.
    pub(crate) wake: Notify,
}

/// Settings that nothing speaks against, as far as looking can tell. Nothing is made or written yet.
pub(crate) struct Checked {
    pub(crate) config: Config,
    pub(crate) site: SiteFile,
    time_zone: TimeZone,
    addresses: Addresses,
    app: AppFolder,
    sheets: Vec<SheetRow>,
}

impl Checked {
    /// Reads everything that is there already.
    ///
    /// # Errors
    ///
    /// What stands in the way of a start, as a sentence for the one who starts it.
    pub(crate) fn look(config: Config, now: Timestamp) -> Result<Self, StartError> {
        if config.leads_nowhere() {
            return Err(StartError::LeadsNowhere);
        }
        let site = SiteFile::read(&config.site, &config.credentials)?;
        if let (false, Some(france)) = (
            site.public.territory.is_empty(),
            France::read(&config.app_dir),
        ) {
            site.check_territory(|code| france.refusal(code))?;
        }
        let time_zone = TimeZone::get(&site.public.time_zone)
            .map_err(|_| StartError::TimeZone(site.public.time_zone.clone()))?;
        look_at_data(&config)?;
        let keys = config.data_dir.join("keys");
        if keys.exists() {
            Keys::read(&keys, config.publish_keys_after_days)?;
        }
        Ok(Self {
            addresses: Addresses::new(&site, config.mail_hello.as_deref())?,
            app: AppFolder::open(&config.app_dir, &site.public, now)?,
            sheets: sheets::read_served(&config.app_dir)?,
            config,
            site,
            time_zone,
        })
    }
}

fn look_at_data(config: &Config) -> Result<(), StartError> {
    precautions::refuse_shared_names(config)?;
    precautions::take(config)?;
    let unfinished = backup::unfinished(&config.store);
    if unfinished.exists() {
        return Err(StartError::RestoreUnfinished(unfinished));
    }
    for file in [&config.store, &config.journal] {
        precautions::refuse_no_file(file)?;
    }
    Ok(precautions::refuse_no_database(&config.store)?)
}

/// The endpoint of one Mission Locale.
#[derive(Clone)]
pub struct Endpoint(Arc<Inner>);

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

    /// Makes what is missing. The first key comes last: phones seal to it for months.
    pub(crate) async fn open(
        checked: Checked,
        clock: Clock,
        mailer: Mailer,
    ) -> Result<Self, StartError> {
        let Checked {
            config,
            site,
            time_zone,
            addresses,
            app,
            sheets,
        } = checked;
        let now = clock.now();
        keys::make_private_folder(&config.data_dir)?;
        mailer.make_folder()?;
        let store = open_or_make_store(&config).await?;
        store.try_journal().await?;
        let sheets = Sheets::load(&sheets, &store, now).await?;
        let clock_guard = ClockGuard::open(&store).await?;
        let keys = Keys::open(
            &config.data_dir.join("keys"),
            config.publish_keys_after_days,
            now,
        )?;
        Ok(Self(Arc::new(Inner {
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
            printer: Printer::new(&config.printing),
            wake: Notify::new(),
            config,
            site,
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

    /// Removes the content whose time is past, the files of rights requests closed a year ago,
    /// and the record of options that nobody has touched for as long as proof is kept.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn purge_due(&self) -> Result<Vec<PurgeItem>, StoreError> {
        let now = self.0.clock.now();
        purge::all(&self.0.store, &self.0.site, now).await
    }

    /// The first hour of housekeeping: what a crash has left among the keys goes, purges and a new key where the clock
    /// is believed, word of keys that wait for a copy.
    pub async fn keep_house(&self) {
        housekeeping::clear_up(&self.0).await;
        housekeeping::hour(&self.0).await;
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
        purge::plan(&self.0.store, &self.0.site, self.0.clock.now()).await
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

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.0
    }
}

/// Refuses where there is no database: a command makes none, whatever folder it was given by mistake.
///
/// # Errors
///
/// When there is none.
pub fn there_is_a_database(config: &Config) -> Result<(), StartError> {
    if config.store.exists() || backup::unfinished(&config.store).exists() {
        return Ok(());
    }
    Err(StartError::NoDatabase(config.store.clone()))
}

/// The database that is there: for a command, which makes none.
pub(crate) async fn open_store(config: &Config) -> Result<Store, StartError> {
    look_at_data(config)?;
    there_is_a_database(config)?;
    open_or_make_store(config).await
}

async fn open_or_make_store(config: &Config) -> Result<Store, StartError> {
    look_at_data(config)?;
    for file in [&config.store, &config.journal] {
        keys::make_private_folder(folder_of(file))?;
    }
    precautions::close_database(&config.store)?;
    Ok(Store::open(&config.store, &config.journal, config.store_limit.clone()).await?)
}
