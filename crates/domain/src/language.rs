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

    /// The first of somebody's languages that is spoken here; each as browsers write it: `en-GB`, `fr`.
    pub fn first_spoken<'a>(mut wanted: impl Iterator<Item = &'a str>) -> Option<Self> {
        wanted.find_map(|tag| {
            let name = tag.split('-').next().unwrap_or_default();
            Self::from_code(&name.to_ascii_lowercase())
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_meets_the_first_of_their_languages_that_is_spoken_here() {
        let french = Some(Language::French);
        let english = Some(Language::English);
        for (wanted, met) in [
            (&["en-GB", "fr"][..], english),
            (&["ar-DZ", "fr-FR", "en"], french),
            (&["EN"], english),
            (&["uk", "es-419"], None),
            (&["eng", "francais"], None),
            (&["", "-", "fr-Latn-CA"], french),
            (&[], None),
        ] {
            assert_eq!(
                Language::first_spoken(wanted.iter().copied()),
                met,
                "{wanted:?}"
            );
        }
    }
}
