//! Transfer: what waits on a phone without network, carried to another device as a file, and sent from there.
//!
//! The envelopes stay sealed and keep their ids: when the phone finds a network after all, nothing doubles.
//! What acts on them stays behind: whoever holds the file can send them, and do nothing else with them.

use domain::{
    outbox::{Entry, SentRecord, Standing, Store, Unconfirmed},
    texts::TextKey,
    time::Timestamp,
    wire::{self, SubmissionId},
};

use crate::{outbox, ports::World};

/// An open page that takes up a file.
pub trait Page: outbox::Page {
    /// Whether something of that id is known here: [`is_known`].
    fn has(&self, id: &SubmissionId) -> bool;

    /// Says what came of it: [`said`].
    fn say_transfer(&self, said: (TextKey, usize));

    /// Has what waits leave.
    fn look_again(&self);
}

/// Several hundred envelopes.
pub const MAX_FILE_BYTES: f64 = 8_000_000.0;

/// The most that one file may bring.
const MAX_ENTRIES: usize = 1000;

/// Why nothing, or not all, of a file was taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It is not a file of this app, or not as it was written.
    NotOurs,
    /// Nothing can be kept here.
    NotKept,
}

/// The file's text, with everything that waits; `None` where it cannot be written.
pub fn export(waiting: &[Entry]) -> Option<String> {
    let entries: Vec<Entry> = waiting.iter().map(Entry::carried).collect();
    serde_json::to_string(&entries).ok()
}

/// Keeps what a file brings: they leave from here. How many were new.
///
/// # Errors
///
/// All or nothing is taken up, but for a store that fails halfway.
pub async fn import<S: Store>(
    store: &S,
    entries: Vec<Entry>,
    is_known: impl Fn(&SubmissionId) -> bool,
    now: Timestamp,
) -> Result<usize, NotTaken> {
    let new: Vec<Entry> = entries
        .into_iter()
        .filter(|entry| !is_known(&entry.id))
        .collect();
    let is_whole = |entry: &Entry| {
        let whole = envelope::sha256_hex(entry.body.as_bytes()) == entry.sha256;
        whole && entry.body.len() <= wire::MAX_BODY_BYTES
    };
    // No more than many afternoons bring.
    if new.len() > MAX_ENTRIES || !new.iter().all(is_whole) {
        return Err(NotTaken::NotOurs);
    }
    let count = new.len();
    for entry in new {
        // Somebody else's: its number does not stay here once it has left.
        let entry = Entry {
            attempts: 0,
            next_attempt_at: now,
            standing: Standing::Waiting,
            shared_device: true,
            blocked: false,
            ..entry.carried()
        };
        store.keep(&entry).await.map_err(|_| NotTaken::NotKept)?;
    }
    Ok(count)
}

/// Takes up the envelopes of a file that another device gave, and shows them; `entries`: what could be read of it.
pub async fn take(phone: impl World, page: impl Page, entries: Option<Vec<Entry>>) {
    let taken = match (entries, page.outbox()) {
        (None, _) => Err(NotTaken::NotOurs),
        (_, None) => Err(NotTaken::NotKept),
        (Some(entries), Some(outbox)) => {
            import(outbox, entries, |id| page.has(id), phone.now()).await
        }
    };
    page.say_transfer(said(taken));
    page.refresh().await;
    page.look_again();
}

/// Whether something of that id waits on this phone, was sent from it, or has its copy here.
pub fn is_known(
    id: &SubmissionId,
    entries: &[Entry],
    records: &[SentRecord],
    copies: &[Unconfirmed],
) -> bool {
    entries.iter().any(|one| one.id == *id)
        || records.iter().any(|one| one.id == *id)
        || copies.iter().any(|one| one.entry.id == *id)
}

/// What came of taking up a file: the key of its sentence, and the number in it.
pub fn said(taken: Result<usize, NotTaken>) -> (TextKey, usize) {
    match taken {
        Ok(0) => (key!("rescue.nothing_new"), 0),
        Ok(count) => (key!("rescue.taken"), count),
        Err(NotTaken::NotOurs) => (key!("rescue.not_ours"), 0),
        Err(NotTaken::NotKept) => (key!("rescue.not_kept"), 0),
    }
}

#[cfg(test)]
mod tests;
