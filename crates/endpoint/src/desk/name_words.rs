//! Words of a name, in capitals without accents; hyphens, apostrophes and spaces part them. Pure.

use domain::identity::unaccented_capitals;

/// The words, in order.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let plain = unaccented_capitals(name);
    let words = plain.split(|sign: char| !sign.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(ToOwned::to_owned).collect()
}
