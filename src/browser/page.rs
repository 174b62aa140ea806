//! What `index.html` gives the app: its root, the list of its files, and the parameters of the link.

use domain::{code::Code, json::ParsedJson, language::Language};
use elements::callbacks;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, UrlSearchParams};

use super::json::Json;

/// Where the files are that the app reads once it has started; written into the page by the build.
pub struct Files {
    /// The Mission Locale as it was when the app was built, as JSON.
    pub site: String,
    /// The folder of the lists of communes, with its last slash.
    pub communes: String,
    content: Json,
}

impl Files {
    /// The content by its name: `fr`, `fr_rest`; `near`, the communes of the territory; `photo`.
    pub fn content(&self, name: &str) -> Option<String> {
        self.content.member(name).text()
    }

    /// Whether the build has the words of that language.
    pub fn offers(&self, language: Language) -> bool {
        self.content(language.code()).is_some()
    }
}

/// The files named in `<script type="application/json" id="files">`; `None` where the page has none.
pub fn files() -> Option<Files> {
    let members = Json::parse(&document()?.get_element_by_id("files")?.text_content()?);
    Some(Files {
        site: members.member("site").text()?,
        communes: members.member("communes").text()?,
        content: members,
    })
}

/// The element that the app fills: `id="app"`.
pub fn root() -> Option<HtmlElement> {
    document()?.get_element_by_id("app")?.dyn_into().ok()
}

/// Whether what stands in the root is the static page of that path, and not the frame or the first screen in its place.
pub fn is_static_page(root: &HtmlElement, path: &str) -> bool {
    root.get_attribute("data-page").as_deref() == Some(path)
}

/// Has the page's script put what `show` shows in the place of the static page: once no word and
/// no touch is under way there, and with what was typed and tapped.
pub async fn take_over(show: Box<dyn FnOnce()>) {
    let show = callbacks::once(show);
    let global = js_sys::global();
    let taken = callbacks::method(&global, "takeOver").and_then(|take| take.call1(&global, &show));
    match taken {
        Ok(taken) => {
            // Whatever comes of what was typed, the app is there.
            let _ = JsFuture::from(Promise::resolve(&taken)).await;
        }
        // A page without it, as in tests: nothing was typed there.
        Err(_) => {
            let _ = show.call0(&global);
        }
    }
}

/// Shows the page's own sentence that the network has not brought everything, with the number to call.
pub fn tell_network_failure() {
    tell_failure("network");
}

/// Takes such a sentence away: the app is there.
pub fn tell_no_failure() {
    tell_failure("");
}

/// The reason chooses the sentence: `failure.js` of the build, `style/base.css`.
fn tell_failure(reason: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // A name that every browser takes.
        let _ = root.set_attribute("data-failure", reason);
    }
}

/// Opens the browser's own way to print; in-app browsers have none.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // What cannot be printed is still there to be read.
        let _ = window.print();
    }
}

/// A short code from the link, `?source=instagram`, in any case; what is no code is as if it were not there.
pub fn query_code(name: &str) -> Option<Code> {
    let query = web_sys::window()?.location().search().ok()?;
    let key = Code::parameter(&query, name)?;
    Code::of_link(&UrlSearchParams::new_with_str(&query).ok()?.get(key)?)
}

/// The languages that the phone's owner reads, the first choice first: `en-GB`, `fr`.
pub fn languages() -> Vec<String> {
    let listed = web_sys::window().map(|window| window.navigator().languages());
    let listed = listed.unwrap_or_default();
    let listed = listed.iter();
    listed.filter_map(|language| language.as_string()).collect()
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
