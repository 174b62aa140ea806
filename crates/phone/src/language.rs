//! Language: in which one the app begins.

use domain::language::Language;

/// The language that was chosen here; else the first of the phone's own that this Mission Locale offers: `None` where
/// there is none. On a device that passes from hand to hand the phone's own is nobody's.
pub fn to_begin_in(
    chosen: Option<String>,
    is_shared: bool,
    own: impl FnOnce() -> Vec<String>,
    is_offered: impl Fn(Language) -> bool,
) -> Option<Language> {
    let wanted = match chosen {
        Some(chosen) => vec![chosen],
        None if is_shared => Vec::new(),
        None => own(),
    };
    let wanted = wanted.iter().map(String::as_str);
    Language::first_offered(wanted, is_offered)
}

#[cfg(test)]
mod tests;
