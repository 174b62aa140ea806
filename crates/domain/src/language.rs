//! The languages that the product speaks: one table, for the phone and for the endpoint.

use std::string::String;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A language that a form can be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The reference, which staff read.
    French,
    /// English.
    English,
}

impl Language {
    /// Every language, the reference first. `content/texts` has no other.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The stable code: the name of the language's files, and the word on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The language of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| D::Error::custom("expected a language's code as fr"))
    }
}
