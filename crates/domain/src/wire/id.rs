//! The id of a submission, made on the phone.

use std::{borrow::ToOwned, string::String};
use std::{fmt, str::FromStr};

use serde::Serialize;

use crate::json::{Member, Members, ParsedJson, deserialize_from_str};

/// The id of a submission: a random UUID (version 4), made on the phone.
///
/// It finds the submission and tells what became of it, and no more: who may act shows an [`crate::owner::OwnerSecret`].
/// It is never printed whole all the same: there is no `Display`, and `Debug` shortens it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SubmissionId(String);

/// A text that is no UUID of version 4 in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a UUID of version 4 in lower case")
    }
}

impl std::error::Error for NotAnId {}

impl SubmissionId {
    /// An id from sixteen random bytes.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for nibble in [byte >> 4, byte & 0xf] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or_default());
            }
        }
        Self(text)
    }

    /// The whole id, for the URL, the store and the seal; never for a log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight characters: enough to follow one submission in a log, not enough to ask for it.
    pub fn short(&self) -> &str {
        self.0.get(..8).unwrap_or_default()
    }
}

impl fmt::Debug for SubmissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", self.short())
    }
}

impl FromStr for SubmissionId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let fits = |(index, byte): (usize, u8)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        };
        let good = text.len() == 36 && text.bytes().enumerate().all(fits);
        good.then(|| Self(text.to_owned())).ok_or(NotAnId)
    }
}

impl Member for SubmissionId {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.known(members.parsed(name), Self(String::new()))
    }
}

deserialize_from_str!(SubmissionId);
