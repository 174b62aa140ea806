//! The words shown, in two parts: the signals' side of `phone::words`. Few pages need the second part.
//!
//! What is in each part: `domain::content_parts`.
//! The second part comes when the app goes on from the first screen, on a shared device, where something was kept before,
//! and with the pages that need it.

use std::cell::Cell;

use domain::{bundle::Bundle, content_parts::ContentPart, language::Language};
use elements::Element;
use phone::{
    key,
    words::{self, Page, bring_rest},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, focus, service_worker},
    components::top_bar::LANGUAGES,
    navigation,
    state::State,
};

thread_local! {
    /// Whether the words are asked for until they are here.
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
    /// The language that was wished for last.
    static WISHED: Cell<&'static str> = const { Cell::new("") };
}

/// Asks for the words until they are here. Said again, it changes nothing.
pub fn keep_asking(state: State) {
    if !IS_ASKED.replace(true) {
        spawn_local(words::keep_asking(Browser, state));
    }
}

/// Brings the words for the page that the app is opened at. Whether all that it needs is here.
pub async fn are_here_for_first_page(state: State) -> bool {
    if !is_waited_for(state) {
        return true;
    }
    let are_here = bring_rest(state).await;
    // The page is the same: the focus stays where it is.
    state.focus_on_show.set(false);
    are_here
}

/// Brings the words for the page that is shown; where they cannot be had, says so.
pub fn bring_for_page(state: State) {
    spawn_local(async move {
        state.trouble.set_if_changed(None);
        if !bring_rest(state).await && is_waited_for(state) {
            state.trouble.set(Some(key!("more.missing")));
        }
    });
}

/// Shows everything in another language; the answers stay. Where the words cannot be had, so does the language: the list
/// shows it again, and the place below says so.
pub fn switch_language(state: State, language: Language, list: Option<[Element; 2]>) {
    spawn_local(async move {
        if let Some([list, _]) = &list {
            list.set("aria-busy", Some("true"));
        }
        if !words::switch_language(Browser, state, language).await
            && let Some([list, said]) = &list
        {
            list.set("aria-busy", None);
            list.set_value(State::language(state));
            said.set_text(state.text(key!("frame.no_language")));
        }
    });
}

impl Page for State {
    fn language(&self) -> &'static str {
        State::language(*self)
    }

    fn wish(&self, language: &'static str) {
        WISHED.set(language);
    }

    fn wished(&self) -> &'static str {
        WISHED.get()
    }

    fn is_shared(&self) -> bool {
        *self.shared_device.read_untracked()
    }

    fn has_rest(&self) -> bool {
        self.rest_words.read_untracked().is_some()
    }

    fn show_language(&self, first: &'static Bundle, rest: Option<&'static Bundle>) {
        // The list is made anew with the page: the focus stays there, and nowhere else is it taken from.
        let is_in_list = focus::is_in(LANGUAGES);
        // All that is shown follows the first.
        self.rest_words.set_untracked(rest);
        self.bundle.set(first);
        if is_in_list {
            focus::field(LANGUAGES);
        }
        spawn_local(service_worker::keep(rest.is_some(), &first.language));
    }

    fn show_rest(&self, rest: &'static Bundle) {
        // The page that waits for them reads them before it is shown.
        self.rest_words.set_untracked(Some(rest));
        tell_arriving(*self);
        self.rest_words.set(Some(rest));
        // From now on all of the app is there without network too.
        spawn_local(service_worker::keep(true, &rest.language));
    }
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
