//! The app's own page paths: one table for its screens and for the endpoint's 404 rule.

/// Pages that stand alone.
pub const PAGES: [&str; 7] = [WELCOME, SENT, OUTBOX, CHOICES, DEVICE, TABLET, ELSEWHERE];

/// The first screen.
pub const WELCOME: &str = "/";
/// After sending.
pub const SENT: &str = "/envoi";
/// "Mes envois".
pub const OUTBOX: &str = "/mes-envois";
/// The options, chosen and taken back.
pub const CHOICES: &str = "/mes-choix";
/// What is kept on this phone, and how to erase it.
pub const DEVICE: &str = "/ce-telephone";
/// The device that passes from hand to hand: on or off, and what waits on it.
pub const TABLET: &str = "/tablette";
/// Under 16, over 25: where to go instead.
pub const ELSEWHERE: &str = "/ailleurs";

/// The static page that the build writes for a page that does not exist.
pub const NOT_FOUND: &str = "/404.html";
/// The static page for the pages of the app that have none of their own.
pub const FRAME: &str = "/frame.html";

/// Pages that are a text: the path, and the name of the notice or page in the content.
pub const TEXTS: [(&str, &str); 7] = [
    ("/mes-donnees", "preinscription"),
    ("/mes-donnees/i-milo", "imilo"),
    ("/mes-donnees/partenaires", "liste-partenaire"),
    ("/mes-droits", "droits"),
    ("/mots", "mots"),
    ("/accessibilite", "accessibilite"),
    ("/credits", "credits"),
];

/// First parts of the paths that have one section of a questionnaire after them.
pub const FORMS: [&str; 3] = ["/preinscription/", "/etre-rappele/", "/droits/"];

/// In the place of a section: "Vérifie tes réponses". No section has this name.
pub const CHECK: &str = "verifier";

/// Whether the app has a page at `path`.
pub fn is_page(path: &str) -> bool {
    PAGES.contains(&path) || text_of(path).is_some() || section_of(path).is_some()
}

/// The page that a path means which is none itself: with slashes too many, or with the file's own name.
fn meant(path: &str) -> Option<String> {
    if is_page(path) {
        return None;
    }
    let parts = path.split('/').filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let page = match parts.as_slice() {
        [] | ["index.html"] => WELCOME.to_owned(),
        parts => ["/", &parts.join("/")].concat(),
    };
    is_page(&page).then_some(page)
}

/// The page that a link means which was shared as part of a sentence: in capitals, or with a full stop, a bracket or a
/// space at its end, or with a query that lost its question mark. The name of a form alone counts too. Decoded or not.
pub fn as_shared(path: &str) -> Option<String> {
    let path = unaccented(&path.to_ascii_lowercase());
    let path = without_tail(split_query(&path).0).to_owned();
    let is_form = form_of(&path).is_some();
    if is_form || is_page(&path) {
        return Some(path);
    }
    meant(&path)
}

/// The form that a path names, without a section.
pub fn form_of(path: &str) -> Option<&'static str> {
    let mut forms = FORMS.iter();
    let form = forms.find(|form| form.strip_suffix('/') == Some(path));
    form.map(|form| form.trim_matches('/'))
}

/// A path, and the parameters of its link where they are part of it by mistake: `&fbclid=…`, `%3fsource=…`, `#…`.
/// Decoded or not, in lower case.
pub fn split_query(path: &str) -> (&str, &str) {
    let bytes = path.as_bytes();
    let length = |at: usize| match bytes.get(at..).unwrap_or_default() {
        [b'&' | b'?' | b'#', ..] => 1,
        [b'%', b'2', b'6' | b'3', ..] | [b'%', b'3', b'f', ..] => 3,
        _ => 0,
    };
    let sign = (0..bytes.len()).find(|at| length(*at) > 0);
    let sign = sign.unwrap_or(bytes.len());
    (
        path.get(..sign).unwrap_or_default(),
        path.get(sign + length(sign)..).unwrap_or_default(),
    )
}

