//! Sending from a page: the signals' side of `phone::sending`, and what a person taps to start it.

mod message;

pub mod sync;

use std::cell::{Cell, RefCell};

use domain::{
    answers::Answers,
    options::Purpose,
    outbox::SentRecord,
    site::Site,
    submission::{Message, MessageKind, Refusal, Refused},
    texts::TextKey,
    time::Timestamp,
    wire::SubmissionId,
};
use phone::{
    compose::{Sealed, forget_request},
    options::said,
    progress::LastSent,
    rights::is_registration,
    screen::Screen,
    sending::{self, Page},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, eviction_flag, focus, history},
    loading, navigation, refusals, rights,
    state::State,
};
pub use message::notice_is_shown;
use sync::leave;

/// Seals what was answered, keeps it, and shows that it is kept; then it leaves by itself.
pub fn send(state: State, kind: MessageKind) {
    if *state.busy.read_untracked() {
        return;
    }
    state.busy.set(true);
    state.trouble.set(None);
    spawn_local(sending::send(Browser, state, kind));
}

/// Chooses the option of that code after sending, or takes it back: one message for each tap, one at a time.
pub fn choose(state: State, about: SubmissionId, code: &str, on: bool) {
    let (Some(purpose), false) = (Purpose::from_code(code), *state.busy.read_untracked()) else {
        // The box shows again what the Mission Locale knows.
        state.choices.update(|_| ());
        return;
    };
    state.busy.set(true);
    spawn_local(sending::choose(Browser, state, about, purpose, on));
}

/// Removes from this phone an entry that the endpoint refuses; it is stored nowhere else. Returns whether it is gone.
pub fn give_up(state: State, id: SubmissionId) -> impl Future<Output = bool> {
    sending::give_up(Browser, state, id)
}

impl Page for State {
    fn site(&self) -> &Site {
        State::site(*self)
    }

    fn know_unkept(&self, record: Option<SentRecord>) {
        if let Some(record) = record {
            self.unsaved_records.borrow_mut().push(record);
            self.lasting.set(false);
        }
    }

    fn refresh_site(&self) -> impl Future<Output = bool> {
        loading::refresh_site(*self)
    }

    fn is_notice_new(&self) -> bool {
        message::is_notice_new(*self)
    }

    fn about(&self) -> Option<SubmissionId> {
        rights::about(*self, &self.answers.read_untracked())
    }

    fn message(
        &self,
        kind: MessageKind,
        answers: &Answers,
        about: Option<SubmissionId>,
    ) -> Result<Message, Refused> {
        message::message(*self, kind, answers, about)
    }

    fn refuse(&self, refusals: Vec<Refusal>) {
        refusals::show(*self, refusals);
    }

    fn unsent(&self) -> &RefCell<Option<Sealed>> {
        &self.unsent
    }

    fn commune_outside(&self) -> Option<String> {
        State::commune_outside(*self)
    }

    fn last_choice_at(&self) -> &Cell<Timestamp> {
        &self.last_choice_at
    }

    fn forget_answers_of(&self, sent: LastSent) {
        let kind = sent.kind;
        self.last_sent.set(Some(sent));
        if is_registration(kind) {
            self.forget_answers();
        } else if let Some(form) = self.form(kind) {
            // A request leaves the answers of a registration under way as they are.
            let registration = self.form(MessageKind::Registration);
            let answers = &self.answers;
            answers.update(|answers| forget_request(answers, form, registration));
            self.forget_request();
        }
    }

    fn forget_sent(&self, id: &SubmissionId) {
        let is_last = |last: &LastSent| last.id == *id;
        // Its page would go on saying that it waits.
        if self
            .last_sent
            .read_untracked()
            .as_ref()
            .is_some_and(is_last)
        {
            self.last_sent.set_untracked(None);
        }
        // It was meant to go: the browser did not clear it.
        eviction_flag::clear();
    }

    fn take_back_later(&self, id: SubmissionId) {
        spawn_local(sending::take_back_later(Browser, *self, id));
    }

    fn leave(&self) {
        leave();
    }

    fn show_sent(&self) {
        navigation::go_instead(*self, Screen::Sent);
        self.sent_place.set(history::place());
        leave();
    }

    fn say_sent(&self, result: Result<(), TextKey>) {
        if let Err(key) = result {
            self.trouble.set(Some(key));
            focus::field("trouble");
        }
        self.busy.set(false);
    }

    fn say_choice(&self, told: Result<(), TextKey>) {
        let lasting = *self.lasting.read_untracked();
        self.trouble.set(Some(said(told, lasting)));
        self.busy.set(false);
    }
}
