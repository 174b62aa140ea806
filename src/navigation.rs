//! Going from screen to screen, with the browser's own back and forward.

use std::rc::Rc;

use domain::{
    journey::Journey,
    submission::{MessageKind, Refusal, refusal},
    time::Date,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, dom::Element, focus, history, idle, service_worker::MayReload},
    components::link::link,
    drafts,
    screen::Screen,
    state::{State, Unfit},
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

/// Shows the page that the app is opened at, or the one to begin at; gives the key of what is to be said of that.
pub fn open(state: State) -> Option<&'static str> {
    let (screen, said) = at_path(state, true);
    state.screen.set_quietly(state.shown_for(screen));
    said
}

/// The screen at the path of the browser, and the key of a sentence about it. Where it is another than the path says,
/// the path follows.
fn at_path(state: State, is_opened: bool) -> (Screen, Option<&'static str>) {
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

/// What is shown in the place of a page of a form: that it was sent, where it was; the first page, where one in the
/// middle is met without answers.
fn in_place_of(state: State, screen: Screen, is_opened: bool) -> (Screen, Option<&'static str>) {
    let Some(form) = screen.form() else {
        return (screen, None);
    };
    let place = history::place();
    if place < state.sent_place.get() {
        return (Screen::Sent, None);
    }
    let first = first_page(state, form);
    let is_met_as_it_is = first == Screen::NotFound || !state.answers.peek().is_empty();
    if is_met_as_it_is || screen == first {
        return (screen, None);
    }
    match &screen {
        // The form by its name alone.
        Screen::Section { section, .. } if section.is_empty() => (first, None),
        Screen::Section { section, .. } if !has_section(state, form, section) => (screen, None),
        // A page that was turned to has its place; a link has none.
        _ if is_opened && place > 0.0 => (first, Some("section.reloaded")),
        _ => (first, Some("section.from_middle")),
    }
}

fn has_section(state: State, form: MessageKind, id: &str) -> bool {
    let form = state.form(form);
    form.is_some_and(|form| {
        let mut sections = form.questionnaire.sections.iter();
        sections.any(|section| section.id == id)
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
    Rc::new(move || *state.screen.peek() == Screen::Welcome && state.may_go())
}

/// Shows what was refused. An age that the form is not for is asked back first; said again, it leads elsewhere.
pub fn show_refusals(state: State, refusals: Vec<Refusal>) {
    if let Some(unfit) = refusals.iter().find(|refusal| refusal.reason.is_of_age()) {
        let date = date_of(state, unfit);
        if is_asked_back(state, &date) {
            turn_away(state, unfit);
            return;
        }
        let born: Option<Date> = date.parse().ok();
        let age = born.map_or(0, |born| born.age_on(clock::believed().date()));
        state.age_asked.replace(Some((date, age)));
        // A second tap of one movement answers nothing.
        state.age_is_read.set(false);
        idle::once_read(Box::new(move || state.age_is_read.set(true)));
    }
    state.refusals.set(refusals);
    focus::field("error-summary");
}

fn date_of(state: State, unfit: &Refusal) -> String {
    let answers = state.answers.peek();
    answers.one(&unfit.question).unwrap_or_default().to_owned()
}

/// Whether the person sees that this very date is asked back.
fn is_asked_back(state: State, date: &str) -> bool {
    let asked = state.age_asked.borrow();
    let refusals = state.refusals.peek();
    let mut refusals = refusals.iter();
    state.age_is_read.get()
        && asked.as_ref().is_some_and(|(asked, _)| asked == date)
        && refusals.any(|refusal| refusal.reason.is_of_age())
}

/// Says where to go instead. Nothing is kept: the answers are in memory, until that page is left another way than back.
fn turn_away(state: State, unfit: &Refusal) {
    let correct_at = section_of(state, unfit).unwrap_or(Screen::Welcome);
    state.unfit.set(Some(Unfit {
        reason: unfit.reason,
        correct_at,
    }));
    spawn_local(drafts::forget(state));
    go(state, Screen::Elsewhere);
}

/// The page of the form that asks the question that was refused.
fn section_of(state: State, refused: &Refusal) -> Option<Screen> {
    let form = state.screen.peek().form()?;
    let answers = state.answers.peek();
    let journey = Journey::new(&state.form(form)?.questionnaire, &answers);
    let section = journey.step_of(&refused.question)?.section.id.clone();
    Some(Screen::Section { form, section })
}

/// What is right by now, or asked no more, is refused no more; a date that was asked back, once it is another.
pub fn forgive(state: State) {
    let form = state.screen.peek().form();
    let Some(form) = form.and_then(|form| state.form(form)) else {
        return;
    };
    if state.refusals.peek().is_empty() {
        return;
    }
    let refused = {
        let answers = state.answers.peek();
        let journey = Journey::new(&form.questionnaire, &answers);
        let today = clock::believed().date();
        let still = |refused: &&Refusal| {
            let mut asked = journey.questions();
            let question = asked.find(|question| question.id == refused.question);
            question.is_some_and(|question| {
                refusal(question, &answers, today).is_some()
                    && (!refused.reason.is_of_age()
                        || is_asked_back(state, &date_of(state, refused)))
            })
        };
        state
            .refusals
            .peek()
            .iter()
            .filter(still)
            .cloned()
            .collect()
    };
    state.refusals.renew(refused);
}

/// `said` is the key of a sentence about it.
fn show(state: State, screen: Screen, said: Option<&'static str>) {
    let is_told_elsewhere = state.unfit.peek().is_some() && screen != Screen::Elsewhere;
    if is_told_elsewhere {
        state.unfit.set(None);
        // Whoever comes back to the form corrects the date.
        if screen.form().is_none() {
            state.forget_answers();
        }
    }
    state.refusals.renew(Vec::new());
    state.trouble.renew(said);
    state.arriving.set(true);
    state.screen.set(state.shown_for(screen));
}
