//! The browser's own question before a page is left (`beforeunload`), asked while something would go with the page.
//!
//! The listener is there only then: pages that have one are kept by no back/forward cache.

use std::cell::RefCell;

use gloo::events::EventListener;
use js_sys::Reflect;

use super::callbacks;

thread_local! {
    static ASKING: RefCell<Option<EventListener>> = const { RefCell::new(None) };
}

/// From now on the browser asks before the page is left, or does not.
pub fn ask(on: bool) {
    ASKING.with_borrow_mut(|asking| {
        if on != asking.is_some() {
            let window = web_sys::window().filter(|_| on);
            *asking = window.map(|window| {
                let hold = |event: &web_sys::Event| {
                    event.prevent_default();
                    // Chrome before 119 asks for this instead. An event takes any member.
                    let _ = Reflect::set(event, &"returnValue".into(), &true.into());
                };
                callbacks::listener(&window, "beforeunload", Box::new(hold))
            });
        }
    });
}
