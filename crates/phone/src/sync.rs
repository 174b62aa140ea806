//! The loop that empties the outbox: asks `domain::outbox` what is due, sends it, records what came of it.
//!
//! Decides nothing itself and touches no browser: the store, the transport and the clock come in.
//! An entry is taken out of the store only by `receive`, which needs the endpoint's receipt and keeps its copy.

use domain::outbox::{
    Entry, Method, Outcome, SentRecord, Store, Unconfirmed, after_attempt, after_the_other_way,
    held, hurried, next_due, seconds_to_hurry, seconds_until_due, unstuck,
};

use crate::ports::{Transport, World};

mod confirming;

pub use confirming::{confirm, run_and_confirm};

/// The most entries that one run sends.
pub const MOST_PER_RUN: usize = 30;

/// Seconds until the next run when the store could not be read or written.
const STORE_TROUBLE_SECONDS: i64 = 30;

/// What one run did, and when the next one is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries that the endpoint has, thanks to this run.
    pub sent: usize,
    /// Of how many the endpoint said something new.
    pub changed: usize,
    /// Whether the endpoint is wrong, old or closed: nothing leaves until it is another.
    pub halted: bool,
    /// Seconds until an entry is due again, or a copy is to be asked about; `None` where there is neither.
    pub next_in_seconds: Option<i64>,
}

impl Report {
    /// Whether the outbox is not what it was: the other tabs are told then.
    pub fn has_news(&self) -> bool {
        self.sent + self.changed > 0
    }
}

/// Sends what is due, at most [`MOST_PER_RUN`] entries, in the order of [`next_due`].
///
/// What goes wrong with one entry leaves the others alone; only the endpoint's own "later" and "not here"
/// hold the whole queue. When the store fails, the run ends: what could not be recorded is sent again later,
/// under the same id.
pub async fn run<S: Store>(store: &S, transport: &impl Transport, world: &impl World) -> Report {
    let mut report = Report::default();
    if send_due(store, transport, world, &mut report)
        .await
        .is_err()
    {
        report.next_in_seconds = Some(STORE_TROUBLE_SECONDS);
    }
    report
}

/// Makes every waiting entry due at once: the network may be back, or a person asks for it.
///
/// A store that fails is left alone: the entries are due at their own time.
pub async fn hurry<S: Store>(store: &S, world: &impl World) {
    change_all(store, world, hurried).await;
}

/// Makes every entry due at once, stuck ones too: a person asks for it, and may have mended what was wrong.
pub async fn try_again<S: Store>(store: &S, world: &impl World) {
    change_all(store, world, unstuck).await;
}

async fn change_all<S: Store>(store: &S, world: &impl World, change: fn(&Entry, i64) -> Entry) {
    let entries = store.entries().await.unwrap_or_default();
    let seconds = seconds_to_hurry(&entries, world.now());
    for entry in entries {
        let hurried = change(&entry, seconds);
        if hurried != entry && store.keep(&hurried).await.is_err() {
            return;
        }
    }
}

async fn send_due<S: Store>(
    store: &S,
    transport: &impl Transport,
    world: &impl World,
    report: &mut Report,
) -> Result<(), S::Error> {
    for _ in 0..MOST_PER_RUN {
        let entries = store.entries().await?;
        let Some(entry) = next_due(&entries, world.now()) else {
            break;
        };
        let outcome = attempt(transport, entry).await;
        let (now, jitter) = (world.now(), world.jitter());
        match (after_attempt(entry, &outcome, now, jitter), &outcome) {
            (Some(kept), _) if holds_all(&outcome) => {
                report.halted = outcome == Outcome::Halted;
                // The endpoint is asked once, not once for each.
                for entry in held(&entries, &kept) {
                    store.keep(&entry).await?;
                }
            }
            (Some(kept), _) => {
                report.halted = false;
                store.keep(&kept).await?;
            }
            (None, Outcome::Received(receipt)) => {
                let records = store.records().await?;
                let before = records.iter().find(|record| record.id == entry.id);
                let record = SentRecord::new(entry, receipt).in_place_of(before);
                let copy = Unconfirmed::new(entry.clone(), now);
                store.receive(&copy, &record).await?;
                report.sent += 1;
                report.halted = false;
            }
            // No receipt, no change: it stays as it is.
            (None, _) => break,
        }
    }
    report.next_in_seconds = seconds_until_due(&store.entries().await?, world.now());
    Ok(())
}

/// Hands one entry over, the other way too where the first is blocked.
pub async fn attempt(transport: &impl Transport, entry: &Entry) -> Outcome {
    match transport.send(entry, Method::Put).await {
        Outcome::Blocked => after_the_other_way(transport.send(entry, Method::Post).await),
        outcome => outcome,
    }
}

fn sooner(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

/// Whether an outcome speaks of the endpoint, or of the way to it, rather than of the entry.
fn holds_all(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Halted
            | Outcome::Blocked
            | Outcome::Later {
                retry_after_seconds: Some(_)
            }
    )
}

#[cfg(test)]
mod tests;
