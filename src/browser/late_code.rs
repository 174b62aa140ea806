//! The second module of the app's code, which the page's script fetches when it is asked to.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Fetches it, once however many ask, and again after a try that failed. Whether it is here.
pub async fn arrived() -> bool {
    let window = web_sys::window().unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into());
    let Ok(bring) = Reflect::get(&window, &"late".into()) else {
        return false;
    };
    // Where the build made one module of all code, the script has nothing to fetch.
    let Ok(bring) = bring.dyn_into::<Function>() else {
        return true;
    };
    let Ok(coming) = bring.call0(&JsValue::UNDEFINED) else {
        return false;
    };
    JsFuture::from(Promise::from(coming)).await.is_ok()
}
