//! Codes and digests: texts of a small alphabet and a bounded length, checked wherever they are read.
//!
//! Neither can hold a sentence, a sign that no fiche can print, or more than one line.

use std::{borrow::ToOwned, fmt, ops::Deref, str::FromStr, string::String};

use serde::Serialize;

use crate::json::deserialize_from_str;

/// A short code, `[a-z0-9-]{1,40}`: the name of a form or of a notice, an edition, the source of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code(String);

/// A SHA-256 as 64 lowercase hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digest(String);

/// A text that is no code, or no digest. It is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACode;

impl fmt::Display for NotACode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a code as preinscription, or 64 hexadecimal digits")
    }
}

impl std::error::Error for NotACode {}

impl Code {
    /// The most characters of a code.
    pub const MAX_LENGTH: usize = 40;

    /// The code that a link means, whatever its case, with `_` for `-`, and whatever was written behind it: a full stop,
    /// a bracket, an invisible sign; `None` where it means none.
    pub fn of_link(text: &str) -> Option<Self> {
        let text = text.trim_start();
        let behind = |c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '.' | ','
                        | ';'
                        | ':'
                        | '!'
                        | '?'
                        | ')'
                        | ']'
                        | '>'
                        | '"'
                        | '\''
                        | '*'
                        | '\u{bb}'
                        | '\u{2000}'..='\u{206f}'
                )
        };
        let text = text.trim_end_matches(behind);
        // Partners and browsers write `job_dating`, `fr_FR`.
        let plain = |c: char| {
            if c == '_' {
                '-'
            } else {
                c.to_ascii_lowercase()
            }
        };
        text.chars().map(plain).collect::<String>().parse().ok()
    }

    /// The parameter of a link's query that this name means, as it is written there: `Source` or `amp;source` for `source`.
    pub fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
        let written = query.trim_start_matches('?').split('&');
        let mut keys = written.filter_map(|pair| pair.split('=').next());
        keys.find(|key| {
            // A link that went through a page's source has `&amp;` between its parameters.
            let bare = key.strip_prefix("amp;").unwrap_or(key);
            bare.eq_ignore_ascii_case(name)
        })
    }

    /// The code as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let good = (1..=Self::MAX_LENGTH).contains(&text.len()) && text.bytes().all(plain);
        good.then(|| Self(text.to_owned())).ok_or(NotACode)
    }
}

impl Digest {
    /// The digits as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Digest {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let digit = |byte: u8| matches!(byte, b'a'..=b'f' | b'0'..=b'9');
        let good = text.len() == 64 && text.bytes().all(digit);
        good.then(|| Self(text.to_owned())).ok_or(NotACode)
    }
}

macro_rules! reads_as_text {
    ($($name:ident),*) => {$(
        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        deserialize_from_str!($name);
    )*};
}

reads_as_text!(Code, Digest);

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_link_may_shout_and_say_nothing_else() {
        for (typed, code) in [
            ("instagram", Some("instagram")),
            ("Forum-2026", Some("forum-2026")),
            (" JPO ", Some("jpo")),
            ("mission-interim.", Some("mission-interim")),
            ("Mission_Interim", Some("mission-interim")),
            ("fr_FR", Some("fr-fr")),
            ("MISSION-INTERIM)\u{200b}", Some("mission-interim")),
            ("", None),
            ("a b", None),
            ("école", None),
            ("a\u{301}", None),
            ("<script>", None),
        ] {
            assert_eq!(Code::of_link(typed).as_deref(), code, "{typed:?}");
        }
        assert!(Code::of_link(&"a".repeat(40)).is_some());
        assert!(Code::of_link(&"a".repeat(41)).is_none());
    }

    #[test]
    fn the_name_of_a_parameter_is_found_however_it_is_written() {
        for (query, key) in [
            ("?source=instagram", Some("source")),
            ("?utm=1&Source=instagram", Some("Source")),
            ("?lang=en&amp;SOURCE=instagram", Some("amp;SOURCE")),
            ("?source", Some("source")),
            ("?sources=1&resource=2", None),
            ("", None),
        ] {
            assert_eq!(Code::parameter(query, "source"), key, "{query}");
        }
    }

    #[test]
    fn a_digest_is_64_digits_in_lower_case() {
        assert!("0f".repeat(32).parse::<Digest>().is_ok());
        for wrong in [
            "00",
            &"0F".repeat(32),
            &"0g".repeat(32),
            &"0f".repeat(33),
            &"é".repeat(32),
        ] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn only_the_alphabet_is_read_and_it_is_written_back_as_it_was(text in "\\PC{0,50}|[a-z0-9-]{0,50}") {
            let json = serde_json::to_string(&text)?;
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            let good = !text.is_empty() && text.len() <= 40 && text.bytes().all(plain);
            let read = serde_json::from_str::<Code>(&json);
            prop_assert_eq!(read.is_ok(), good);
            if let Ok(code) = read {
                prop_assert_eq!(serde_json::to_string(&code)?, json);
            }
        }
    }
}
