//! Why the database could not do it, from what the browser throws.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// Why the database could not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseError {
    /// There is none here, or it never answers: keep in memory, and say so.
    Missing,
    /// The phone is full: nothing was written; the person can make room.
    Full,
    /// The browser closed it, again after one reopening: nothing was written; later may be better.
    Closed,
}

/// What the browser throws when it is asked for something: a `DOMException`.
impl From<JsValue> for DatabaseError {
    fn from(thrown: JsValue) -> Self {
        thrown.dyn_into().map_or(Self::Closed, DomException::into)
    }
}

impl From<idb::Error> for DatabaseError {
    fn from(error: idb::Error) -> Self {
        match error {
            idb::Error::IndexedDbNotFound(_) => Self::Missing,
            idb::Error::DomException(exception) => Self::from(exception),
            idb::Error::UpdateFailed(thrown) => {
                thrown.dyn_into().map_or(Self::Closed, DomException::into)
            }
            _ => Self::Closed,
        }
    }
}

impl From<DomException> for DatabaseError {
    fn from(exception: DomException) -> Self {
        if exception.name() == "QuotaExceededError" {
            Self::Full
        } else {
            Self::Closed
        }
    }
}
