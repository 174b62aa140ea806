//! One rule for text: what is recorded of what was typed, pasted, filled in or restored.
//!
//! The phone applies it at each input, the endpoint before it checks. Composing characters (NFC, NFKC) takes tables
//! that would weigh on the phone: there the browser does it, here `unicode-normalization`.

use std::{borrow::ToOwned, string::String};

use crate::{questionnaire::Kind, signs};

mod dates;

use dates::date;
pub use dates::parts_of_date;

/// How Unicode is to compose the characters of a text, by the name that the browser's `normalize` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One code point for a letter and its marks; nothing else changes.
    Nfc,
    /// The same, and plain characters for what only looks otherwise: full width, mathematical letters, ligatures.
    Nfkc,
    /// A letter and its marks apart.
    Nfd,
}

impl Form {
    /// The name in the Unicode standard, annex 15.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nfc => "NFC",
            Self::Nfkc => "NFKC",
            Self::Nfd => "NFD",
        }
    }
}

/// What is recorded of `text` as an answer of that kind; `compose` composes characters.
///
/// For every kind: digits of any script become 0 to 9, white space becomes one space between words, and what leaves no
/// trace on a screen goes. For names, dashes and apostrophes of every sort become the plain ones. For numbers,
/// addresses and codes, what stands around them goes (`tel:`, `mailto:`, `F-59100`); a year of two digits gets its century,
/// a month in words its number. A text that cannot be such an answer stays as it is, so that a person sees what is refused.
pub fn tidy(kind: Kind, text: &str, compose: impl Fn(&str, Form) -> String) -> String {
    let form = match kind {
        Kind::Name | Kind::Phone | Kind::Email | Kind::PostalCode | Kind::Date => Form::Nfkc,
        _ => Form::Nfc,
    };
    let mut text = plain(kind, text);
    // Composing can bring signs that have to go, and what goes can bring together what has to be composed.
    for _ in 0..2 {
        text = plain(kind, &compose(&text, form));
    }
    text
}

/// [`tidy`], with characters composed by `unicode-normalization`.
///
/// In the app this is the rule without composing: there the browser has composed what is recorded.
pub fn tidy_here(kind: Kind, text: &str) -> String {
    tidy(kind, text, composed)
}

/// A text in that form of Unicode, by the tables of a crate; on a phone the browser's own are used.
#[cfg(not(target_arch = "wasm32"))]
pub fn composed(text: &str, form: Form) -> String {
    use unicode_normalization::UnicodeNormalization;

    match form {
        Form::Nfc => text.nfc().collect(),
        Form::Nfkc => text.nfkc().collect(),
        Form::Nfd => text.nfd().collect(),
    }
}

#[cfg(target_arch = "wasm32")]
fn composed(text: &str, _form: Form) -> String {
    text.to_owned()
}

/// All of the rule but composing.
fn plain(kind: Kind, text: &str) -> String {
    let text = signs::tidy(&spaced(kind, text));
    match kind {
        Kind::Phone => after(&text, "tel:").to_owned(),
        Kind::Name => name(&text),
        Kind::Email => email(&text),
        Kind::PostalCode => postal_code(&text).unwrap_or(text),
        Kind::Date => date(&text),
        _ => text,
    }
}

/// Character by character: digits, spaces, and in names dashes and apostrophes.
fn spaced(kind: Kind, text: &str) -> String {
    let mut out = String::new();
    for c in signs::visible(text).chars() {
        let c = match c {
            _ if c.is_whitespace() => ' ',
            // Cards write them between given names.
            ',' if kind == Kind::Name => ' ',
            '\u{ff01}'..='\u{ff5e}' => ascii(u32::from(c) - 0xff01 + 0x21),
            _ if kind != Kind::Text && kind != Kind::Commune && is_dash(c) => '-',
            _ if matches!(kind, Kind::Name | Kind::Email) && is_apostrophe(c) => '\'',
            _ => digit(c).unwrap_or(c),
        };
        let repeats = c == ' ' && out.ends_with(' ');
        // A control character is neither seen nor typed.
        if !repeats && !c.is_control() {
            out.push(c);
        }
    }
    out
}

fn ascii(code: u32) -> char {
    char::from_u32(code).unwrap_or(' ')
}

