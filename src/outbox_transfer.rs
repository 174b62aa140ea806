//! Transfer of what waits to another device: the file, and what is said of it.

use domain::outbox::Entry;
use phone::transfer::{self, NotTaken};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, outbox, share_file, sync_triggers},
    outbox_view,
    state::State,
};

/// What the file is called.
const FILE_NAME: &str = "envois-mission-locale.json";

/// Puts what waits here in a file; it goes on waiting here too.
pub fn give(state: State) {
    spawn_local(async move {
        let text = transfer::export(&state.entries.read_untracked());
        let given = match text {
            Some(text) => share_file::give(FILE_NAME, &text).await,
            None => false,
        };
        let key = if given {
            "rescue.given"
        } else {
            "rescue.not_given"
        };
        state.transfer_result.set(Some((key, 0)));
    });
}

/// Takes up the envelopes of a file that another device gave: they leave from here.
pub fn take(state: State, text: Option<String>) {
    spawn_local(async move {
        let taken = match text.as_deref().and_then(outbox::entries_of) {
            Some(entries) => take_all(state, entries).await,
            None => Err(NotTaken::NotOurs),
        };
        state.transfer_result.set(Some(transfer::said(taken)));
        outbox_view::refresh(state).await;
        sync_triggers::sync_now();
    });
}

/// How many were new here.
async fn take_all(state: State, entries: Vec<Entry>) -> Result<usize, NotTaken> {
    let outbox = state.outbox.get().ok_or(NotTaken::NotKept)?;
    let is_known = |id: &_| {
        let (waiting, sent) = (
            state.entries.read_untracked(),
            state.records.read_untracked(),
        );
        transfer::is_known(id, &waiting, &sent, &state.unconfirmed.read_untracked())
    };
    transfer::import(outbox, entries, is_known, clock::now()).await
}

/// What came of the last carrying, in a sentence; nothing before.
pub fn said(state: State) -> String {
    match *state.transfer_result.read() {
        Some((key, count)) => state.text_with(key, &[("count", &count.to_string())]),
        None => String::new(),
    }
}
