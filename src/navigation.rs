//! Navigation between screens with the History API.

use std::rc::Rc;

use domain::{submission::MessageKind, texts::TextKey};
use elements::Element;
use phone::screen::{Met, Screen};

use crate::{
    browser::{history, service_worker::MayReload},
    components::link::link,
    state::State,
};

/// A link to a screen, with the sentence of that key.
#[inline(never)]
pub fn to(state: State, screen: Screen, key: TextKey) -> Element {
    link(&screen.path(), state.text(key), move || {
        go(state, screen.clone());
    })
}

/// The first page of questions of a form.
pub fn first_page(state: State, form: MessageKind) -> Screen {
    Screen::first_of(form, state.form(form))
}

/// Shows a screen and gives it a place in the history.
pub fn go(state: State, screen: Screen) {
    history::push(&screen.path());
    show(state, screen, None);
}

/// Shows a screen in the place of the present one: back does not come here again.
pub fn go_instead(state: State, screen: Screen) {
    history::replace(&screen.path());
    show(state, screen, None);
}

/// Follows the browser's back and forward for as long as the page lives.
pub fn follow(state: State) {
    state.first_place.set(history::place());
    history::on_popstate(move || {
        if state.starting_over.take() {
            history::replace(&Screen::Welcome.path());
        }
        let (screen, said) = at_path(state, false);
        show(state, screen, said);
    });
}

/// Shows the page that the app is opened at, or the one to begin at; returns the key of the sentence to show with it.
pub fn open(state: State) -> Option<TextKey> {
    let (screen, said) = at_path(state, true);
    state.screen.set_untracked(state.shown_for(screen));
    said
}

/// The screen at the path of the browser, and the key of a sentence about it. Where it is another than the path says,
/// the path follows.
fn at_path(state: State, is_opened: bool) -> (Screen, Option<TextKey>) {
    let path = history::path();
    let screen = Screen::at(&path);
    if state.is_draft_offered() && screen.is_of_registration() {
        // The first screen offers it.
        return (screen, None);
    }
    let (screen, said) = in_place_of(state, screen, is_opened);
    if screen != Screen::NotFound && screen.path() != path {
        history::replace(&screen.path());
    }
    (screen, said)
}

/// What is shown in the place of a page of a form, and the key of a sentence about it.
fn in_place_of(state: State, screen: Screen, is_opened: bool) -> (Screen, Option<TextKey>) {
    let Some(form) = screen.form() else {
        return (screen, None);
    };
    let place = history::place();
    screen.as_met(Met {
        form: state.form(form),
        is_sent: place < state.sent_place.get(),
        is_answered: !state.answers.read_untracked().is_empty(),
        is_reloaded: is_opened && place > 0.0,
    })
}

/// Back to the first screen, and to the place in the history where this page was opened: there is nothing to go back to,
/// and what is ahead goes with the next tap.
pub fn start_over(state: State) {
    let places = history::place() - state.first_place.get();
    go_instead(state, Screen::Welcome);
    state.starting_over.set(places > 0.0);
    history::go_back(places);
}

/// Whether the page may be loaded anew: the first screen is shown, and nothing would go with it.
pub fn may_reload(state: State) -> MayReload {
    Rc::new(move || *state.screen.read_untracked() == Screen::Welcome && state.may_go())
}

/// `said` is the key of a sentence about it.
fn show(state: State, screen: Screen, said: Option<TextKey>) {
    let is_told_elsewhere = state.unfit.read_untracked().is_some() && screen != Screen::Elsewhere;
    if is_told_elsewhere {
        state.unfit.set(None);
        // Back in the form the answers stay: the date can be corrected.
        if screen.form().is_none() {
            state.forget_answers();
        }
    }
    state.refusals.set_if_changed(Vec::new());
    state.trouble.set_if_changed(said);
    state.focus_on_show.set(true);
    state.screen.set(state.shown_for(screen));
}
