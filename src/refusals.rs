//! Refusals: shown at their questions, gone once they are put right; a refused age leads to another page.

use domain::submission::Refusal;
use phone::{
    refusals::{self, Unfit},
    screen::Screen,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, focus, idle},
    drafts, navigation,
    state::State,
};

/// Shows what was refused. An age that the form is not for is asked back first; said again, it leads elsewhere.
pub fn show(state: State, refusals: Vec<Refusal>) {
    if let Some(unfit) = refusals.iter().find(|refusal| refusal.reason.is_of_age()) {
        let date = date_of(state, unfit);
        if is_asked_back(state, &date) {
            turn_away(state, unfit);
            return;
        }
        let age = refusals::age_of(&date, clock::believed().date());
        state.age_asked.replace(Some((date, age)));
        // A second tap of one movement answers nothing.
        state.age_is_read.set(false);
        idle::once_read(Box::new(move || state.age_is_read.set(true)));
    }
    state.refusals.set(refusals);
    focus::field("error-summary");
}

fn date_of(state: State, unfit: &Refusal) -> String {
    let answers = state.answers.read_untracked();
    answers.one(&unfit.question).unwrap_or_default().to_owned()
}

/// Whether the person sees that this very date is asked back.
fn is_asked_back(state: State, date: &str) -> bool {
    let asked = state.age_asked.borrow();
    let asked = asked.as_ref().map(|(date, _)| date.as_str());
    let shown = state.refusals.read_untracked();
    refusals::is_asked_back(asked, state.age_is_read.get(), &shown, date)
}

/// Says where to go instead. Nothing is kept: the answers are in memory, until that page is left another way than back.
fn turn_away(state: State, unfit: &Refusal) {
    let correct_at = section_of(state, unfit).unwrap_or(Screen::Welcome);
    state.unfit.set(Some(Unfit {
        reason: unfit.reason,
        correct_at,
    }));
    spawn_local(drafts::forget(state));
    navigation::go(state, Screen::Elsewhere);
}

/// The page of the form that asks the question that was refused.
fn section_of(state: State, refused: &Refusal) -> Option<Screen> {
    let form = state.screen.read_untracked().form()?;
    let answers = state.answers.read_untracked();
    Screen::that_asks(&refused.question, form, state.form(form)?, &answers)
}

/// What is right by now, or asked no more, is refused no more; a date that was asked back, once it is another.
pub fn forgive(state: State) {
    let form = state.screen.read_untracked().form();
    let Some(form) = form.and_then(|form| state.form(form)) else {
        return;
    };
    if state.refusals.read_untracked().is_empty() {
        return;
    }
    let refused = {
        let (answers, today) = (state.answers.read_untracked(), clock::believed().date());
        let is_asked_back = |refused: &Refusal| is_asked_back(state, &date_of(state, refused));
        let refusals = state.refusals.read_untracked();
        refusals::still(form, &answers, &refusals, today, is_asked_back)
    };
    state.refusals.set_if_changed(refused);
}
