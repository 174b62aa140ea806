//! The `{words in braces}` that the app replaces in a sentence.

use std::collections::BTreeSet;

/// The names between braces in `sentence`.
pub(crate) fn names(sentence: &str) -> BTreeSet<String> {
    let opened = sentence.split('{').skip(1);
    opened
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Whether every brace belongs to a pair.
pub(crate) fn is_balanced(sentence: &str) -> bool {
    let mut open = false;
    for brace in sentence.chars().filter(|c| matches!(c, '{' | '}')) {
        if (brace == '{') == open {
            return false;
        }
        open = !open;
    }
    !open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_lone_braces_seen() {
        let found: Vec<String> = names("{site.name} au {site.phone}, {site.name}")
            .into_iter()
            .collect();
        assert_eq!(found, ["site.name", "site.phone"]);
        assert!(is_balanced("{a} {b}") && is_balanced("rien"));
        assert!(!is_balanced("{a") && !is_balanced("a}") && !is_balanced("{{a}}"));
    }
}
