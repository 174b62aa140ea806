//! Using a right from the phone: a form like the others, about something that this phone sent, or about nothing known.

use domain::{
    answers::Answers,
    outbox::SentRecord,
    rights::{Right, named_reference},
    submission::MessageKind,
    wire::SubmissionId,
};

use crate::{
    browser::dom::Element, components::link::link, navigation, screen::Screen, state::State,
};

/// The question that names a submission by its number.
const REFERENCE: &str = "registration_reference";

/// The page of the form that somebody starts on who wants one thing only: to take back what still waits here.
const WHO: &str = "identite";

/// A link to what can be asked about something that the endpoint has from this phone.
pub fn link_about(state: State, text: &str, record: SentRecord) -> Element {
    let screen = Screen::Text("droits");
    link(&screen.path(), text, move || {
        set_about(state, &record);
        navigation::go(state, screen.clone());
    })
}

/// A link to the form: about what was said before, else about the last registration that left this phone.
pub fn ask_link(state: State, text: &str) -> Element {
    let first = navigation::first_page(state, MessageKind::RightsRequest);
    link(&first.path(), text, move || {
        let said = state.answers.peek().one(REFERENCE).is_some();
        let records = state.records.peek();
        let counts = |record: &&SentRecord| is_registration(record.kind) && is_own(state, record);
        let mut registrations = records.iter().filter(counts);
        state.about.replace(None);
        if let (false, Some(last)) = (said, registrations.next()) {
            set_about(state, last);
        }
        navigation::go(state, first.clone());
    })
}

/// Whether the person may be taken for the one who sent it: on a shared device only she who just did.
fn is_own(state: State, record: &SentRecord) -> bool {
    let last = state.last.peek();
    !*state.tablet.peek() || last.as_ref().is_some_and(|last| last.id == record.id)
}

/// The number stands in the form, where it can be seen and changed: it alone says what the request is about.
fn set_about(state: State, record: &SentRecord) {
    state.about.replace(None);
    let reference = record.reference.spaced();
    let answers = &state.answers;
    answers.update(|answers| answers.set(REFERENCE, &reference));
}

/// A link that takes back what still waits on this phone, and tells the Mission Locale in case it has arrived.
pub fn cancel_link(state: State, text: &str, waiting: SubmissionId) -> Element {
    let screen = Screen::Section {
        form: MessageKind::RightsRequest,
        section: WHO.to_owned(),
    };
    link(&screen.path(), text, move || {
        state.about.replace(Some(waiting.clone()));
        state.answers.update(|answers| {
            // Whatever was begun before about something else.
            answers.set(REFERENCE, "");
            answers.set("objection", "");
            answers.set("right", Right::Cancellation.code());
        });
        navigation::go(state, screen.clone());
    })
}

/// Whether it is about a person to call back, so that there are rights to use on it.
pub fn is_registration(kind: MessageKind) -> bool {
    matches!(
        kind,
        MessageKind::Registration | MessageKind::CallbackRequest
    )
}

/// The submission that a rights request is about, where this phone can prove it: a number typed by hand proves
/// nothing, unless it is one of those that this phone was given.
pub fn about(state: State, answers: &Answers) -> Option<SubmissionId> {
    if answers.one(REFERENCE).is_none() {
        return state.about.borrow().clone();
    }
    let named = named_reference(answers)?;
    let records = state.records.peek();
    let mut records = records.iter();
    records
        .find(|record| record.reference == named && is_own(state, record))
        .map(|record| record.id.clone())
}
