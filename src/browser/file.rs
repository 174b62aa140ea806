//! Files that leave the page: through the phone's own way to share, or as a download.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, FilePropertyBag, HtmlElement, Url};

const JSON: &str = "application/json";

/// Gives a JSON text to the person as a file. Whether the browser took it.
pub async fn give(name: &str, text: &str) -> bool {
    let options = FilePropertyBag::new();
    options.set_type(JSON);
    let parts = Array::of1(&text.into());
    let Ok(file) = File::new_with_str_sequence_and_options(&parts, name, &options) else {
        return false;
    };
    match share(&file).await {
        Some(shared) => shared,
        None => download(name, &file).is_ok(),
    }
}

/// Whether the person shared it; `None` where files cannot be shared.
async fn share(file: &File) -> Option<bool> {
    let navigator = web_sys::window()?.navigator();
    let what = Object::new();
    Reflect::set(&what, &"files".into(), &Array::of1(file)).ok()?;
    let method = |name: &str| -> Option<Function> {
        Reflect::get(&navigator, &name.into()).ok()?.dyn_into().ok()
    };
    let can = method("canShare")?.call1(&navigator, &what).ok()?;
    if !can.is_truthy() {
        return None;
    }
    let sharing: Promise = method("share")?
        .call1(&navigator, &what)
        .ok()?
        .dyn_into()
        .ok()?;
    Some(JsFuture::from(sharing).await.is_ok())
}

fn download(name: &str, file: &Blob) -> Result<(), JsValue> {
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or(JsValue::NULL)?;
    let address = Url::create_object_url_with_blob(file)?;
    let link: HtmlElement = document.create_element("a")?.unchecked_into();
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.click();
    Url::revoke_object_url(&address)
}
