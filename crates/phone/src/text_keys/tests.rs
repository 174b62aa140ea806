//! The list of keys is that of the content, and words of another list are refused.

use domain::{bundle::Bundle, sorted_map::SortedMap, texts::Texts};

use super::*;
use crate::testing::{french, library};

fn named() -> SortedMap<String> {
    let texts = library().texts("fr").cloned();
    texts.unwrap_or_else(|| panic!("there is French"))
}

#[test]
fn the_keys_are_those_of_the_content_in_its_order() {
    let named = named();
    let keys: Vec<&str> = named.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, NAMES);
}

#[test]
fn a_key_is_the_number_of_its_sentence() {
    let named = named();
    let bundle = french();
    for (key, name) in [
        (key!("check.abroad"), "check.abroad"),
        (key!("sent.title"), "sent.title"),
        (key!("wiped.waiting"), "wiped.waiting"),
    ] {
        assert_eq!(NAMES[usize::from(key.0)], name);
        assert_eq!(bundle.texts.get(key), named.get(name).map(String::as_str));
    }
}

#[test]
fn the_words_of_a_build_with_other_keys_are_refused() {
    let bundle = french();
    let bytes = bundle.to_bytes();
    assert!(Bundle::from_bytes(&bytes, KEYS).as_ref() == Some(&bundle));
    let mut other = named();
    other.remove("sent.title");
    let other = Bundle {
        texts: Texts::of(&other, |_| true),
        ..bundle
    };
    assert!(Bundle::from_bytes(&other.to_bytes(), KEYS).is_none());
}
