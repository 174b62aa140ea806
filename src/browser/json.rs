//! Small JSON objects, read by the browser's own parser: readers made for each type weigh on the phone.

use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;

/// An object whose members are texts. What is no object has no members.
pub(super) struct Members(JsValue);

impl Members {
    /// Reads a text that may be JSON.
    pub(super) fn of(text: &str) -> Self {
        Self(JSON::parse(text).unwrap_or(JsValue::UNDEFINED))
    }

    /// A member that is a text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        Reflect::get(&self.0, &name.into()).ok()?.as_string()
    }
}
