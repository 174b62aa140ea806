//! Rights requests from the phone: about something it sent, or about nothing known.

use domain::{
    answers::Answers, outbox::SentRecord, rights::Right, submission::MessageKind,
    wire::SubmissionId,
};
use elements::Element;
use phone::{
    progress::LastSent,
    rights::{InHand, REFERENCE},
    screen::Screen,
};

use crate::{components::link::link, navigation, state::State};

/// The page of the form on which a cancellation of what still waits starts: the right is chosen already.
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
        let said = state.answers.read_untracked().one(REFERENCE).is_some();
        state.about.replace(None);
        if !said {
            let records = state.records.read_untracked();
            let just_sent = state.last_sent.read_untracked();
            if let Some(last) = in_hand(state, just_sent.as_ref()).last_registration(&records) {
                set_about(state, last);
            }
        }
        navigation::go(state, first.clone());
    })
}

/// What tells which sendings are this person's: the last one of this visit, and whether the device is shared.
fn in_hand(state: State, last: Option<&LastSent>) -> InHand<'_> {
    InHand {
        just_sent: last.map(|last| &last.id),
        shared_device: *state.shared_device.read_untracked(),
    }
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

/// The submission that a rights request is about, where this phone can prove it.
pub fn about(state: State, answers: &Answers) -> Option<SubmissionId> {
    let just_sent = state.last_sent.read_untracked();
    let person = in_hand(state, just_sent.as_ref());
    let tapped = state.about.borrow();
    person.about(answers, tapped.as_ref(), &state.records.read_untracked())
}
