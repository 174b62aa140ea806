//! The door to the browser, tried in a real one: storage, network, locks, focus. Run with wasm-bindgen-test.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[path = "browser/database.rs"]
mod database;
#[path = "browser/http.rs"]
mod http;
#[path = "browser/outbox.rs"]
mod outbox;
#[path = "browser/page.rs"]
mod page;
#[path = "browser/tabs.rs"]
mod tabs;

/// Runs a line of JavaScript: to make the browser misbehave in ways that it does by itself only rarely.
fn script(line: &str) {
    js_sys::eval(line).unwrap_or_else(|_| panic!("a line of JavaScript that runs"));
}
