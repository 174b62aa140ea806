//! Location: the address of this page, the browser it is in, and copying the address.

use wasm_bindgen_futures::JsFuture;

/// How the browser describes itself.
pub fn user_agent() -> String {
    let described = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
    described.unwrap_or_default()
}

/// The whole address that is shown: `https://host/path?query`.
pub fn here() -> String {
    let address = web_sys::window().and_then(|window| window.location().href().ok());
    address.unwrap_or_default()
}

/// Copies an address, to be pasted elsewhere. Whether the browser let it be.
pub async fn copy(address: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let clipboard = window.navigator().clipboard();
    // Outside secure contexts, and in some apps, there is none.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(address)).await.is_ok()
}
