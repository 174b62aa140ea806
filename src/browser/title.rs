//! The title of the page and the language it is read aloud in.

/// Sets both; `language` is `fr` or `en`.
pub fn set(title: &str, language: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    document.set_title(title);
    if let Some(root) = document.document_element() {
        // The language of an element can always be set.
        let _ = root.set_attribute("lang", language);
    }
}
