//! Shared device: everything of a person is erased after each sending, and after two minutes without a touch.
//!
//! Everything goes after each sending, and after two minutes without a touch.
//! Only what is sealed stays, until it has left; its team alone can touch that ([`team`]).

pub mod team;

use std::cell::Cell;

use domain::time::Timestamp;
use phone::{
    ports::Preferences,
    preferences,
    shared_device::{self, LOOK_SECONDS, Look, Presence, presence},
    status,
    words::FIRST_LANGUAGE,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, clock, eviction_flag, idle, page},
    drafts, navigation, options, outbox_view, rest_words,
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
    spawn_local(async move {
        let word = preferences::word(on);
        Browser.set_preference(preferences::TABLET, word).await;
        state.shared_device.set(on);
        if on {
            // Whose draft it is, is not known.
            drafts::forget(state).await;
            watch(state);
        }
        reset_for_next_user(state);
        if !on {
            team::forget_code().await;
            options::recall(state).await;
        }
    });
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
    let has_something = *state.shared_device.read_untracked() && !is_clean(state);
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
    state.idle_warning.set_if_changed(false);
    state.forget_answers();
    state.last_sent.set_untracked(None);
    state.unfit.set(None);
    state.sent_place.set(0.0);
    state.choices.set(Vec::new());
    state.transfer_result.set(None);
    state.unsent.replace(None);
    state.unsaved_records.borrow_mut().clear();
    if state.language() != FIRST_LANGUAGE {
        rest_words::switch_language(state);
    }
    navigation::start_over(state);
    spawn_local(async move {
        forget_numbers(state).await;
        outbox_view::refresh(state).await;
    });
}

/// Takes away the numbers of those who have put the device down. Whether there were any.
pub async fn forget_numbers(state: State) -> bool {
    let Some(outbox) = state.outbox.get() else {
        return false;
    };
    let in_hand = state
        .last_sent
        .read_untracked()
        .as_ref()
        .map(|last| last.id.clone());
    let any = shared_device::forget_numbers(outbox, in_hand.as_ref()).await;
    if any {
        // They were meant to go: the browser did not clear them.
        eviction_flag::clear();
    }
    any
}

/// Something has left this device.
pub async fn record_sync(state: State) {
    if *state.shared_device.read_untracked() {
        let now = clock::now();
        Browser
            .set_preference(preferences::LEFT_AT, &now.to_string())
            .await;
        state.left_at.set(Some(now));
    }
    if forget_numbers(state).await {
        outbox_view::refresh(state).await;
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
        state.text_with("shared.left_at", &[("when", &when)])
    });
    let left = left.map_or_else(String::new, |left| [" ", &left].concat());
    [waiting, copies, left].concat()
}
