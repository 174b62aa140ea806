//! Housekeeping: what an hour of it does, at the start and every hour. A step that fails stops none of the others.

use std::{sync::Arc, time::Duration};

use domain::time::Timestamp;
use tokio::time::sleep;

use crate::{blocking::blocking, delivery, endpoint::Inner, purge, rights, stop::Stop};

const EVERY: Duration = Duration::from_hours(1);

/// Keeps house until `stop` is set. A purge under way is undone then, and a mail server that is silent is left.
pub(crate) async fn run(endpoint: Arc<Inner>, mut stop: Stop) {
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
pub(crate) async fn clear_up(endpoint: &Inner) {
    let keys = endpoint.keys.clone();
    match blocking(move || keys.remove_unfinished()).await {
        Ok(0) => {}
        Ok(files) => tracing::warn!(files, "removed what a crash had left among the keys"),
        Err(error) => tracing::error!(%error, "cannot look through the keys"),
    }
}

/// What is done in an hour. What cannot be taken back waits for a clock that is believed.
pub(crate) async fn hour(endpoint: &Inner) {
    match endpoint.look_at_clock().await {
        Ok(Ok(now)) => {
            irrevocable(endpoint, now).await;
            delivery::tell_of_keys(endpoint, now).await;
        }
        Ok(Err(jumped)) => {
            tracing::error!(%jumped, "purges, new keys and word of them wait until the clock is confirmed");
        }
        Err(error) => tracing::error!(%error, "the latest moment seen cannot be read or written"),
    }
    endpoint.limits.forget_quiet();
}

async fn irrevocable(endpoint: &Inner, now: Timestamp) {
    // Before the purge, which counts from what stands there.
    match rights::bring_back(endpoint, now).await {
        Ok(0) => {}
        Ok(moments) => tracing::warn!(
            moments,
            "what a clock that was ahead had written counts as of now"
        ),
        Err(error) => {
            tracing::error!(%error, "what a clock that was ahead has written cannot be brought back");
        }
    }
    if let Err(error) = purge::all(&endpoint.store, &endpoint.site, now).await {
        tracing::error!(%error, "cannot purge");
    }
    let keys = endpoint.keys.clone();
    if let Err(error) = blocking(move || keys.renew(now)).await {
        tracing::error!(%error, "cannot make a new key");
    }
}