/// The path without the accents that French would write in it: `/préinscription`. Decoded or not, in lower case.
fn unaccented(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path.chars();
    while let Some(c) = rest.next() {
        let coded = matches!(
            rest.as_str().as_bytes(),
            [b'c', b'3', b'%', b'a', b'8'..=b'a', ..]
        );
        if c == '%' && coded {
            rest.nth(4);
            out.push('e');
        } else {
            out.push(if matches!(c, 'é' | 'è' | 'ê') {
                'e'
            } else {
                c
            });
        }
    }
    out
}

/// The path without the signs at its end that are neither a letter nor a digit.
fn without_tail(path: &str) -> &str {
    let mut bytes = path.as_bytes();
    loop {
        bytes = match bytes {
            [rest @ .., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest
            }
            [rest @ .., last] if !last.is_ascii_alphanumeric() => rest,
            _ => return path.get(..bytes.len()).unwrap_or_default(),
        };
    }
}

/// The notice or page of the content that a path names.
pub fn text_of(path: &str) -> Option<&'static str> {
    let mut texts = TEXTS.iter();
    texts.find(|text| text.0 == path).map(|text| text.1)
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
    fn slashes_too_many_mean_the_page_without_them() {
        for (path, page) in [
            ("//", Some("/")),
            ("/index.html", Some("/")),
            ("/mes-envois/", Some("/mes-envois")),
            ("//mes-donnees///i-milo//", Some("/mes-donnees/i-milo")),
            ("/etre-rappele/toi/", Some("/etre-rappele/toi")),
            ("/", None),
            ("/mes-envois", None),
            ("/preinscription/", None),
            ("//nowhere.example/", None),
            ("/index.html/a", None),
        ] {
            assert_eq!(meant(path).as_deref(), page, "{path}");
        }
    }

    #[test]
    fn what_people_write_around_a_link_means_the_page() {
        for (path, page) in [
            ("//", Some("/")),
            ("/.", Some("/")),
            ("/Index.html", Some("/")),
            ("/mes-envois.", Some("/mes-envois")),
            ("/Mes-Envois", Some("/mes-envois")),
            ("//MES-DROITS/).", Some("/mes-droits")),
            ("/etre-rappele/toi%20", Some("/etre-rappele/toi")),
            (
                "/etre-rappele/toi%C2%A0%e2%80%99!",
                Some("/etre-rappele/toi"),
            ),
            ("/mots »…", Some("/mots")),
            ("/preinscription/", Some("/preinscription")),
            ("/Etre-Rappele", Some("/etre-rappele")),
            ("/etre-rappele/toi&fbclid=IwAR0.", Some("/etre-rappele/toi")),
            ("/mes-envois%3Fsource=affiche", Some("/mes-envois")),
            ("/&utm_source=ig", Some("/")),
            ("/etre-rappele/toi#x", Some("/etre-rappele/toi")),
            ("/mots%23", Some("/mots")),
            ("/préinscription", Some("/preinscription")),
            ("/etre-rappel%C3%A9/toi", Some("/etre-rappele/toi")),
            ("/%C3%AAtre-rappel%c3%a9", Some("/etre-rappele")),
            ("/mes-envois%C3%", Some("/mes-envois")),
            ("/preinscription/a.js", None),
            ("/mes%2Denvois", None),
            ("/v1/site", None),
        ] {
            assert_eq!(as_shared(path).as_deref(), page, "{path}");
        }
        assert_eq!(split_query("/a%3fsource=x"), ("/a", "source=x"));
        assert_eq!(split_query("/a&source=x&b=1"), ("/a", "source=x&b=1"));
        assert_eq!(split_query("/a"), ("/a", ""));
        assert_eq!(form_of("/droits"), Some("droits"));
        assert_eq!(form_of("/droits/demande"), None);
    }

    #[test]
    fn sections_are_pages_and_files_are_not() {
        assert_eq!(
            section_of("/preinscription/logement"),
            Some(("preinscription", "logement"))
        );
        assert!(is_page("/") && is_page("/mes-envois") && is_page("/mes-droits"));
        assert_eq!(text_of("/mes-donnees/i-milo"), Some("imilo"));
        assert!(
            !is_page("/preinscription/")
                && !is_page("/preinscription/a.js")
                && !is_page("/v1/site")
        );
    }
}
