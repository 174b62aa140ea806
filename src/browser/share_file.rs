//! Files and links handed over by the Web Share API; files also as a download.

use elements::callbacks::method;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DomException, File, FilePropertyBag, HtmlElement, Url};

/// Gives a JSON text to the person as a file. Whether the browser took it.
pub async fn give(name: &str, text: &str) -> bool {
    let Some(file) = file(name, "application/json", text) else {
        return false;
    };
    // Most browsers share pictures and texts, and refuse other files.
    share("files", &Array::of1(&file)).await || download(name, &file).is_ok()
}

/// Gives a text to the phone as a file of that type, to be opened by what it is for: contacts, the calendar.
pub fn download_text(name: &str, kind: &str, text: &str) {
    if let Some(file) = file(name, kind, text) {
        // A browser that takes no download says so itself.
        let _ = download(name, &file);
    }
}

/// Lets the person tell others of a link. Whether she was shown the ways to share it.
pub async fn share_link(link: &str) -> bool {
    share("url", &link.into()).await
}

fn file(name: &str, kind: &str, text: &str) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&text.into());
    File::new_with_str_sequence_and_options(&parts, name, &options).ok()
}

/// Whether the person was shown the ways to share it; `part` is what it is of what is shared.
async fn share(part: &str, value: &JsValue) -> bool {
    let Some(sharing) = begin_to_share(part, value) else {
        return false;
    };
    let Err(error) = JsFuture::from(sharing).await else {
        return true;
    };
    // `AbortError`: the person closed the list of ways to share, and wants no other.
    let error: Result<DomException, JsValue> = error.dyn_into();
    error.is_ok_and(|error| error.name() == "AbortError")
}

fn begin_to_share(part: &str, value: &JsValue) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let what = Object::new();
    Reflect::set(&what, &part.into(), value).ok()?;
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
