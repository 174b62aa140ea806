//! The languages that the product speaks: one table, for the phone and for the endpoint.

use std::string::String;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A language that a form can be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// French.
    French,
    /// Easy-to-read French ("FALC", facile à lire et à comprendre).
    SimpleFrench,
    /// English.
    English,
    /// Spanish.
    Spanish,
    /// Ukrainian.
    Ukrainian,
    /// Arabic.
    Arabic,
}

impl Language {
    /// The language that everybody meets first, that the others translate, and that staff read.
    pub const REFERENCE: Self = Self::French;

    /// Every language, the reference first, in the order in which they are offered. `content/texts` has no other.
    pub const ALL: [Self; 6] = [
        Self::French,
        Self::SimpleFrench,
        Self::English,
        Self::Spanish,
        Self::Ukrainian,
        Self::Arabic,
    ];

    /// The stable code, a language tag of BCP 47: the name of the language's files, the word on the wire, and the `lang`
    /// of the page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::SimpleFrench => "fr-simple",
            Self::English => "en",
            Self::Spanish => "es",
            Self::Ukrainian => "uk",
            Self::Arabic => "ar",
        }
    }

    /// What those who read it call it, in its own letters.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::French => "Français",
            Self::SimpleFrench => "Français facile",
            Self::English => "English",
            Self::Spanish => "Español",
            Self::Ukrainian => "Українська",
            Self::Arabic => "العربية",
        }
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic)
    }

    /// Whether it is French, which staff read.
    pub fn is_french(self) -> bool {
        matches!(self, Self::French | Self::SimpleFrench)
    }

    /// The language of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// The first of somebody's languages that is offered; each as browsers write it: `en-GB`, `fr`, `fr-simple`.
    pub fn first_offered<'a>(
        mut wanted: impl Iterator<Item = &'a str>,
        is_offered: impl Fn(Self) -> bool,
    ) -> Option<Self> {
        wanted.find_map(|tag| {
            let tag = tag.to_ascii_lowercase();
            let name = tag.split('-').next().unwrap_or_default();
            let known = [tag.as_str(), name].map(Self::from_code);
            known.into_iter().flatten().find(|found| is_offered(*found))
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
    fn somebody_meets_the_first_of_their_languages_that_is_offered() {
        let french = Some(Language::French);
        let english = Some(Language::English);
        for (wanted, met) in [
            (&["en-GB", "fr"][..], english),
            (&["ar-DZ", "fr-FR", "en"], Some(Language::Arabic)),
            (&["EN"], english),
            (&["de", "es-419"], Some(Language::Spanish)),
            (&["uk-UA"], Some(Language::Ukrainian)),
            (&["fr-Simple"], Some(Language::SimpleFrench)),
            (&["eng", "francais"], None),
            (&["", "-", "fr-Latn-CA"], french),
            (&[], None),
        ] {
            assert_eq!(
                Language::first_offered(wanted.iter().copied(), |_| true),
                met,
                "{wanted:?}"
            );
        }
        let wanted = ["uk", "fr-simple"].into_iter();
        let not_all = |language| language == Language::French;
        assert_eq!(Language::first_offered(wanted, not_all), french);
    }

    #[test]
    fn the_reference_stands_first() {
        assert_eq!(Language::ALL[0], Language::REFERENCE);
        assert_eq!(Language::REFERENCE.code(), "fr");
    }

    #[test]
    fn each_language_has_one_code_and_one_name() {
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
            let of_that_name = |other: &Language| other.own_name() == language.own_name();
            assert_eq!(
                Language::ALL
                    .iter()
                    .filter(|other| of_that_name(other))
                    .count(),
                1
            );
        }
    }
}
