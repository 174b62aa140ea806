//! Whether somebody touches the device, or looks at the page.

use web_sys::VisibilityState;

use super::callbacks;

/// What people do to a page. Assistive programs may send nothing but the click.
const TOUCHES: [&str; 6] = [
    "pointerdown",
    "click",
    "keydown",
    "input",
    "wheel",
    "focusin",
];

/// Calls `touched` at each touch and each key, and `look` every so many seconds and when the page is looked at again.
///
/// For as long as the page lives. A device that slept looks as soon as it wakes.
pub fn watch(
    touched: impl Fn() + Copy + 'static,
    every_seconds: u32,
    look: impl Fn() + Copy + 'static,
) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    for event in TOUCHES {
        callbacks::always(&document, event, touched);
    }
    callbacks::always(&document, "visibilitychange", look);
    look_again(every_seconds, look);
}

/// Calls back whenever the page goes out of sight, for as long as it lives.
pub fn on_hidden(act: impl Fn() + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    callbacks::always(&document, "visibilitychange", move || {
        if !is_visible() {
            act();
        }
    });
}

/// Whether somebody looks at the page.
pub(super) fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

fn look_again(every_seconds: u32, look: impl Fn() + Copy + 'static) {
    let again = move || {
        look();
        look_again(every_seconds, look);
    };
    callbacks::after(every_seconds * 1000, Box::new(again)).forget();
}
