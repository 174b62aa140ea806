//! What this phone holds, as the app shows it: opened once, read again after each change, erased.

use domain::outbox::{Store, place_record};
use wasm_bindgen_futures::spawn_local;

use super::leaving::leave_by_itself;
use crate::{
    browser::{clock, database::Database, focus, marker, network, outbox::Outbox},
    late, options,
    state::State,
    tablet,
};

/// Opens the outbox and shows what is in it.
pub async fn start(state: State) {
    let outbox = Outbox::open(Database::shared()).await;
    state.lasting.set(outbox.is_lasting());
    // The app starts once.
    let _ = state.outbox.set(outbox);
    if *state.tablet.peek() {
        state.recalled.set(true);
        tablet::recall_last_leaving(state).await;
    } else {
        options::recall(state).await;
    }
    refresh(state).await;
    // The newest stands first.
    let last = state
        .records
        .peek()
        .first()
        .map(|record| record.received_at);
    if let Some(at) = last {
        clock::received(at);
    }
    let is_known = !state.entries.peek().is_empty()
        || !state.records.peek().is_empty()
        || !state.unconfirmed.peek().is_empty();
    if is_known {
        // What waits is to leave, and what was sent from here has rights, and a list.
        late::ask_for_all(state);
    }
    leave_by_itself(state);
}

/// Shows what the outbox holds. Where it cannot be read, what is shown stays.
pub async fn refresh(state: State) {
    let Some(outbox) = state.outbox.get() else {
        return;
    };
    let entries = outbox.entries().await;
    let is_read = entries.is_ok();
    if let Ok(entries) = entries {
        state.entries.renew(entries);
    }
    if let Ok(copies) = outbox.unconfirmed().await {
        state.unconfirmed.renew(copies);
    }
    if let Ok(mut records) = outbox.records().await {
        for unstored in state.unstored.borrow().iter() {
            place_record(&mut records, unstored.clone());
        }
        state.records.renew(records);
        if is_read {
            mark(state);
        }
    }
}

/// Leaves word of what is here, and tells when the browser has cleared what was here before.
fn mark(state: State) {
    if !*state.lasting.peek() {
        return;
    }
    if !state.entries.peek().is_empty() {
        marker::set(marker::WAITING);
    } else if !state.records.peek().is_empty() {
        marker::set(marker::SENT);
    } else if let Some(word) = marker::get() {
        state.wiped.renew(Some(if word == marker::WAITING {
            "wiped.waiting"
        } else {
            "wiped.sent"
        }));
    }
}

/// The person has read that the browser had cleared what was kept here.
pub fn wiped_is_seen(state: State) {
    marker::clear();
    state.wiped.set(None);
    focus::heading();
}

/// Takes everything off this phone, what still waits too.
pub fn erase(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        // Not while an entry is under way: its receipt would bring a record back.
        let erased = network::in_turn(outbox.erase()).await;
        let gone = matches!(erased, Some(Ok(())));
        if gone {
            state.forget_answers();
            state.last.set_quietly(None);
            state.choices.set(Vec::new());
            state.draft.set_quietly(None);
            state.own_phone.set_quietly(None);
            state.wiped.set_quietly(None);
            marker::clear();
            state.unsent.replace(None);
            state.unstored.borrow_mut().clear();
        }
        refresh(state).await;
        network::tell_other_tabs();
        state.trouble.set(Some(if gone {
            "device.erased"
        } else {
            "device.not_erased"
        }));
        focus::field("trouble");
    });
}
