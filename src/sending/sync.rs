//! Sync on this phone: drains the outbox at each trigger, and asks what became of what was received.

use domain::outbox::Occasion;
use phone::{outbox, ports::Lock, shared_device, sync};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, clock, service_worker, storage, sync_triggers},
    outbox_view::refresh,
    state::State,
};

/// Keeps what waits leaving for as long as the page lives; to be called once the outbox is open.
pub fn sync_automatically(state: State) {
    spawn_local(async move {
        if shared_device::forget_others(state).await {
            refresh(state).await;
        }
        sync_triggers::run_sync_triggers(move |hurry| drain(state, hurry));
    });
}

/// Sends what is due and asks about copies, one tab at a time, and shows what came of it. Seconds until the next try, if
/// one is needed.
async fn drain(state: State, hurry: bool) -> Option<i64> {
    let outbox = state.outbox.get()?;
    let (phone, asking) = (&Browser, &state.asking);
    let report = outbox::drain(outbox, phone, phone, phone, asking, hurry).await;
    refresh(state).await;
    let report = report?;
    if report.sent > 0 {
        shared_device::record_sync(Browser, state).await;
        // Some browsers ask the person: the queue does not wait for the answer.
        spawn_local(async {
            service_worker::wake_daily().await;
            storage::persist().await;
        });
    }
    if report.has_news() {
        sync_triggers::tell_other_tabs();
    }
    report.next_in_seconds
}

/// What waits leaves now, or as soon as it can. The person waits for none of it.
pub(super) fn leave() {
    sync_triggers::sync_now();
    spawn_local(service_worker::wake_when_online());
}

/// Tries everything again at once, what was stuck too: the person asked for it.
pub fn try_again(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        sync::try_again(outbox, &Browser).await;
        sync_triggers::sync_now();
    });
}

/// Asks whether what was received is in the mailbox by now, and shows what was said.
pub fn ask_delivered(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        let (phone, asking) = (&Browser, &state.asking);
        let ask = || phone.if_free(sync::confirm(outbox, phone, phone, asking, Occasion::Visit));
        // Not while an entry is under way.
        let mut asked = ask().await;
        while asked.is_none() {
            clock::wait(1).await;
            asked = ask().await;
        }
        refresh(state).await;
        if asked.is_some_and(|asked| asked.changed > 0) {
            sync_triggers::sync_now();
        }
    });
}
