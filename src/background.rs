//! Background work: what is started once, after the first screen is shown, and goes on for as long as the page lives.

use phone::options;
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, service_worker},
    drafts, loading, navigation, outbox_view, rest_words,
    sending::sync,
    shared_device,
    state::State,
};

/// Opens the outbox, asks for the Mission Locale, registers the service worker, keeps drafts and empties the outbox.
pub async fn start(state: State) {
    outbox_view::open(state).await;
    if *state.shared_device.read_untracked() {
        state.options_loaded.set(true);
        shared_device::recall_last_sync(state).await;
    } else {
        options::recall(Browser, state).await;
    }
    outbox_view::show(state).await;
    // What was sent from here has pages of its own; on a shared device the next person may need any page.
    if outbox_view::is_used(state) || *state.shared_device.read_untracked() {
        rest_words::keep_asking(state);
    }
    // These two wait for the network; what follows does not wait for them.
    spawn_local(async move {
        loading::refresh_site(state).await;
        service_worker::register(navigation::may_reload(state)).await;
        service_worker::keep(false, state.language()).await;
    });
    drafts::watch(state);
    sync::sync_automatically(state);
}
