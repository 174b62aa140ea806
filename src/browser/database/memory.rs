//! Memory in the place of a database where there is none: gone with the page.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{Change, Task};

/// Store, key and value of each.
pub(super) type Memory = Vec<(&'static str, String, JsValue)>;

/// Does what is asked of the database.
pub(super) fn ask(memory: &mut Memory, task: &Task<'_>) -> Array {
    match task {
        Task::Values(store, keys) => {
            let found = |key: &&str| {
                let found = memory.iter().find(|one| one.0 == *store && one.1 == *key);
                found.map_or(JsValue::UNDEFINED, |one| one.2.clone())
            };
            keys.iter().map(found).collect()
        }
        Task::All(store) => {
            let found = memory.iter().filter(|one| one.0 == *store);
            found.map(|one| one.2.clone()).collect()
        }
        Task::Write(changes) => {
            remember(memory, changes);
            Array::new()
        }
    }
}

fn remember(memory: &mut Memory, changes: &[Change<'_>]) {
    for change in changes {
        match change {
            Change::Put { store, key, .. } | Change::Remove { store, key } => {
                memory.retain(|one| (one.0, one.1.as_str()) != (*store, *key));
            }
            Change::Clear(store) => memory.retain(|one| one.0 != *store),
        }
        if let Change::Put { store, key, value } = change {
            memory.push((store, (*key).to_owned(), value.clone()));
        }
    }
}
