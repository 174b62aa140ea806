//! What a client accepts: the smallest form of a file that it understands, and whether it wants a page.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, header};

use crate::app_folder::{Form, ServedFile};

/// Brotli is smaller than gzip, and both than plain: no twin is listed that is not.
pub(super) fn form<'a>(file: &'a ServedFile, asked: &HeaderMap) -> &'a Arc<Form> {
    let twins = [&file.br, &file.gzip];
    let mut twins = twins.into_iter().flatten();
    let is_accepted = |form: &&Arc<Form>| {
        let coding = form.coding.unwrap_or_default();
        accepts(asked, &header::ACCEPT_ENCODING, coding)
    };
    twins.find(is_accepted).unwrap_or(&file.plain)
}

/// Whether a browser opens a page: it asks for HTML by name then, and programs do not.
pub(super) fn is_page_wanted(asked: &HeaderMap) -> bool {
    accepts(asked, &header::ACCEPT, "text/html")
}

/// Whether a header names that value, and not with a weight of nothing.
fn accepts(asked: &HeaderMap, name: &HeaderName, value: &str) -> bool {
    let lines = asked.get_all(name).iter();
    let mut items = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    items.any(|item| {
        let (named, parameters) = item.split_once(';').unwrap_or((item, ""));
        named.trim().eq_ignore_ascii_case(value) && !is_refused(parameters)
    })
}

fn is_refused(parameters: &str) -> bool {
    parameters.split(';').any(|parameter| {
        let weight = parameter.trim().split_once('=');
        weight.is_some_and(|(name, weight)| {
            name.trim().eq_ignore_ascii_case("q") && weight.trim().parse() == Ok(0.0)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_accepted_unless_it_weighs_nothing() {
        for (line, expected) in [
            ("text/html,application/xhtml+xml,*/*;q=0.8", true),
            ("application/json, Text/HTML;level=1;q=0.1", true),
            ("*/*", false),
            ("application/json", false),
            ("text/html;q=0", false),
            ("text/html; Q=0.000", false),
            ("text/htmlx", false),
        ] {
            let mut asked = HeaderMap::new();
            asked.insert(
                header::ACCEPT,
                line.parse().unwrap_or_else(|_| panic!("{line}")),
            );
            assert_eq!(is_page_wanted(&asked), expected, "{line}");
        }
        assert!(!is_page_wanted(&HeaderMap::new()));
    }
}
