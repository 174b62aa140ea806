//! Search: words of a name in any order, without accents, with one slip; a number; the end of a telephone number. Pure.

use domain::{
    identity::Identity, phone::PhoneNumber, reference::Reference, spelling::is_one_slip_away,
};

use crate::desk::name_words::name_words;

/// A word shorter than that has to be written as it is.
const SLIP_FROM_LETTERS: usize = 5;

/// Fewer digits than that are the end of too many numbers.
const FEWEST_DIGITS: usize = 4;

/// What is looked for.
pub(super) struct Query {
    number: Option<Reference>,
    /// Ends of a telephone number behind its country, any of them.
    ends: Vec<String>,
    words: Vec<String>,
}

impl Query {
    /// What was typed; nothing where nothing can be looked for.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let query = Self {
            number: text.parse().ok(),
            ends: ends(text),
            words: words(text),
        };
        (query.number.is_some() || !query.ends.is_empty() || !query.words.is_empty())
            .then_some(query)
    }

    /// The number that was typed, where it is one.
    pub(super) fn number(&self) -> Option<&Reference> {
        self.number.as_ref()
    }

    /// Whether it is that registration.
    pub(super) fn finds(&self, number: &Reference, person: Option<Names>) -> bool {
        if self.number.as_ref() == Some(number) {
            return true;
        }
        let Some(person) = person else {
            return false;
        };
        let mut ends = self.ends.iter();
        if ends.any(|end| person.telephone.ends_with(end.as_str())) {
            return true;
        }
        let is_there = |typed: &String| person.words.iter().any(|known| is_meant(known, typed));
        !self.words.is_empty() && self.words.iter().all(is_there)
    }
}

/// What a person can be found by.
pub(super) struct Names {
    words: Vec<String>,
    telephone: String,
}

impl Names {
    pub(super) fn of(identity: &Identity, birth_name: Option<&str>) -> Self {
        let names = [
            identity.first_name.as_deref(),
            identity.usage_name.as_deref(),
            birth_name,
        ];
        Self {
            words: names.into_iter().flatten().flat_map(name_words).collect(),
            telephone: identity.phone.as_ref().map(digits).unwrap_or_default(),
        }
    }
}

/// The words of a name; none where they are single letters, which many names begin with.
fn words(text: &str) -> Vec<String> {
    let words = name_words(text);
    let is_one_letter = |word: &String| word.chars().nth(1).is_none();
    if words.iter().all(is_one_letter) {
        return Vec::new();
    }
    words
}

/// What was typed as the end of a telephone number, and the whole number that it may be; nothing of other texts.
fn ends(text: &str) -> Vec<String> {
    let is_number = |sign: char| sign.is_ascii_digit() || " .-+()\u{a0}\u{202f}".contains(sign);
    let typed: String = text.chars().filter(char::is_ascii_digit).collect();
    if !text.trim().chars().all(is_number) || typed.len() < FEWEST_DIGITS {
        return Vec::new();
    }
    let whole = PhoneNumber::parse(text).ok().map(|phone| digits(&phone));
    [typed].into_iter().chain(whole).collect()
}

/// `33612345678`.
fn digits(phone: &PhoneNumber) -> String {
    phone.e164().trim_start_matches('+').to_owned()
}

fn is_meant(known: &str, typed: &str) -> bool {
    known.starts_with(typed)
        || (typed.chars().count() >= SLIP_FROM_LETTERS && is_one_slip_away(known, typed))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names() -> Option<Names> {
        let identity = Identity {
            first_name: Some("Jean-François".to_owned()),
            usage_name: Some("Le Goff-N’Diaye".to_owned()),
            birth_date: None,
            phone: Some(PhoneNumber::parse("06 12 34 56 78").ok()?),
            commune_code: None,
        };
        Some(Names::of(&identity, Some("ÖZTÜRK")))
    }

    fn found(text: &str) -> bool {
        let number = Reference::from_random([7; 8]);
        Query::parse(text).is_some_and(|query| query.finds(&number, names()))
    }

    #[test]
    fn a_person_is_found_however_the_name_is_typed() {
        for text in [
            "jean francois",
            "GOFF jean",
            "le goff",
            "n'diaye",
            "ndiaye-le-gof",
            "Francois, Ozturk",
            "ozturc",
            "06.12.34.56.78",
            "+33 6 12 34 56 78",
            "0033612345678",
            "5678",
            "45 678",
        ] {
            assert!(found(text), "{text}");
        }
        for text in [
            "",
            "   ",
            "-",
            "martin",
            "jean martin",
            "678",
            "0000",
            "0678",
            "jo",
            "j",
            "j f",
        ] {
            assert!(!found(text), "{text}");
        }
    }

    #[test]
    fn a_number_is_found_as_it_is_read_aloud() {
        let number = Reference::from_random([7; 8]);
        for text in [number.spaced(), number.as_str().to_lowercase()] {
            let query = Query::parse(&text);
            assert!(
                query.is_some_and(|query| query.finds(&number, None)),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_looked_for_without_a_fall(text in any::<String>()) {
            found(&text);
        }

        #[test]
        fn the_order_of_the_words_of_a_name_is_no_matter(
            words in proptest::sample::subsequence(vec!["Jean", "françois", "LE", "goff", "n’", "diaye"], 2..=6)
                .prop_shuffle(),
        ) {
            prop_assert!(found(&words.join(" ")));
        }
    }
}
