//! The modules of the app's code that come later, which the page's script fetches when it is asked to.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Fetches the one at that place, once however many ask, and again after a try that failed. Whether it is here.
pub async fn arrived(place: usize) -> bool {
    let window = web_sys::window().unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into());
    let Ok(bring) = Reflect::get(&window, &"part".into()) else {
        return false;
    };
    // Where the build made one module of all code, the script has nothing to fetch.
    let Ok(bring) = bring.dyn_into::<Function>() else {
        return true;
    };
    let Ok(coming) = bring.call1(&JsValue::UNDEFINED, &place.into()) else {
        return false;
    };
    JsFuture::from(Promise::from(coming)).await.is_ok()
}
