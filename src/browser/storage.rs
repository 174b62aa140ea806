//! Persistent storage: asks the browser not to evict what is kept here.

use wasm_bindgen_futures::JsFuture;

/// Asks the browser not to clear this site's storage by itself. Whether it agreed.
pub async fn persist() -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    // Outside secure contexts there is no storage manager: the call fails, and nothing else.
    match window.navigator().storage().persist() {
        Ok(answer) => JsFuture::from(answer)
            .await
            .is_ok_and(|granted| granted.is_truthy()),
        Err(_) => false,
    }
}
