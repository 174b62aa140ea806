//! From this phone to the endpoint: what waits leaves by itself, and what became of it is asked for.

use domain::outbox::Occasion;
use wasm_bindgen_futures::spawn_local;

use super::on_phone::refresh;
use crate::{
    browser::{clock, http::Http, network, service_worker, storage},
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

/// Sends what is due and asks about copies, one tab at a time, and shows what came of it. Seconds until the next try, if
/// one is needed.
async fn drain(state: State, hurry: bool) -> Option<i64> {
    let outbox = state.outbox.get()?;
    let occasion = if hurry {
        Occasion::Look
    } else {
        Occasion::Timer
    };
    let report = network::one_tab_at_a_time(async {
        if hurry {
            sync::hurry(outbox, &network::Phone).await;
        }
        sync::run_and_confirm(outbox, &Http, &network::Phone, &state.asking, occasion).await
    })
    .await;
    refresh(state).await;
    let report = report?;
    if report.sent > 0 {
        tablet::has_left(state).await;
        // Some browsers ask the person: the queue does not wait for the answer.
        spawn_local(async {
            service_worker::wake_daily().await;
            storage::persist().await;
        });
    }
    if report.sent + report.changed > 0 {
        network::tell_other_tabs();
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

/// Asks whether what was received is in the mailbox by now, and shows what was said.
pub fn ask_delivered(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        let (phone, asking) = (&network::Phone, &state.asking);
        let ask = || {
            network::one_tab_at_a_time(sync::confirm(outbox, &Http, phone, asking, Occasion::Visit))
        };
        // Not while an entry is under way.
        let mut asked = ask().await;
        while asked.is_none() {
            clock::wait(1).await;
            asked = ask().await;
        }
        refresh(state).await;
        if asked.is_some_and(|asked| asked.changed > 0) {
            network::leave_now();
        }
    });
}
