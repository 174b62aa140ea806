//! Housekeeping: the one list of what is done at the start and every hour. A step that fails stops none of the others.
//!
//! `serve`, tests and `premier-accueil purge` (its purges alone) go through it. What an hour does is a field of
//! [`Report`]: a step that is added there and not done does not compile.

use std::{sync::Arc, time::Duration};

use domain::{retention::PURGE_EVERY_HOURS, time::Timestamp};
use tokio::time::sleep;

use crate::{
    blocking::blocking,
    clock_guard::ClockJumped,
    delivery,
    desk::figures,
    keys::KeyError,
    rights,
    state::EndpointState,
    stop::Stop,
    store::{PurgeItem, StoreError},
};

const EVERY: Duration = Duration::from_hours(PURGE_EVERY_HOURS);

/// What an hour of housekeeping did.
#[derive(Debug)]
pub struct Report {
    /// What was done that cannot be taken back; of a clock that is not believed, why nothing of the kind was.
    pub irrevocable: Result<Irrevocable, ClockInDoubt>,
    /// How many mails told the officer of a key that waits for its copy.
    pub keys_told: usize,
}

/// Why what cannot be taken back waits.
#[derive(Debug, thiserror::Error)]
pub enum ClockInDoubt {
    /// The clock has jumped.
    #[error(transparent)]
    Jumped(#[from] ClockJumped),
    /// The latest moment seen cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The steps that cannot be taken back, in the order in which they are done.
#[derive(Debug)]
pub struct Irrevocable {
    /// How many moments a clock that was ahead had written, which count as of now. Before the purge, which counts from
    /// what stands there.
    pub brought_back: Result<u64, StoreError>,
    /// The submissions whose content went, where every purge did what it had to.
    pub purged: Result<Vec<PurgeItem>, StoreError>,
    /// Whether a new key was made.
    pub key_made: Result<bool, KeyError>,
}

/// Runs an hour of housekeeping every hour until `stop` is set. A purge under way is undone then, and a mail server that
/// is silent is left.
pub(crate) async fn run(endpoint: Arc<EndpointState>, mut stop: Stop) {
    clear_up(&endpoint).await;
    loop {
        let an_hour = async {
            hour(&endpoint).await;
            sleep(EVERY).await;
        };
        tokio::select! {
            biased;
            () = stop.told() => return,
            () = an_hour => {}
        }
    }
}

/// What a start clears up of the process before. Not every hour: a command beside this one may be writing.
pub(crate) async fn clear_up(endpoint: &EndpointState) {
    let keys = endpoint.keys.clone();
    match blocking(move || keys.remove_unfinished()).await {
        Ok(0) => {}
        Ok(files) => tracing::warn!(files, "removed what a crash had left among the keys"),
        Err(error) => tracing::error!(%error, "cannot look through the keys"),
    }
}

/// What is done in an hour. What cannot be taken back waits for a clock that is believed.
pub(crate) async fn hour(endpoint: &EndpointState) -> Report {
    let report = match endpoint.look_at_clock().await {
        Ok(Ok(now)) => Report {
            irrevocable: Ok(irrevocable(endpoint, now).await),
            keys_told: delivery::tell_of_keys(endpoint, now).await,
        },
        Ok(Err(jumped)) => {
            tracing::error!(%jumped, "purges, new keys and word of them wait until the clock is confirmed");
            Report::waiting(jumped.into())
        }
        Err(error) => {
            tracing::error!(%error, "the latest moment seen cannot be read or written");
            Report::waiting(error.into())
        }
    };
    endpoint.limits.forget_quiet();
    report
}

impl Report {
    fn waiting(doubt: ClockInDoubt) -> Self {
        Self {
            irrevocable: Err(doubt),
            keys_told: 0,
        }
    }
}

async fn irrevocable(endpoint: &EndpointState, now: Timestamp) -> Irrevocable {
    Irrevocable {
        brought_back: bring_back(endpoint, now).await,
        purged: purge(endpoint, now).await,
        key_made: renew_keys(endpoint, now).await,
    }
}

async fn bring_back(endpoint: &EndpointState, now: Timestamp) -> Result<u64, StoreError> {
    let brought_back = rights::bring_back(endpoint, now).await;
    match &brought_back {
        Ok(0) => {}
        Ok(moments) => tracing::warn!(
            moments,
            "what a clock that was ahead had written counts as of now"
        ),
        Err(error) => {
            tracing::error!(%error, "what a clock that was ahead has written cannot be brought back");
        }
    }
    brought_back
}

/// The purges, with what they remove counted for the figures of the desk.
pub(crate) async fn purge(
    endpoint: &EndpointState,
    now: Timestamp,
) -> Result<Vec<PurgeItem>, StoreError> {
    let keep_days = endpoint.site.public.keep_after_delivery_days;
    let counting = |registration| figures::counted(endpoint, registration, now);
    let purged = endpoint.store.purge(keep_days, now, &counting).await;
    purged.inspect_err(|error| tracing::error!(%error, "cannot purge"))
}

async fn renew_keys(endpoint: &EndpointState, now: Timestamp) -> Result<bool, KeyError> {
    let keys = endpoint.keys.clone();
    let made = blocking(move || keys.renew(now)).await;
    made.inspect_err(|error| tracing::error!(%error, "cannot make a new key"))
}
