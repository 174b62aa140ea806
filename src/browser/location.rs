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

/// The address of the first screen, without what a link said.
pub fn home() -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    [origin.as_deref().unwrap_or_default(), "/"].concat()
}

/// Where a postal address is shown: in the phone's own maps, or on a map of the web.
pub fn map_of(address: &str) -> String {
    let described = user_agent();
    let has = |name: &str| described.contains(name);
    let map = if has("Android") {
        "geo:0,0?q="
    } else if has("iP") {
        "https://maps.apple.com/?q="
    } else {
        "https://www.openstreetmap.org/search?query="
    };
    let address: String = js_sys::encode_uri_component(address).into();
    [map, &address].concat()
}

/// Copies a text, to be pasted elsewhere. Whether the browser let it be.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    let clipboard = window.navigator().clipboard();
    // Outside secure contexts, and in some apps, there is none.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}
