//! The app's own page paths: one table for its screens and for the endpoint's 404 rule.

/// Pages that stand alone.
pub const PAGES: [&str; 9] = [
    WELCOME,
    CHECK_ANSWERS,
    CHECK_CALLBACK,
    SENT,
    OUTBOX,
    NOTICE,
    ELSEWHERE,
    ACCESSIBILITY,
    CREDITS,
];

/// The first screen.
pub const WELCOME: &str = "/";
/// "Vérifie tes réponses", full form.
pub const CHECK_ANSWERS: &str = "/preinscription/verifier";
/// "Vérifie tes réponses", short form.
pub const CHECK_CALLBACK: &str = "/etre-rappele/verifier";
/// "Vérifie tes réponses", rights request. No page yet: not in [`PAGES`].
pub const CHECK_RIGHTS: &str = "/droits/verifier";
/// After sending.
pub const SENT: &str = "/envoi";
/// "Mes envois".
pub const OUTBOX: &str = "/mes-envois";
/// Who reads the answers.
pub const NOTICE: &str = "/mes-donnees";
/// Under 16, over 25: where to go instead.
pub const ELSEWHERE: &str = "/ailleurs";
/// The accessibility declaration.
pub const ACCESSIBILITY: &str = "/accessibilite";
/// Licences and sources.
pub const CREDITS: &str = "/credits";

/// First parts of the paths that have one section of a questionnaire after them.
pub const FORMS: [&str; 2] = ["/preinscription/", "/etre-rappele/"];

/// Whether the app has a page at `path`.
pub fn is_page(path: &str) -> bool {
    PAGES.contains(&path) || section_of(path).is_some()
}

/// The form and the section that a path names. The app says whether that section exists.
pub fn section_of(path: &str) -> Option<(&'static str, &str)> {
    FORMS.iter().find_map(|form| {
        let section = path.strip_prefix(form)?;
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
        };
        let good = !section.is_empty() && section.len() <= 40 && section.bytes().all(plain);
        good.then_some((form.trim_matches('/'), section))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_pages_and_files_are_not() {
        assert_eq!(
            section_of("/preinscription/logement"),
            Some(("preinscription", "logement"))
        );
        assert!(is_page("/") && is_page("/mes-envois"));
        assert!(
            !is_page("/preinscription/")
                && !is_page("/preinscription/a.js")
                && !is_page("/v1/site")
        );
    }
}
