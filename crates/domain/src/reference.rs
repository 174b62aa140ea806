//! The number that a person is given for what they sent: eight characters that can be said on the telephone.

use std::string::String;
use std::{fmt, str::FromStr};

use serde::Serialize;

use crate::json::{Member, Members, ParsedJson, deserialize_from_str};

/// A reference such as `KT4-HW7-PX`, written without the dashes in data.
///
/// No 0, 1, I, L, O, U or V: they look or sound like others; every third character is a digit,
/// so that no word appears by chance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Reference(String);

const LETTERS: &[u8; 20] = b"ABCDEFGHJKMNPQRSTWXZ";
const DIGITS: &[u8; 8] = b"23456789";
/// How many signs a reference has, without what stands between them.
pub const LENGTH: usize = 8;

/// A text that is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAReference;

impl fmt::Display for NotAReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a reference of eight characters such as KT4HW7PX")
    }
}

impl std::error::Error for NotAReference {}

fn alphabet(position: usize) -> &'static [u8] {
    if position % 3 == 2 { DIGITS } else { LETTERS }
}

impl Reference {
    /// A reference from eight random bytes. Chance comes in: this module has none.
    ///
    /// There are 20^6 × 8^2, about four thousand million; the store refuses one twice.
    pub fn from_random(bytes: [u8; LENGTH]) -> Self {
        let pick = |(position, byte): (usize, &u8)| {
            let alphabet = alphabet(position);
            char::from(alphabet[usize::from(*byte) % alphabet.len()])
        };
        Self(bytes.iter().enumerate().map(pick).collect())
    }

    /// As data: `KT4HW7PX`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people read it: `KT4-HW7-PX`.
    pub fn spaced(&self) -> String {
        let mut out = String::new();
        for (position, character) in self.0.chars().enumerate() {
            if position > 0 && position % 3 == 0 {
                out.push('-');
            }
            out.push(character);
        }
        out
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    /// Accepts lower case, spaces, points and dashes of any length, as people and programs for texts write them.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let is_between = |c: char| matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}');
        let kept = text
            .chars()
            .filter(|c| !c.is_whitespace() && !is_between(*c));
        let compact: String = kept.map(|c| c.to_ascii_uppercase()).collect();
        let fits = |(position, byte): (usize, &u8)| alphabet(position).contains(byte);
        let good = compact.len() == LENGTH && compact.as_bytes().iter().enumerate().all(fits);
        good.then_some(Self(compact)).ok_or(NotAReference)
    }
}

impl Member for Reference {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.known(members.parsed(name), Self(String::new()))
    }
}

deserialize_from_str!(Reference);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_back_however_it_is_typed() {
        let reference = Reference::from_random([7, 200, 3, 90, 41, 250, 0, 19]);
        assert_eq!(reference.as_str().len(), 8);
        for typed in [
            reference.as_str(),
            &reference.spaced(),
            &reference.spaced().to_lowercase(),
            &reference.spaced().replace('-', " – "),
            &reference.spaced().replace('-', "\u{2011}"),
            &reference.spaced().replace('-', ".\u{a0}"),
        ] {
            assert_eq!(typed.parse().as_ref(), Ok(&reference));
        }
        assert_eq!(reference.spaced().matches('-').count(), 2);
    }

    #[test]
    fn characters_that_look_alike_are_never_used() {
        for byte in 0..=255 {
            let reference = Reference::from_random([byte; 8]);
            assert!(
                !reference
                    .as_str()
                    .contains(['0', '1', 'I', 'L', 'O', 'U', 'V'])
            );
        }
        assert_eq!("K04HW7PX".parse::<Reference>(), Err(NotAReference));
        assert_eq!("KT4HW7P".parse::<Reference>(), Err(NotAReference));
    }
}
