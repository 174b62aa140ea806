//! The browser's own question before a page is left (`beforeunload`), asked while something would go with the page.
//!
//! The listener is there only then: pages that have one are kept by no back/forward cache.

use std::cell::{Cell, RefCell};

use elements::callbacks;
use gloo::events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// In milliseconds, how long a tap on a telephone number may take to leave the browser.
const A_CALL: u32 = 1000;

thread_local! {
    static ASKING: RefCell<Option<[EventListener; 2]>> = const { RefCell::new(None) };
    /// Whether the telephone has just been asked for.
    static CALLING: Cell<bool> = const { Cell::new(false) };
}

/// From now on the browser asks before the page is left, or does not.
pub fn ask(on: bool) {
    ASKING.with_borrow_mut(|asking| {
        if on != asking.is_some() {
            let window = web_sys::window().filter(|_| on);
            *asking = window.map(|window| {
                [
                    callbacks::listener(&window, "click", Box::new(call)),
                    callbacks::listener(&window, "beforeunload", Box::new(hold)),
                ]
            });
        }
    });
}

fn hold(event: &Event) {
    if !CALLING.get() {
        event.prevent_default();
        // Chrome before 119 asks for this instead. An event takes any member.
        let _ = Reflect::set(event, &"returnValue".into(), &true.into());
    }
}

/// Browsers take a call for leaving the page. It stays.
fn call(event: &Event) {
    let tapped = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let link = tapped.and_then(|it| it.closest("[href^='tel:']").ok());
    if link.flatten().is_some() {
        CALLING.set(true);
        callbacks::after(A_CALL, Box::new(|| CALLING.set(false))).forget();
    }
}
