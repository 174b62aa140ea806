//! Eviction flag: a word in `localStorage` that outlives the database where the browser clears that alone.
//!
//! One word in `localStorage`, nothing personal. Most browsers clear the database alone when the phone is full.

use web_sys::Storage;

const NAME: &str = "premier-accueil";

/// The word, if there is one.
pub fn get() -> Option<String> {
    storage()?.get_item(NAME).ok()?
}

/// Puts a word in the place of the one before.
pub fn set(word: &str) {
    if let Some(storage) = storage() {
        // Where it cannot be kept, a later eviction is not noticed.
        let _ = storage.set_item(NAME, word);
    }
}

/// Takes the word away: what is not here any more was meant to go.
pub fn clear() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(NAME);
    }
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
