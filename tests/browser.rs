//! `src/browser` and `crates/elements` in a real browser: storage, network, locks, focus. Run with wasm-bindgen-test.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[path = "browser/clock.rs"]
mod clock;
#[path = "browser/database.rs"]
mod database;
#[path = "browser/dom.rs"]
mod dom;
#[path = "browser/http.rs"]
mod http;
#[path = "browser/json.rs"]
mod json;
#[path = "browser/outbox.rs"]
mod outbox;
#[path = "browser/page.rs"]
mod page;
#[path = "browser/passcode.rs"]
mod passcode;
#[path = "browser/site.rs"]
mod site;
#[path = "browser/tabs.rs"]
mod tabs;

/// Runs a line of JavaScript: to make the browser misbehave in ways that it does by itself only rarely.
fn script(line: &str) {
    js_sys::eval(line).unwrap_or_else(|_| panic!("a line of JavaScript that runs"));
}

/// Lets everything that waits for its turn have it: effects of values, events.
async fn tick() {
    let tick = js_sys::Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap_or_else(|| panic!("a window"));
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 5);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(tick).await;
}