/// Where the ten decimal digits of each script begin, halved, for all are even and the phone carries them:
/// Unicode's general category Nd, version 14.
const HALF_ZEROS: [u16; 65] = [
    0x330, 0x378, 0x3e0, 0x4b3, 0x4f3, 0x533, 0x573, 0x5b3, 0x5f3, 0x633, 0x673, 0x6b3, 0x6f3,
    0x728, 0x768, 0x790, 0x820, 0x848, 0xbf0, 0xc08, 0xca3, 0xce8, 0xd40, 0xd48, 0xda8, 0xdd8,
    0xe20, 0xe28, 0x5310, 0x5468, 0x5480, 0x54e8, 0x54f8, 0x5528, 0x55f8, 0x7f88, 0x8250, 0x8698,
    0x8833, 0x8878, 0x889b, 0x88e8, 0x8978, 0x8a28, 0x8a68, 0x8b28, 0x8b60, 0x8b98, 0x8c70, 0x8ca8,
    0x8e28, 0x8ea8, 0x8ed0, 0xb530, 0xb560, 0xb5a8, 0xebe7, 0xebec, 0xebf1, 0xebf6, 0xebfb, 0xf0a0,
    0xf178, 0xf4a8, 0xfdf8,
];

/// The digit 0 to 9 that a digit of another script is.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let mut zeros = HALF_ZEROS.iter().map(|half| u32::from(*half) * 2);
    let zero = zeros.find(|zero| (*zero..*zero + 10).contains(&code))?;
    Some(ascii(code - zero + u32::from('0')))
}

/// A dash or hyphen of any sort.
fn is_dash(c: char) -> bool {
    matches!(c,
        '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{207b}' | '\u{208b}'
        | '\u{2212}' | '\u{2e17}' | '\u{2e3a}'..='\u{2e3b}' | '\u{301c}' | '\u{30a0}' | '\u{fe31}'..='\u{fe32}'
        | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// What people type, or keyboards make, where an apostrophe is meant.
fn is_apostrophe(c: char) -> bool {
    matches!(c,
        '`' | '\u{b4}' | '\u{2b9}' | '\u{2bb}'..='\u{2bf}' | '\u{2c8}' | '\u{2ca}'..='\u{2cb}' | '\u{2ee}' | '\u{384}'
        | '\u{55a}' | '\u{5f3}' | '\u{7f4}'..='\u{7f5}' | '\u{1fbd}' | '\u{1fbf}' | '\u{1fef}' | '\u{1ffd}'..='\u{1ffe}'
        | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2035}' | '\u{a78b}'..='\u{a78c}' | '\u{ff07}' | '\u{ff40}')
}

/// `text` without `prefix`, however it is written.
fn after<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => {
            text.get(prefix.len()..).unwrap_or_default().trim_start()
        }
        _ => text,
    }
}

/// A name as a register has it: no space beside a hyphen or behind an apostrophe (`Dupont - Martin`, `N' Diaye`), and no
/// full stop behind a whole word, which a keyboard makes of two spaces (`Diallo.`); `J.` and `Jr.` keep theirs.
/// Signs alone stand for the name that somebody has not.
fn name(text: &str) -> String {
    if !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '-' | '_' | '/')) {
        return "-".to_owned();
    }
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if c == '-' && before == ' ' {
            out.pop();
        }
        if c != ' ' || !matches!(before, '-' | '\'') {
            out.push(c);
            before = c;
        }
    }
    let whole = out.trim_end_matches('.');
    let ends = |c: &char| !matches!(c, ' ' | '-' | '\'');
    if whole.chars().rev().take_while(ends).count() > 2 {
        out.truncate(whole.len());
    }
    out
}

/// The address of `mailto:lina@mail.example`, `Lina <lina@mail.example>`, `lina@mail.example.`; nothing of a lone dash.
fn email(text: &str) -> String {
    let text = after(text, "mailto:");
    let inside = text
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    let text = inside.map_or(text, |(address, _)| address);
    let text = text.trim_end_matches(['.', ',', ';']);
    let address = text.chars().filter(|c| *c != ' ').collect();
    if address == "-" {
        String::new()
    } else {
        address
    }
}

/// The five digits of `59 100`, `F-59100`, `59100 ROUBAIX`, `59059 CEDEX 1`; nothing where there are not five.
fn postal_code(text: &str) -> Option<String> {
    // What stands before the digits says no more than they do: F-59100, CP 59100, Roubaix 59100, (59100).
    let code = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let before = text.get(..text.len() - code.len()).unwrap_or_default();
    // D-10115 is of another country.
    if let Some(country) = before.strip_suffix('-')
        && !country.eq_ignore_ascii_case("F")
        && !country.eq_ignore_ascii_case("FR")
    {
        return None;
    }
    let mut digits = String::new();
    for c in code.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | ',' => {}
            _ if digits.len() == 5 => break,
            _ => return None,
        }
    }
    // The number of a CEDEX comes after a word, and is not read any more.
    (digits.len() == 5).then_some(digits)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
