//! Asks what became of what was acknowledged: copies of what has arrived go, what was lost is an entry again.

use std::cell::Cell;

use domain::{
    outbox::{Asking, Fate, Occasion, Status, Store, after_status, seconds_until_due},
    wire::SubmissionId,
};

use super::{MOST_PER_RUN, Report, STORE_TROUBLE_SECONDS, run, sooner};
use crate::ports::{Transport, World};

/// Sends what is due, then asks about copies.
///
/// What was just acknowledged is asked about soon, and what was lost is due at once: the caller comes back for it.
pub async fn run_and_confirm<S: Store>(
    store: &S,
    transport: &impl Transport,
    world: &impl World,
    asking: &Cell<Asking>,
    occasion: Occasion,
) -> Report {
    let ran = run(store, transport, world).await;
    if ran.sent > 0 {
        asking.set(asking.get().after_receipt(world.now()));
    }
    let asked = confirm(store, transport, world, asking, occasion).await;
    Report {
        changed: asked.changed,
        next_in_seconds: sooner(ran.next_in_seconds, asked.next_in_seconds),
        ..ran
    }
}

/// Asks about copies, at most [`MOST_PER_RUN`]: nothing is requested where there are none, nor before its time.
///
/// On a visit everything is asked about whose arrival is not known, what has no copy too.
pub async fn confirm<S: Store>(
    store: &S,
    transport: &impl Transport,
    world: &impl World,
    asking: &Cell<Asking>,
    occasion: Occasion,
) -> Report {
    let mut report = Report::default();
    if ask(store, transport, world, asking, occasion, &mut report)
        .await
        .is_err()
    {
        report.next_in_seconds = Some(STORE_TROUBLE_SECONDS);
    }
    report
}

async fn ask<S: Store>(
    store: &S,
    transport: &impl Transport,
    world: &impl World,
    asking: &Cell<Asking>,
    occasion: Occasion,
    report: &mut Report,
) -> Result<(), S::Error> {
    let copies = store.unconfirmed().await?;
    let now = world.now();
    let is_due = asking.get().seconds_until_due(occasion, now) == 0;
    // None stays beyond its time because it is not the time to ask.
    if is_due || copies.iter().any(|copy| copy.is_over(now)) {
        let mut ids: Vec<SubmissionId> = copies.into_iter().map(|copy| copy.entry.id).collect();
        if occasion == Occasion::Visit {
            ids.extend(without_copy(store, &ids).await?);
        }
        let places: Vec<usize> = asking.get().places(ids.len(), MOST_PER_RUN).collect();
        if places.is_empty() {
            return Ok(());
        }
        let begun = asking.get().after_round(places.len(), now, world.jitter());
        asking.set(begun);
        for place in places {
            let status = transport.status(&ids[place]).await;
            report.changed += usize::from(note(store, &ids[place], &status, world).await?);
            if status == Status::Silent {
                // Without network no other can be asked either.
                break;
            }
        }
    }
    let now = world.now();
    let is_left = !store.unconfirmed().await?.is_empty();
    let again = is_left.then(|| asking.get().seconds_until_due(Occasion::Timer, now));
    let lost = seconds_until_due(&store.entries().await?, now);
    report.next_in_seconds = sooner(again, lost);
    Ok(())
}

/// What an earlier release sent, or what stayed too long: there is a number, and nothing that could be sent again.
async fn without_copy<S: Store>(
    store: &S,
    copies: &[SubmissionId],
) -> Result<Vec<SubmissionId>, S::Error> {
    let records = store.records().await?;
    let unknown = records
        .into_iter()
        .filter(|record| record.delivered_at.is_none());
    let ids = unknown.map(|record| record.id);
    Ok(ids.filter(|id| !copies.contains(id)).collect())
}

/// Notes what was said of one. Whether that changes anything.
///
/// What is there now counts, not what was there before the question: it may have been cancelled or erased meanwhile.
async fn note<S: Store>(
    store: &S,
    id: &SubmissionId,
    status: &Status,
    world: &impl World,
) -> Result<bool, S::Error> {
    if store.entries().await?.iter().any(|entry| entry.id == *id) {
        // It is on its way once more: its receipt will say more.
        return Ok(false);
    }
    let copies = store.unconfirmed().await?;
    let copy = copies.into_iter().find(|copy| copy.entry.id == *id);
    let records = store.records().await?;
    let before = records.into_iter().find(|record| record.id == *id);
    let told = match (&before, status) {
        (Some(record), Status::Known(told)) => Some(record.told(told)),
        _ => before.clone(),
    };
    let is_news = told != before;
    let fate = (copy.as_ref()).map(|copy| after_status(copy, status, world.now()));
    match (fate, &told, copy) {
        (Some(Fate::Again(entry)), _, _) => store.keep(&entry).await?,
        (Some(Fate::Goes), None, _) => store.remove(id).await?,
        (Some(Fate::Goes), Some(told), _) => store.settle(told).await?,
        (Some(Fate::Stays), Some(told), Some(copy)) if is_news => {
            store.receive(&copy, told).await?;
        }
        (None, Some(told), _) if is_news => store.settle(told).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

#[cfg(test)]
mod tests;
