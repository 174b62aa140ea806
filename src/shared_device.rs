//! Shared device: the page's side of `phone::shared_device`, with the touches that say whether somebody is there.
//!
//! Everything goes after each sending, and after two minutes without a touch.
//! Only what is sealed stays, until it has left; its team alone can touch that ([`team`]).

pub mod team;

use std::cell::Cell;

use domain::{language::Language, time::Timestamp, wire::SubmissionId};
use phone::{
    key,
    ports::Preferences,
    preferences,
    shared_device::{self, LOOK_SECONDS, Look, Page, Presence, presence},
    status,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, clock, eviction_flag, idle, page},
    navigation, rest_words,
    state::State,
};

/// What a link says to propose that a device become a shared one: `?mode=tablette`. It changes nothing by itself.
const MODE: &str = "tablette";

/// Whether this device is a shared one: `said` is what was kept of that.
pub fn is_shared(said: Option<&str>) -> bool {
    said == Some(preferences::YES)
}

/// Whether the link proposes what this device is not yet: the page that asks is shown first.
pub fn is_proposed(state: State) -> bool {
    let asked = page::query_code("mode");
    !*state.shared_device.read_untracked() && asked.is_some_and(|mode| mode.as_str() == MODE)
}

/// Makes this device a shared one, or the person's own again.
pub fn set(state: State, on: bool) {
    spawn_local(shared_device::set(Browser, state, on));
}

thread_local! {
    /// When this device was last touched, by its clock; `None` while that is not watched.
    static TOUCHED: Cell<Option<i64>> = const { Cell::new(None) };
}

/// Watches a shared device for as long as the page lives.
pub fn watch(state: State) {
    if !*state.shared_device.read_untracked() || TOUCHED.get().is_some() {
        return;
    }
    touch();
    let touched = move || {
        // After a sleep the next touch counts as another person's.
        if presence(quiet_seconds()) == Presence::Gone {
            look(state);
        }
        touch();
    };
    idle::watch(touched, LOOK_SECONDS, move || look(state));
}

/// The question "are you still there?" stays until the next look: removed at the touch, it would let the tap through
/// to what lies under it.
fn touch() {
    TOUCHED.set(Some(clock::now().unix_seconds()));
}

fn look(state: State) {
    let is_left = !is_clean(state) || state.language() != Language::REFERENCE.code();
    let has_something = *state.shared_device.read_untracked() && is_left;
    let busy = *state.busy.read_untracked();
    match shared_device::look(has_something, busy, quiet_seconds()) {
        Look::CountAnew => touch(),
        Look::Reset => reset_for_next_user(state),
        Look::Ask(on) => state.idle_warning.set_if_changed(on),
    }
}

/// The person has answered that she is still there.
pub fn is_there(state: State) {
    touch();
    state.idle_warning.set_if_changed(false);
}

/// Seconds since the device was last touched.
fn quiet_seconds() -> i64 {
    let now = clock::now().unix_seconds();
    now - TOUCHED.get().unwrap_or(now)
}

/// Whether nothing of a person is here.
fn is_clean(state: State) -> bool {
    let has_just_sent = state.last_sent.read_untracked().is_some();
    shared_device::is_clean(
        &state.screen.read_untracked(),
        &state.answers.read_untracked(),
        has_just_sent,
    )
}

/// Everything of the person goes: answers, names, numbers, the way back. What is sealed stays and leaves by itself.
pub fn reset_for_next_user(state: State) {
    spawn_local(shared_device::reset(state));
}

impl Page for State {
    fn set_shared(self, on: bool) {
        self.shared_device.set(on);
    }

    fn watch(self) {
        watch(self);
    }

    fn forget_typed(self) {
        self.idle_warning.set_if_changed(false);
        self.forget_answers();
        self.unfit.set(None);
    }

    fn forget_last_sent(self) {
        self.last_sent.set_untracked(None);
        self.sent_place.set(0.0);
        self.transfer_result.set(None);
        self.unsaved_records.borrow_mut().clear();
    }

    fn start_over(self) {
        if self.language() != Language::REFERENCE.code() {
            rest_words::switch_language(self, Language::REFERENCE, None);
        }
        navigation::start_over(self);
    }

    fn in_hand(self) -> Option<SubmissionId> {
        let last = self.last_sent.read_untracked();
        last.as_ref().map(|last| last.id.clone())
    }

    fn numbers_are_gone(self) {
        eviction_flag::clear();
    }

    fn something_left(self, at: Timestamp) {
        self.left_at.set(Some(at));
    }
}

/// When something last left this device.
pub async fn recall_last_sync(state: State) {
    let kept = Browser.preference(preferences::LEFT_AT).await;
    let moment: Option<Timestamp> = kept.and_then(|text| text.parse().ok());
    state.left_at.set(moment);
}

/// What waits to leave, what waits to be confirmed, and when something last left: a sentence for each.
pub fn count(state: State) -> String {
    let waiting = state.entries.read().len();
    let number = waiting.to_string();
    let waiting = state.text_with(status::waiting_for_all(waiting), &[("count", &number)]);
    let copies = state.unconfirmed.read().len();
    let number = copies.to_string();
    let copies = status::unconfirmed_for_all(copies).map_or_else(String::new, |key| {
        [" ", &state.text_with(key, &[("count", &number)])].concat()
    });
    let left = state.left_at.read().map(|left| {
        let when = clock::in_words(left, state.language());
        state.text_with(key!("shared.left_at"), &[("when", &when)])
    });
    let left = left.map_or_else(String::new, |left| [" ", &left].concat());
    [waiting, copies, left].concat()
}
