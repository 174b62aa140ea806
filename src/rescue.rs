//! What waits on a phone without network, carried to another device as a file, and sent from there.
//!
//! The envelopes stay sealed and keep their ids: when the phone finds a network after all, nothing doubles.
//! What acts on them stays behind: whoever holds the file can send them, and do nothing else with them.

use domain::{
    outbox::{Entry, Standing, Store},
    wire,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, file, network, outbox},
    sending::on_phone,
    state::State,
};

/// Several hundred envelopes.
pub const MAX_FILE_BYTES: f64 = 8_000_000.0;

/// The most that one file may bring.
const MAX_ENTRIES: usize = 1000;

/// What the file is called.
const FILE_NAME: &str = "envois-mission-locale.json";

/// Puts what waits here in a file; it goes on waiting here too.
pub fn give(state: State) {
    spawn_local(async move {
        let entries: Vec<Entry> = state.entries.peek().iter().map(Entry::carried).collect();
        let text = serde_json::to_string(&entries);
        let given = match text {
            Ok(text) => file::give(FILE_NAME, &text).await,
            Err(_) => false,
        };
        let key = if given {
            "rescue.given"
        } else {
            "rescue.not_given"
        };
        state.carried.set(Some((key, 0)));
    });
}

/// Takes up the envelopes of a file that another device gave: they leave from here.
pub fn take(state: State, text: Option<String>) {
    spawn_local(async move {
        let taken = match text.as_deref().and_then(outbox::entries_of) {
            Some(entries) => take_all(state, entries).await,
            None => Err("rescue.not_ours"),
        };
        state.carried.set(Some(match taken {
            Ok(0) => ("rescue.nothing_new", 0),
            Ok(count) => ("rescue.taken", count),
            Err(key) => (key, 0),
        }));
        on_phone::refresh(state).await;
        network::leave_now();
    });
}

/// How many were new here.
async fn take_all(state: State, entries: Vec<Entry>) -> Result<usize, &'static str> {
    let outbox = state.outbox.get().ok_or("rescue.not_kept")?;
    let known = |entry: &Entry| {
        let (waiting, sent) = (state.entries.peek(), state.records.peek());
        let copies = state.unconfirmed.peek();
        waiting.iter().any(|one| one.id == entry.id)
            || sent.iter().any(|one| one.id == entry.id)
            || copies.iter().any(|one| one.entry.id == entry.id)
    };
    let new: Vec<Entry> = entries.into_iter().filter(|entry| !known(entry)).collect();
    let is_whole = |entry: &Entry| {
        let whole = envelope::sha256_hex(entry.body.as_bytes()) == entry.sha256;
        whole && entry.body.len() <= wire::MAX_BODY_BYTES
    };
    // All or nothing, and no more than many afternoons bring.
    if new.len() > MAX_ENTRIES || !new.iter().all(is_whole) {
        return Err("rescue.not_ours");
    }
    let count = new.len();
    for entry in new {
        // Somebody else's: its number does not stay here once it has left.
        let entry = Entry {
            attempts: 0,
            next_attempt_at: clock::now(),
            standing: Standing::Waiting,
            shared_device: true,
            blocked: false,
            ..entry.carried()
        };
        outbox.keep(&entry).await.map_err(|_| "rescue.not_kept")?;
    }
    Ok(count)
}

/// What came of the last carrying, in a sentence; nothing before.
pub fn said(state: State) -> String {
    match *state.carried.read() {
        Some((key, count)) => state.text_with(key, &[("count", &count.to_string())]),
        None => String::new(),
    }
}
