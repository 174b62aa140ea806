//! Title, language and direction of the page, and the manifest of that language.

use domain::language::Language;

/// Sets all four; `language` is a code of [`Language`].
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
    let is_turned = Language::from_code(language).is_some_and(Language::is_right_to_left);
    // Attributes of an element can always be set.
    let _ = root.set_attribute("lang", language);
    let _ = root.set_attribute("dir", if is_turned { "rtl" } else { "ltr" });
    let manifest = document.query_selector("link[rel=manifest]").ok().flatten();
    if let Some(manifest) = manifest {
        let path = if language == Language::REFERENCE.code() {
            "/manifest.webmanifest".to_owned()
        } else {
            ["/manifest-", language, ".webmanifest"].concat()
        };
        let _ = manifest.set_attribute("href", &path);
    }
}
