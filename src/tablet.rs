//! A device that passes from hand to hand: nothing of a person is there for the next one.
//!
//! Everything goes after each sending, and after two minutes without a touch.
//! Only what is sealed stays, until it has left; its team alone can touch that ([`team`]).

pub mod team;

use std::cell::Cell;

use domain::{outbox::Store, time::Timestamp};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, idle, kept, marker, page},
    drafts,
    late::AllHere,
    loading, navigation, options,
    screen::Screen,
    sending::on_phone,
    state::State,
};

/// Without a touch for so long, everything goes.
const QUIET_SECONDS: i64 = 120;
/// From here on the person is asked whether she is still there: 20 s before, as WCAG 2.2.1 asks, and as long as it may
/// take until somebody looks.
const WARNED_SECONDS: i64 = QUIET_SECONDS - 20 - 2 * LOOK_SECONDS as i64;
/// How often somebody looks.
const LOOK_SECONDS: u32 = 2;

/// What a link says to propose that a device become a shared one: `?mode=tablette`. It changes nothing by itself.
const MODE: &str = "tablette";

/// Whether this device is a shared one: `said` is what was kept of that.
pub fn is_shared(said: Option<&str>) -> bool {
    said == Some(kept::YES)
}

/// Whether the link proposes what this device is not yet: the page that asks is shown first.
pub fn is_proposed(state: State) -> bool {
    let asked = page::query_code("mode");
    !*state.tablet.peek() && asked.is_some_and(|mode| mode.as_str() == MODE)
}

/// Makes this device a shared one, or the person's own again.
pub fn set(state: State, on: bool) {
    spawn_local(async move {
        kept::set(kept::TABLET, if on { kept::YES } else { kept::NO }).await;
        state.tablet.set(on);
        if on {
            // Whose draft it is, nobody knows.
            drafts::forget(state).await;
            watch(state);
        }
        next_person(state);
        if !on {
            team::forget_code().await;
            options::recall(state).await;
        }
    });
}

thread_local! {
    /// When somebody last touched this device, by its clock; `None` while nobody watches.
    static TOUCHED: Cell<Option<i64>> = const { Cell::new(None) };
}

/// Watches a shared device for as long as the page lives.
pub fn watch(state: State) {
    if !*state.tablet.peek() || TOUCHED.get().is_some() {
        return;
    }
    touch();
    let touched = move || {
        // Whoever wakes a device that slept is somebody else.
        if quiet_seconds() >= QUIET_SECONDS {
            look(state);
        }
        touch();
    };
    idle::watch(touched, LOOK_SECONDS, move || look(state));
}

/// The question whether somebody is there stays until the next look: gone at the touch, it would let the tap through
/// to what lies under it.
fn touch() {
    TOUCHED.set(Some(clock::now().unix_seconds()));
}

fn look(state: State) {
    if !*state.tablet.peek() || *state.busy.peek() || is_clean(state) {
        touch();
        return;
    }
    match quiet_seconds() {
        QUIET_SECONDS.. => next_person(state),
        WARNED_SECONDS.. => state.idle.renew(true),
        0.. => state.idle.renew(false),
        // The clock was set back.
        _ => touch(),
    }
}

/// The person has answered that she is still there.
pub fn is_there(state: State) {
    touch();
    state.idle.renew(false);
}

/// How long nobody has touched the device.
fn quiet_seconds() -> i64 {
    let now = clock::now().unix_seconds();
    now - TOUCHED.get().unwrap_or(now)
}

/// Whether nothing of a person is here.
fn is_clean(state: State) -> bool {
    *state.screen.peek() == Screen::Welcome
        && state.answers.peek().is_empty()
        && state.last.peek().is_none()
}

/// Everything of the person goes: answers, names, numbers, the way back. What is sealed stays and leaves by itself.
pub fn next_person(state: State) {
    state.idle.renew(false);
    state.forget_answers();
    state.last.set_quietly(None);
    state.unfit.set(None);
    state.sent_place.set(0.0);
    state.choices.set(Vec::new());
    state.carried.set(None);
    state.unsent.replace(None);
    state.unstored.borrow_mut().clear();
    if state.language() != loading::FIRST_LANGUAGE {
        loading::switch_language(state);
    }
    navigation::start_over(state);
    let here = *state.rest.peek();
    if let Some(here) = here {
        rest_forget_numbers(here, state);
    }
}

#[inline(never)]
fn rest_forget_numbers(_here: AllHere, state: State) {
    spawn_local(async move {
        forget_numbers(state).await;
        on_phone::refresh(state).await;
    });
}

/// Takes away the numbers of those who have put the device down. Whether there were any.
pub async fn forget_numbers(state: State) -> bool {
    let Some(outbox) = state.outbox.get() else {
        return false;
    };
    let mut any = false;
    for record in outbox.records().await.unwrap_or_default() {
        let in_hand = (state.last.peek().as_ref()).is_some_and(|last| last.id == record.id);
        if record.shared_device && !in_hand {
            // What could not be taken away now is when something else leaves, or when the page is opened again.
            let _ = outbox.forget(&record.id).await;
            // It was meant to go: the browser did not clear it.
            marker::clear();
            any = true;
        }
    }
    any
}

/// Something has left this device.
pub async fn has_left(state: State) {
    if *state.tablet.peek() {
        let now = clock::now();
        kept::set(kept::LEFT_AT, &now.to_string()).await;
        state.left_at.set(Some(now));
    }
    if forget_numbers(state).await {
        on_phone::refresh(state).await;
    }
}

/// When something last left this device.
pub async fn recall_last_leaving(state: State) {
    let kept = kept::get(kept::LEFT_AT).await;
    let moment: Option<Timestamp> = kept.and_then(|text| text.parse().ok());
    state.left_at.set(moment);
}

/// What waits to leave, what waits to be confirmed, and when something last left: a sentence for each.
pub fn count(state: State) -> String {
    let waiting = state.entries.read().len();
    let number = waiting.to_string();
    let waiting = match waiting {
        0 => state.text("shared.none_waiting").to_owned(),
        1 => state.text("shared.one_waiting").to_owned(),
        _ => state.text_with("shared.several_waiting", &[("count", &number)]),
    };
    let copies = state.unconfirmed.read().len();
    let number = copies.to_string();
    let copies = match copies {
        0 => String::new(),
        1 => [" ", state.text("shared.one_unconfirmed")].concat(),
        _ => [
            " ",
            &state.text_with("shared.several_unconfirmed", &[("count", &number)]),
        ]
        .concat(),
    };
    let left = state.left_at.read().map(|left| {
        let when = clock::in_words(left, state.language());
        state.text_with("shared.left_at", &[("when", &when)])
    });
    let left = left.map_or_else(String::new, |left| [" ", &left].concat());
    [waiting, copies, left].concat()
}
