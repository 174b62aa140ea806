//! Installing the app: which browsers can offer it, and how.

use elements::callbacks::method;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::location;
use crate::in_app;

/// Where `boot.js` leaves the browser's offer, which comes before the app is there.
const PROMPT: &str = "installPrompt";

/// How this browser installs an app.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It asks by itself, when the page says so.
    Prompt,
    /// By hand, in the share menu of an iPhone.
    ShareMenu,
}

/// The way of this browser; `None` where there is none, or the app is installed already.
pub fn way() -> Option<Way> {
    let window = web_sys::window()?;
    let installed = window
        .match_media("(display-mode: standalone)")
        .ok()
        .flatten();
    if installed.is_some_and(|query| query.matches()) {
        return None;
    }
    if prompt().is_some() {
        return Some(Way::Prompt);
    }
    let agent = location::user_agent();
    in_app::has_share_menu(&agent).then_some(Way::ShareMenu)
}

/// Has the browser ask, once: it gives no second offer in this visit.
pub fn ask() {
    let Some(prompt) = prompt() else { return };
    if let Ok(show) = method(&prompt, "prompt") {
        // What the person chose is not read: the browser acts on it.
        let _ = show.call0(&prompt);
    }
    if let Some(window) = web_sys::window() {
        // It can be shown once.
        let _ = Reflect::delete_property(&window, &PROMPT.into());
    }
}

fn prompt() -> Option<JsValue> {
    let window = web_sys::window()?;
    let prompt = Reflect::get(&window, &PROMPT.into()).ok()?;
    prompt.is_object().then_some(prompt)
}
