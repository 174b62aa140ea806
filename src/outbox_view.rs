//! View of the outbox, as the screens show it: opened once, read again after each change, erased.

use domain::outbox::{Store, place_record};
use phone::{
    eviction::{self, Word},
    key,
    outbox::{self, Page},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        Browser, clock, database::Database, eviction_flag, focus, outbox::Outbox, sync_triggers,
    },
    state::State,
};

/// Opens the outbox.
pub async fn open(state: State) {
    let outbox = Outbox::open(Database::shared()).await;
    state.lasting.set(outbox.is_lasting());
    // The app starts once.
    let _ = state.outbox.set(outbox);
}

/// Shows what is in it for the first time.
pub async fn show(state: State) {
    refresh(state).await;
    // The newest stands first.
    let last = state
        .records
        .read_untracked()
        .first()
        .map(|record| record.received_at);
    if let Some(at) = last {
        clock::received(at);
    }
}

/// Whether anything waits here, or was sent from here.
pub fn is_used(state: State) -> bool {
    !state.entries.read_untracked().is_empty()
        || !state.records.read_untracked().is_empty()
        || !state.unconfirmed.read_untracked().is_empty()
}

/// Shows what the outbox holds. Where it cannot be read, what is shown stays.
pub async fn refresh(state: State) {
    let Some(outbox) = state.outbox.get() else {
        return;
    };
    let entries = outbox.entries().await;
    let is_read = entries.is_ok();
    if let Ok(entries) = entries {
        state.entries.set_if_changed(entries);
    }
    if let Ok(copies) = outbox.unconfirmed().await {
        state.unconfirmed.set_if_changed(copies);
    }
    if let Ok(mut records) = outbox.records().await {
        for unstored in state.unsaved_records.borrow().iter() {
            place_record(&mut records, unstored.clone());
        }
        state.records.set_if_changed(records);
        if is_read {
            mark(state);
        }
    }
}

impl Page for State {
    type Outbox = Outbox;

    fn outbox(&self) -> Option<&Outbox> {
        self.outbox.get()
    }

    fn refresh(&self) -> impl Future<Output = ()> {
        refresh(*self)
    }
}

/// Leaves word of what is here, and tells when the browser has cleared what was here before.
fn mark(state: State) {
    let (waiting, sent) = (
        state.entries.read_untracked().len(),
        state.records.read_untracked().len(),
    );
    match eviction::word(
        waiting,
        sent,
        *state.lasting.read_untracked(),
        eviction_flag::get,
    ) {
        Word::Stays => {}
        Word::Says(word) => eviction_flag::set(word),
        Word::Cleared(key) => state.eviction_notice.set_if_changed(Some(key)),
    }
}

/// The person has read that the browser had cleared what was kept here.
pub fn wiped_is_seen(state: State) {
    eviction_flag::clear();
    state.eviction_notice.set(None);
    focus::heading();
}

/// Takes everything off this phone, what still waits too.
pub fn erase(state: State) {
    spawn_local(async move {
        let Some(outbox) = state.outbox.get() else {
            return;
        };
        let gone = outbox::erase(outbox, &Browser).await;
        if gone {
            state.forget_answers();
            state.last_sent.set_untracked(None);
            state.choices.set(Vec::new());
            state.draft.set_untracked(None);
            state.own_phone.set_untracked(None);
            state.eviction_notice.set_untracked(None);
            eviction_flag::clear();
            state.unsent.replace(None);
            state.unsaved_records.borrow_mut().clear();
        }
        refresh(state).await;
        sync_triggers::tell_other_tabs();
        state.trouble.set(Some(if gone {
            key!("device.erased")
        } else {
            key!("device.not_erased")
        }));
        focus::field("trouble");
    });
}
