//! The code that comes after the first screen, and its words: fetched by themselves, and asked for until they are here.
//!
//! The late part seals and keeps. It comes once the app is there, so that somebody whose network goes can still finish.
//! The rest sends, and has the pages that few people open. It comes when somebody goes on from the first screen, on a
//! device that passes from hand to hand, where something was kept before, and with those pages.
//!
//! A function whose name begins with `late_` or `rest_` is where such a part begins: the build puts it, and what nothing
//! before it needs, into a module of its own (`crates/xtask/src/post_build/split.rs`).
//! Such a function is never inlined, and whoever calls it has to show that the code is [`Here`] or [`AllHere`]: a call
//! that comes too soon would stop the app.
//! Development builds and tests have all code in one module: it is always there.

use domain::parts::Part;
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, late_code, service_worker},
    drafts, loading, navigation,
    sending::{leaving, on_phone},
    state::State,
};

/// Seconds between two tries that nobody asked for.
const ASK_AGAIN_SECONDS: u32 = 10;

/// That the late part is here. Only [`bring`] says so.
#[derive(Clone, Copy)]
pub struct Here(());

/// That every part is here. Only [`bring_all`] says so.
#[derive(Clone, Copy)]
pub struct AllHere(());

/// Brings the late part, where it is not here yet; `None` where it cannot be had now.
pub async fn bring(state: State) -> Option<Here> {
    if state.late.peek().is_none() && fetch(state, Part::Late).await {
        // Several may have waited for it: the first to come starts what starts once.
        let is_first = state.late.peek().is_none();
        if is_first {
            let here = Here(());
            tell_arriving(state, Part::Late);
            state.late.set(Some(here));
            late_start(here, state);
        }
    }
    *state.late.peek()
}

/// Brings all there is, where it is not here yet; `None` where it cannot be had now.
pub async fn bring_all(state: State) -> Option<AllHere> {
    bring(state).await?;
    if state.rest.peek().is_none() && fetch(state, Part::Rest).await {
        let is_first = state.rest.peek().is_none();
        if is_first {
            let here = AllHere(());
            tell_arriving(state, Part::Rest);
            state.rest.set(Some(here));
            rest_start(here, state);
        }
    }
    *state.rest.peek()
}

/// Pages of a part are of no use without their words.
async fn fetch(state: State, part: Part) -> bool {
    let Some(place) = part.place() else {
        return true;
    };
    loading::bring_words(state, part).await && late_code::arrived(place).await
}

/// The page that somebody waits for is read aloud when it shows itself.
fn tell_arriving(state: State, part: Part) {
    let is_waited_for = state.screen.peek().part() == part;
    if is_waited_for {
        // That it is not here was said in its place. Now that its form is here, so is the page to begin at.
        let is_form = state.screen.peek().form().is_some();
        let said = is_form.then(|| navigation::open(state));
        state.trouble.renew(said.flatten());
        state.arriving.set(true);
    }
}

/// Asks for the late part until it is here: at once, so that somebody whose network goes can still finish and seal.
pub async fn keep_asking(state: State) {
    while bring(state).await.is_none() {
        clock::wait(ASK_AGAIN_SECONDS).await;
    }
}

/// Asks for all there is until it is here. Said again, it changes nothing.
pub fn ask_for_all(state: State) {
    if state.asks_for_all.replace(true) {
        return;
    }
    spawn_local(async move {
        while bring_all(state).await.is_none() {
            clock::wait(ASK_AGAIN_SECONDS).await;
        }
    });
}

/// What the app does for as long as the page lives, once it can seal.
#[inline(never)]
fn late_start(_here: Here, state: State) {
    spawn_local(async move {
        on_phone::start(state).await;
        loading::refresh_site(state).await;
        service_worker::register(navigation::may_reload(state)).await;
    });
}

/// The same, once all of it is here; from now on it is there without network too.
#[inline(never)]
fn rest_start(_here: AllHere, state: State) {
    drafts::watch(state);
    leaving::leave_by_itself(state);
    spawn_local(service_worker::keep_all());
}
