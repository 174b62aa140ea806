//! What `index.html` gives the app: its root, the list of its files, and where the link came from.

use domain::code::Code;
use wasm_bindgen::JsCast;
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
    /// The content by its name: `fr`, `fr_late`.
    pub fn content(&self, name: &str) -> Option<String> {
        self.content.text(name)
    }
}

/// The files named in `<script type="application/json" id="files">`; `None` where the page has none.
pub fn files() -> Option<Files> {
    let members = Json::parse(&document()?.get_element_by_id("files")?.text_content()?);
    Some(Files {
        site: members.text("site")?,
        communes: members.text("communes")?,
        content: members,
    })
}

/// The element that the app fills: `id="app"`.
pub fn root() -> Option<HtmlElement> {
    document()?.get_element_by_id("app")?.dyn_into().ok()
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
