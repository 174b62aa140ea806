//! Transfer of what waits to another device: the file, and what is said of it.

use domain::{texts::TextKey, wire::SubmissionId};
use phone::{
    key,
    transfer::{self, Page},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, outbox, share_file, sync_triggers},
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
            key!("rescue.given")
        } else {
            key!("rescue.not_given")
        };
        state.transfer_result.set(Some((key, 0)));
    });
}

/// Takes up the envelopes of a file that another device gave: they leave from here.
pub fn take(state: State, text: Option<String>) {
    let entries = text.and_then(|text| outbox::entries_of(&text));
    spawn_local(transfer::take(Browser, state, entries));
}

impl Page for State {
    fn has(&self, id: &SubmissionId) -> bool {
        let (waiting, sent) = (self.entries.read_untracked(), self.records.read_untracked());
        transfer::is_known(id, &waiting, &sent, &self.unconfirmed.read_untracked())
    }

    fn say_transfer(&self, said: (TextKey, usize)) {
        self.transfer_result.set(Some(said));
    }

    fn look_again(&self) {
        sync_triggers::sync_now();
    }
}

/// What came of the last carrying, in a sentence; nothing before.
pub fn said(state: State) -> String {
    match *state.transfer_result.read() {
        Some((key, count)) => state.text_with(key, &[("count", &count.to_string())]),
        None => String::new(),
    }
}
