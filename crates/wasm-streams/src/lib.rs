//! Stands in for the library of the same name, which Leptos' server functions are written against.
//!
//! The app calls no server function, and the linker drops them. It cannot drop the three classes that the library
//! exports to JavaScript, for what is exported counts as used: 4 KB on every phone, for nothing.
//! Here is the library's surface that those functions name, and nothing behind it.

use futures::stream::{self, Stream};
use wasm_bindgen::JsValue;

/// A stream of the browser, as Leptos' server functions would read or send it.
pub struct ReadableStream(());

impl ReadableStream {
    /// A stream of the browser.
    pub fn from_raw(_: web_sys::ReadableStream) -> Self {
        Self(())
    }

    /// A stream of ours, for the browser.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self(())
    }

    /// The browser's stream as ours.
    ///
    /// # Panics
    /// Always: a server function was called, and needs the library itself.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        no_server_functions();
        stream::empty()
    }

    /// Our stream as the browser's.
    ///
    /// # Panics
    /// Always: a server function was called, and needs the library itself.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        no_server_functions();
        JsValue::UNDEFINED.into()
    }
}

#[expect(
    clippy::panic,
    reason = "nothing in the app can lead here; should that change, the first call says what to do"
)]
fn no_server_functions() {
    panic!(
        "the app has no server functions: take wasm-streams out of [patch.crates-io] to have them"
    );
}
