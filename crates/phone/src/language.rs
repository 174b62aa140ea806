//! Language: in which one the app begins.

use domain::language::Language;

/// The language that the link asks for; else the one that was chosen here; else the first of the phone's own that the app
/// speaks: `None` where there is none. On a device that passes from hand to hand the phone's own is nobody's.
pub fn to_begin_in(
    asked: Option<Language>,
    chosen: Option<String>,
    is_shared: bool,
    own: impl FnOnce() -> Vec<String>,
) -> Option<Language> {
    let wanted = match chosen {
        Some(chosen) => vec![chosen],
        None if is_shared => Vec::new(),
        None => own(),
    };
    let spoken = Language::first_spoken(wanted.iter().map(String::as_str));
    asked.or(spoken)
}

#[cfg(test)]
mod tests;
