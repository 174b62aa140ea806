//! Files handed over by the Web Share API, or as a download.

use elements::callbacks::method;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DomException, File, FilePropertyBag, HtmlElement, Url};

const JSON: &str = "application/json";

/// Gives a JSON text to the person as a file. Whether the browser took it.
pub async fn give(name: &str, text: &str) -> bool {
    let options = FilePropertyBag::new();
    options.set_type(JSON);
    let parts = Array::of1(&text.into());
    let Ok(file) = File::new_with_str_sequence_and_options(&parts, name, &options) else {
        return false;
    };
    share(&file).await || download(name, &file).is_ok()
}

/// Whether the person was shown the ways to share it. Most browsers share pictures and texts, and refuse other files.
async fn share(file: &File) -> bool {
    let Some(sharing) = begin_to_share(file) else {
        return false;
    };
    let Err(error) = JsFuture::from(sharing).await else {
        return true;
    };
    // `AbortError`: the person closed the list of ways to share, and wants no other.
    let error: Result<DomException, JsValue> = error.dyn_into();
    error.is_ok_and(|error| error.name() == "AbortError")
}

fn begin_to_share(file: &File) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let what = Object::new();
    Reflect::set(&what, &"files".into(), &Array::of1(file)).ok()?;
    let ask = |name: &str| method(&navigator, name)?.call1(&navigator, &what);
    if !ask("canShare").ok()?.is_truthy() {
        return None;
    }
    ask("share").ok()?.dyn_into().ok()
}

fn download(name: &str, file: &Blob) -> Result<(), JsValue> {
    let document = web_sys::window()
        .and_then(|window| window.document())
        .ok_or(JsValue::NULL)?;
    let address = Url::create_object_url_with_blob(file)?;
    let link: HtmlElement = document.create_element("a")?.unchecked_into();
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    // Some browsers read it later: the address stays, and goes with the page.
    link.click();
    Ok(())
}
