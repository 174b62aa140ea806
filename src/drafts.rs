//! Drafts: the page's side of `phone::draft`, and when a draft is kept.
//!
//! An unfinished form is in memory, or sealed on the person's own phone for a day.
//! On a device that passes from hand to hand: in memory only, whatever was said before.

use std::{cell::Cell, ops::Deref};

use domain::{answers::Answers, submission::MessageKind, time::Timestamp};
use phone::{
    draft::{self, Page, answers_to_keep, is_kept, is_question_open},
    key,
    ports::Draft,
    screen::Screen,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, draft::is_possible, focus, history, idle},
    loading, navigation,
    state::State,
};

/// Keeps what is answered whenever the page goes out of sight: phones end pages without another word.
pub fn watch(state: State) {
    idle::on_hidden(move || keep(state));
}

/// Whether the person is still to be asked if the phone is hers.
pub fn is_to_be_asked(state: State) -> bool {
    is_question_open(
        *state.own_phone.read_untracked(),
        *state.shared_device.read_untracked(),
        is_possible,
    )
}

/// What the person said: her own phone, or not.
pub fn answer(state: State, own: bool) {
    spawn_local(draft::answer(Browser, state, draft_of(state), own));
}

/// Seals what is answered so far, if the phone is the person's own and she wants it.
pub fn keep(state: State) {
    let (own, shared) = (
        *state.own_phone.read_untracked(),
        *state.shared_device.read_untracked(),
    );
    if let Some(draft) = is_kept(own, shared).then(|| draft_of(state)).flatten() {
        spawn_local(draft::keep(Browser, state, draft));
    }
}

/// Of a registration, long or short; what is asked about rights is never kept.
fn draft_of(state: State) -> Option<Draft> {
    let screen = state.screen.read_untracked().clone();
    if !screen.is_of_registration() {
        return None;
    }
    let forms = [
        state.form(MessageKind::Registration)?,
        state.form(MessageKind::CallbackRequest)?,
    ];
    Some(Draft {
        path: screen.path(),
        answers: answers_to_keep(forms, &state.answers.read_untracked())?,
    })
}

/// Takes up the draft where it was left.
pub fn resume(state: State) {
    spawn_local(draft::resume(Browser, state));
}

/// Takes the draft away, with its key.
pub fn forget(state: State) -> impl Future<Output = ()> {
    draft::forget(Browser, state)
}

impl Page for State {
    fn answers(&self) -> impl Deref<Target = Answers> {
        self.answers.read_untracked()
    }

    fn has_kept(&self) -> &Cell<bool> {
        &self.kept_draft
    }

    fn draft_waits(&self, since: Option<Timestamp>) {
        if since.is_some() {
            self.draft.set_untracked(since);
        } else {
            self.draft.set_if_changed(None);
        }
    }

    fn say_whose_phone(&self, is_own: bool) {
        self.own_phone.set(Some(is_own));
        focus::field("draft-said");
    }

    fn take_up(&self, draft: Draft) {
        let postal_code = draft.answers.one("postal_code").unwrap_or_default();
        let postal_code = postal_code.to_owned();
        self.answers.set(draft.answers);
        loading::look_up_communes(*self, &postal_code);
        self.draft.set(None);
        navigation::go(*self, Screen::at(&draft.path));
        // What stands before it in the history is of the visit before: the way back goes page by page.
        self.first_place.set(history::place());
    }

    fn say_unreadable(&self) {
        self.trouble.set(Some(key!("draft.unreadable")));
        focus::heading();
    }
}
