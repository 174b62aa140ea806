//! Loading of the second part of the words, which few pages need (see `domain::content_parts`), with retries.
//!
//! It comes when the app goes on from the first screen, on a shared device, where something was kept before, and with
//! the pages that need it.

use std::cell::Cell;

use domain::content_parts::ContentPart;
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, service_worker},
    loading, navigation,
    state::State,
};

/// Seconds between two tries by itself.
pub const ASK_AGAIN_SECONDS: u32 = 10;

thread_local! {
    /// Whether the words are asked for until they are here.
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Asks for the words until they are here. Said again, it changes nothing.
pub fn keep_asking(state: State) {
    if IS_ASKED.replace(true) {
        return;
    }
    spawn_local(async move {
        while !bring(state).await {
            clock::wait(ASK_AGAIN_SECONDS).await;
        }
    });
}

/// Brings the words for the page that the app is opened at. Whether all that it needs is here.
pub async fn are_here_for_first_page(state: State) -> bool {
    if !is_waited_for(state) {
        return true;
    }
    let are_here = bring(state).await;
    // The page is the same: the focus stays where it is.
    state.focus_on_show.set(false);
    are_here
}

/// Brings the words for the page that is shown; where they cannot be had, says so.
pub fn bring_for_page(state: State) {
    spawn_local(async move {
        state.trouble.set_if_changed(None);
        if !bring(state).await && is_waited_for(state) {
            state.trouble.set(Some("more.missing"));
        }
    });
}

/// Brings the words of the language shown, where they are not here yet. Whether they are here.
async fn bring(state: State) -> bool {
    while state.rest_words.read_untracked().is_none() {
        let language = state.language();
        let Some(found) = loading::bundle_once(state, language, ContentPart::Rest).await else {
            return false;
        };
        // The language may have changed since, and several may have waited: the first to come is enough.
        let is_wanted = state.language() == language && state.rest_words.read_untracked().is_none();
        if is_wanted {
            // The page that waits for them reads them before it is shown.
            state.rest_words.set_untracked(Some(found));
            tell_arriving(state);
            state.rest_words.set(Some(found));
            // From now on all of the app is there without network too.
            spawn_local(service_worker::keep_all());
        }
    }
    true
}

fn is_waited_for(state: State) -> bool {
    state.screen.read_untracked().part() == ContentPart::Rest
}

/// The page that is waited for is read aloud when it shows itself.
fn tell_arriving(state: State) {
    if is_waited_for(state) {
        // That it is not here was said in its place. Now that its form is here, so is the page to begin at.
        let is_form = state.screen.read_untracked().form().is_some();
        let said = is_form.then(|| navigation::open(state));
        state.trouble.set_if_changed(said.flatten());
        state.focus_on_show.set(true);
    }
}
