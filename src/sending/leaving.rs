//! From this phone to the endpoint: what waits leaves by itself, and what became of it is asked for.

use domain::outbox::{SentRecord, Store};
use wasm_bindgen_futures::spawn_local;

use super::on_phone::refresh;
use crate::{
    browser::{
        clock,
        http::{self, Http},
        network,
        outbox::Outbox,
        service_worker, storage,
    },
    late::AllHere,
    state::State,
    sync, tablet,
};

/// Keeps what waits leaving for as long as the page lives, once the outbox is open and what sends is here: to be called
/// at each.
///
/// What sends needs the network in any case, so it may come by the network when it is needed.
pub fn leave_by_itself(state: State) {
    let (here, is_open) = (*state.rest.peek(), state.outbox.get().is_some());
    if let (Some(here), true) = (here, is_open) {
        rest_leave_by_itself(here, state);
    }
}

#[inline(never)]
fn rest_leave_by_itself(_here: AllHere, state: State) {
    spawn_local(async move {
        if tablet::forget_numbers(state).await {
            refresh(state).await;
        }
        network::keep_leaving(move |hurry| drain(state, hurry));
    });
}

/// Sends what is due, one tab at a time, and shows what came of it. Seconds until the next try, if one is needed.
async fn drain(state: State, hurry: bool) -> Option<i64> {
    let outbox = state.outbox.get()?;
    let report = network::one_tab_at_a_time(async {
        if hurry {
            sync::hurry(outbox, &network::Phone).await;
        }
        sync::run(outbox, &Http, &network::Phone).await
    })
    .await;
    refresh(state).await;
    let report = report?;
    if report.sent > 0 {
        tablet::has_left(state).await;
        network::tell_other_tabs();
        // Some browsers ask the person: the queue does not wait for the answer.
        spawn_local(async {
            storage::persist().await;
        });
    }
    report.next_in_seconds
}

/// What waits leaves now, or as soon as it can. The person waits for none of it.
pub(super) fn leave() {
    network::leave_now();
    spawn_local(service_worker::wake_when_online());
}

/// Tries everything again at once, what was stuck too: the person asked for it.
pub fn try_again(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        sync::try_again(outbox, &network::Phone).await;
        network::leave_now();
    });
}

/// The most records that one visit of "mes envois" asks about.
const MOST_ASKED: usize = 10;

/// Asks whether what was received is in the mailbox by now, the newest first, and keeps the answers.
pub fn ask_delivered(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        let records = state.records.peek().clone();
        let unknown = records
            .iter()
            .filter(|record| record.delivered_at.is_none());
        for record in unknown.take(MOST_ASKED) {
            match http::delivered_at(&record.id).await {
                Ok(None) => {}
                Ok(delivered_at) => {
                    let told = SentRecord {
                        delivered_at,
                        ..record.clone()
                    };
                    // Not while an entry is under way, and not what was erased meanwhile.
                    let noting = || network::one_tab_at_a_time(note(outbox, &told));
                    while noting().await.is_none() {
                        clock::wait(1).await;
                    }
                }
                // Without network no other can be asked either.
                Err(_) => break,
            }
        }
        refresh(state).await;
    });
}

/// Keeps what the endpoint has said of a record that is still here.
async fn note(outbox: &Outbox, told: &SentRecord) {
    let records = outbox.records().await.unwrap_or_default();
    if records.iter().any(|record| record.id == told.id) {
        // What cannot be noted now is asked again.
        let _ = outbox.settle(told).await;
    }
}
