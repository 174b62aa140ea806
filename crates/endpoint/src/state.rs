//! Application state of a running endpoint: settings, clock, store, keys, limits and mail; handlers and loops share it.

use content::SiteFile;
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::{Mutex, Notify};

use crate::{
    app_folder::AppFolder,
    clock::Clock,
    clock_guard::{ClockGuard, ClockJumped},
    communes::Communes,
    config::Config,
    delivery::{Addresses, Dispatcher, Mailer, Printer},
    keys::Keys,
    limits::{ClientsUnknown, Limits, Pace},
    mails::Mails,
    metrics::Metrics,
    readiness::Readiness,
    sheets::Sheets,
    store::{Store, StoreError},
};

/// One for the process: axum hands it to handlers, the loops hold it too.
pub(crate) struct EndpointState {
    pub(crate) config: Config,
    pub(crate) site: SiteFile,
    pub(crate) mails: Mails,
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

impl EndpointState {
    /// What is wrong with the clock, if something is; another process may have accepted it meanwhile.
    pub(crate) async fn clock_jumped(&self) -> Result<Option<ClockJumped>, StoreError> {
        let synced = &self.config.clock_synced_file;
        self.clock_guard
            .jumped(&self.store, synced, self.clock.now())
            .await
    }

    /// As [`EndpointState::clock_jumped`]; a clock that is believed is the latest moment seen from now on.
    ///
    /// The moment that was judged is returned, and is the one to act on: the next reading could be another.
    pub(crate) async fn look_at_clock(&self) -> Result<Result<Timestamp, ClockJumped>, StoreError> {
        let synced = &self.config.clock_synced_file;
        self.clock_guard
            .look(&self.store, synced, self.clock.now())
            .await
    }
}
