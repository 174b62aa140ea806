//! How things of `content/` may be called: one spelling for each sort of name.

use domain::code::Code;

/// `preinscription`, `etre-rappele`, `2026-11`: names of files, forms, sections and versions. A message names them.
pub(crate) fn is_short_name(text: &str) -> bool {
    text.parse::<Code>().is_ok()
}

/// `birth_date`: names of questions and codes of choices.
pub(crate) fn is_snake_case(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.len() <= 40
        && text.bytes().all(plain)
}

/// `FR`: codes of a list of `questionnaires/lists/`.
pub(crate) fn is_list_code(text: &str) -> bool {
    !text.is_empty() && text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
