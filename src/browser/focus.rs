//! Keyboard and screen-reader focus.
//!
//! A move waits until the signals have been shown: what is to be focused may not be on the page yet.

use elements::callbacks;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// Goes to a field, an error summary or a message by its id; of a group, to its first input.
pub fn field(id: &str) {
    let selector = ["#", id, ":not(fieldset),#", id, " input"].concat();
    once_shown(move || focus(&selector));
}

/// Whether it is in the element of that id.
pub fn is_in(id: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    focused.is_some_and(|focused| focused.id() == id)
}

/// Goes to the heading of a page that has just been turned to, and its top is in view.
///
/// Where the focus is in the page already, it stays there.
pub fn new_page() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let is_there = document
        .active_element()
        .and_then(|focused| focused.closest("main").ok().flatten());
    let heading = document.query_selector("main h1").ok().flatten();
    if let (None, Some(heading)) = (is_there, heading) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Every heading can be focused.
        let _ = heading
            .unchecked_ref::<HtmlElement>()
            .focus_with_options(&options);
    }
}

/// Shows the top of the page.
pub fn top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Goes to the heading of the page, past what stands above it.
pub fn heading() {
    once_shown(|| focus("h1"));
}

/// Effects of signals run before any timer does.
fn once_shown(act: impl FnOnce() + 'static) {
    callbacks::after(0, Box::new(act)).forget();
}

fn focus(selector: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What cannot be focused leaves the focus where it is.
        let _ = element.focus();
    }
}
