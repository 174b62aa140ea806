//! The title of the page, the language it is read aloud in, and the one in which the phone would install it.

/// Sets all three; `language` is `fr` or `en`.
pub fn set(title: &str, language: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    document.set_title(title);
    let Some(root) = document.document_element() else {
        return;
    };
    if root.get_attribute("lang").as_deref() == Some(language) {
        // Said again, it would have the browser look at every style and at the manifest once more.
        return;
    }
    // The language of an element can always be set.
    let _ = root.set_attribute("lang", language);
    let manifest = document.query_selector("link[rel=manifest]").ok().flatten();
    if let Some(manifest) = manifest {
        let path = if language == "en" {
            "/manifest-en.webmanifest"
        } else {
            "/manifest.webmanifest"
        };
        // An attribute of a link can always be set.
        let _ = manifest.set_attribute("href", path);
    }
}
