//! The page that was asked for before signing in: in the address of the entrance, and only one of our own.

use std::sync::LazyLock;

use axum::http::uri::PathAndQuery;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::routes;

/// Where people enter.
const ENTRANCE: &str = "/entrer";

/// No page of ours has a longer address.
const LONGEST: usize = 200;

/// What stays as it is in the value of a query.
const IN_A_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_');

/// The path of each page, with parameters in braces.
static PAGES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let all = routes::all().into_iter();
    let pages = all.filter(routes::Route::is_page);
    pages.map(|route| route.described().path).collect()
});

/// The address of a page of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AskedPage(String);

impl AskedPage {
    /// Nothing where no page of ours has that address: it leads to no other host, and to no form.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let address: PathAndQuery = text.parse().ok()?;
        let is_ours = PAGES.iter().any(|page| is_of(page, address.path()));
        (is_ours && text.len() <= LONGEST && text == address.as_str())
            .then(|| Self(text.to_owned()))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The address of the entrance that leads on to that page, where it is one of ours.
pub(super) fn entrance_to(page: &str) -> String {
    match AskedPage::parse(page) {
        Some(page) => format!(
            "{ENTRANCE}?page={}",
            utf8_percent_encode(page.as_str(), IN_A_QUERY)
        ),
        None => ENTRANCE.to_owned(),
    }
}

/// Whether a path is of that page: segment by segment, any one in place of a parameter.
fn is_of(page: &str, path: &str) -> bool {
    let (mut expected, mut segments) = (page.split('/'), path.split('/'));
    loop {
        match (expected.next(), segments.next()) {
            (None, None) => return true,
            (Some(part), Some(segment)) if part == segment => {}
            (Some(part), Some(segment)) if part.starts_with('{') && !segment.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_ours_are_led_on_to() {
        for page in [
            "/matin",
            "/matin?voir=moi&antenne=leers",
            "/fiches/KT4HW7PX",
            "/fiches/KT4HW7PX/saisie",
            "/droits/KT4HW7PX?fait=1",
            "/compte",
        ] {
            assert_eq!(
                AskedPage::parse(page).map(|page| page.0).as_deref(),
                Some(page)
            );
        }
        assert_eq!(
            entrance_to("/fiches/KT4HW7PX"),
            "/entrer?page=/fiches/KT4HW7PX"
        );
        assert_eq!(
            entrance_to("/matin?voir=moi&antenne=a"),
            "/entrer?page=/matin%3Fvoir%3Dmoi%26antenne%3Da"
        );
    }

    #[test]
    fn nothing_else_is() {
        for other in [
            "",
            "/",
            "matin",
            "//autre.example/matin",
            "/\\autre.example",
            "https://autre.example/matin",
            "/matin#x",
            "/matin/",
            "/fiches/",
            "/fiches//saisie",
            "/fiches/KT4HW7PX/presence",
            "/fiches/KT4HW7PX/etapes",
            "/fiches/../matin",
            "/matin/nouveau",
            "/sortir",
            "/entrer",
            "/invitation",
            "/desk.js",
            "/matin\n",
            "javascript:alert(1)",
        ] {
            assert_eq!(AskedPage::parse(other), None, "{other}");
            assert_eq!(entrance_to(other), "/entrer", "{other}");
        }
        assert_eq!(
            AskedPage::parse(&format!("/matin?voir={}", "a".repeat(LONGEST))),
            None
        );
    }
}
