//! The code that comes after the first screen: fetched by itself once the app is there, and asked for until it is here.
//!
//! A function whose name begins with `late_` is where that code begins: the build puts it, and what nothing else needs,
//! into a module of its own (`crates/xtask/src/post_build/split.rs`).
//! Such a function is never inlined, and whoever calls it has to show that the code is [`Here`]: a call that comes too
//! soon would stop the app.
//! Development builds and tests have all code in one module: it is always there.

use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, late_code, service_worker},
    loading, navigation, sending,
    state::State,
};

/// Seconds between two tries that nobody asked for.
const ASK_AGAIN_SECONDS: u32 = 10;

/// That the code is here. Only [`bring`] says so.
#[derive(Clone, Copy)]
pub struct Here(());

/// Brings the code, where it is not here yet; `None` where it cannot be had now.
pub async fn bring(state: State) -> Option<Here> {
    let before = *state.late.peek();
    if before.is_some() {
        return before;
    }
    // Its pages are of no use without their words.
    if !loading::bring_words(state).await || !late_code::arrived().await {
        return None;
    }
    // Several may have waited for it: the first to come starts what starts once.
    let is_first = state.late.peek().is_none();
    let here = Here(());
    if is_first {
        let is_waited_for = state.screen.peek().is_late();
        if is_waited_for {
            state.arriving.set(true);
        }
        state.late.set(Some(here));
        late_start(here, state);
    }
    Some(here)
}

/// Asks for the code until it is here: at once, so that somebody whose network goes can still finish and seal.
pub async fn keep_asking(state: State) {
    while bring(state).await.is_none() {
        clock::wait(ASK_AGAIN_SECONDS).await;
    }
}

/// What the app does for as long as the page lives, once all of it is here.
#[inline(never)]
fn late_start(_here: Here, state: State) {
    spawn_local(async move {
        sending::start(state).await;
        loading::refresh_site(state).await;
        service_worker::register(navigation::may_reload(state)).await;
    });
}
