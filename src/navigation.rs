//! Going from screen to screen, with the browser's own back and forward.

use std::rc::Rc;

use domain::submission::{MessageKind, Reason, Refusal};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{dom::Element, focus, history, service_worker::MayReload},
    components::link::link,
    drafts,
    screen::Screen,
    state::State,
};

/// A link to a screen, with the sentence of that key.
#[inline(never)]
pub fn to(state: State, screen: Screen, key: &str) -> Element {
    link(&screen.path(), state.text(key), move || {
        go(state, screen.clone());
    })
}

/// The first page of questions of a form.
pub fn first_page(state: State, form: MessageKind) -> Screen {
    let shown = state.form(form);
    let first = shown.and_then(|shown| shown.questionnaire.sections.first());
    first.map_or(Screen::NotFound, |section| Screen::Section {
        form,
        section: section.id.clone(),
    })
}

/// Shows a screen and gives it a place in the history.
pub fn go(state: State, screen: Screen) {
    history::push(&screen.path());
    show(state, screen);
}

/// Shows a screen in the place of the present one: back does not come here again.
pub fn go_instead(state: State, screen: Screen) {
    history::replace(&screen.path());
    show(state, screen);
}

/// Follows the browser's back and forward for as long as the page lives.
pub fn follow(state: State) {
    state.first_place.set(history::place());
    history::on_popstate(move || {
        if state.starting_over.take() {
            history::replace(&Screen::Welcome.path());
        }
        show(state, Screen::at(&history::path()));
    });
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
    Rc::new(move || *state.screen.peek() == Screen::Welcome && state.may_go())
}

/// Shows what was refused; somebody too young or too old for the form is told where to go, and nothing is kept.
pub fn show_refusals(state: State, refusals: Vec<Refusal>) {
    let is_unfit = |refusal: &&Refusal| matches!(refusal.reason, Reason::TooYoung | Reason::TooOld);
    if let Some(unfit) = refusals.iter().find(is_unfit) {
        state.unfit.set(Some(unfit.reason));
        state.forget_answers();
        spawn_local(drafts::forget(state));
        go_instead(state, Screen::Elsewhere);
    } else {
        state.refusals.set(refusals);
        focus::field("error-summary");
    }
}

fn show(state: State, screen: Screen) {
    state.refusals.renew(Vec::new());
    state.trouble.renew(None);
    state.arriving.set(true);
    state.screen.set(state.shown_for(screen));
}
