//! Touches, visibility and painting: when the page is used, and when it is painted.

use elements::callbacks;
use web_sys::VisibilityState;

/// What people do to a page. Assistive programs may send nothing but the click.
const TOUCHES: [&str; 6] = [
    "pointerdown",
    "click",
    "keydown",
    "input",
    "wheel",
    "focusin",
];

/// In milliseconds: by then a page that has just been turned to is painted.
const A_MOMENT: u32 = 200;
/// The least time in which a question can be read and answered, in milliseconds.
const READS_WITHIN: u32 = 700;

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
        callbacks::always(&document, event, Box::new(touched));
    }
    callbacks::always(&document, "visibilitychange", Box::new(look));
    look_again(every_seconds, look);
}

/// Calls back whenever the page goes out of sight, for as long as it lives.
pub fn on_hidden(act: impl Fn() + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let hidden = move || {
        if !is_visible() {
            act();
        }
    };
    callbacks::always(&document, "visibilitychange", Box::new(hidden));
}

/// Calls back once a sentence that is shown now can have been read.
pub fn once_read(act: Box<dyn FnOnce()>) {
    callbacks::after(READS_WITHIN, act).forget();
}

/// Calls back once what is shown now is painted; on a hidden page, a moment later.
pub fn once_painted(act: Box<dyn FnOnce()>) {
    let Some(window) = web_sys::window().filter(|_| is_visible()) else {
        callbacks::after(A_MOMENT, act).forget();
        return;
    };
    // The frame is painted when its callbacks have run.
    let painting = move || {
        callbacks::after(0, act).forget();
    };
    // Browsers that show a page give it frames.
    let _ = window.request_animation_frame(&callbacks::once(Box::new(painting)));
}

/// Whether the page is visible.
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
