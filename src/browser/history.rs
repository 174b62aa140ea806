//! The browser's own back and forward. Paths only: no answer is ever in a URL or in a history entry.

use wasm_bindgen::JsValue;
use web_sys::History;

use super::callbacks;

/// Gives a path a place in the history.
pub fn push(path: &str) {
    if let Some(history) = history() {
        // Browsers refuse after hundreds of entries a minute: then the page changes without a new one.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Puts a path in the place of the present one.
pub fn replace(path: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// The path that is shown, without query; `/` where there is none.
pub fn path() -> String {
    let path = web_sys::window().and_then(|window| window.location().pathname().ok());
    path.unwrap_or_else(|| "/".to_owned())
}

/// Calls back at every back and forward, for as long as the page lives.
pub fn on_popstate(act: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        callbacks::always(&window, "popstate", act);
    }
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}
