//! Communes: the lines of their lists, the code that an answer holds, names as people type them, and who lives where.

use std::string::String;

use serde::Serialize;

use crate::formats::is_insee_code;

/// One line of a list of communes: `59160 59350/59355 Lomme (Lille)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place<'a> {
    /// Five digits.
    pub postal_code: &'a str,
    /// What is recorded of it: the INSEE code of the commune. Where people know a part of it by its own name (a delegated or
    /// associated commune), the code of that part comes behind: see [`insee_code`].
    pub commune: &'a str,
    /// As people read it.
    pub name: &'a str,
}

impl<'a> Place<'a> {
    /// Reads a line.
    pub fn read(line: &'a str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        Some(Self {
            postal_code: parts.next()?,
            commune: parts.next()?,
            name: parts.next()?,
        })
    }
}

/// The INSEE code of the commune that an answer names, `59350` of `59350/59355`; nothing where its name was typed.
pub fn insee_code(answer: &str) -> Option<&str> {
    let (whole, part) = answer.split_once('/').unwrap_or((answer, answer));
    (is_insee_code(whole) && is_insee_code(part)).then_some(whole)
}

/// Whether this is the code of a city as a whole whose people name their arrondissement: Paris, Lyon, Marseille.
pub fn is_divided(code: &str) -> bool {
    matches!(code, "75056" | "69123" | "13055")
}

/// Of an arrondissement the city; of any other commune itself. No other commune has a code that begins so.
fn city_of(code: &str) -> &str {
    let begins = |beginning| code.starts_with(beginning);
    if begins("751") {
        "75056"
    } else if begins("6938") {
        "69123"
    } else if begins("1320") || begins("1321") {
        "13055"
    } else {
        code
    }
}

/// Whether somebody lives in the communes of a Mission Locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Territory {
    /// In one of them.
    Inside,
    /// In another.
    Outside,
    /// The commune was typed by hand.
    ToCheck,
}

impl Territory {
    /// Where the commune of an answer is, seen from these INSEE codes; nothing where there are none: the site does not say.
    pub fn of(answer: &str, communes: &[String]) -> Option<Self> {
        if communes.is_empty() {
            return None;
        }
        let Some(code) = insee_code(answer) else {
            return Some(Self::ToCheck);
        };
        // Files of territories have arrondissements, or the city.
        let city = city_of(code);
        let is_inside = communes.iter().any(|here| here == code || here == city);
        Some(if is_inside {
            Self::Inside
        } else {
            Self::Outside
        })
    }
}

/// A name by its letters and digits alone, so that `st etienne` is Saint-Étienne and `lhay les roses` L’Haÿ-les-Roses.
///
/// `name` is decomposed: letters and their marks apart ([`Form::Nfd`](crate::tidy::Form::Nfd)).
pub fn letters(name: &str) -> String {
    let mut letters = String::new();
    for c in name.chars() {
        match c {
            'œ' | 'Œ' => letters.push_str("OE"),
            'æ' | 'Æ' => letters.push_str("AE"),
            _ if c.is_ascii_alphanumeric() => letters.push(c.to_ascii_uppercase()),
            _ => {}
        }
        if letters.ends_with("SAINT") {
            letters.truncate(letters.len() - "AINT".len());
            letters.push('T');
        }
    }
    letters
}

/// A name without the article that it begins with: `Havre` of Le Havre. People leave it out.
pub fn without_article(name: &str) -> Option<&str> {
    let articles = ["Le ", "La ", "Les ", "L'"];
    articles
        .iter()
        .find_map(|article| name.strip_prefix(article))
}

/// Whether a name, decomposed, begins as it was typed; `typed` is its [`letters`].
pub fn begins(name: &str, typed: &str) -> bool {
    letters(name).starts_with(typed)
        || without_article(name).is_some_and(|name| letters(name).starts_with(typed))
}

/// The list that a name is in, by its [`letters`]: the first two, and more where half of France begins alike. None for what
/// is shorter: there is more to type, and Y, in the Somme, is found by its postal code alone.
pub fn list_of(letters: &str) -> Option<String> {
    let length = match letters.get(..2) {
        Some("ST") => 4,
        Some("LA" | "LE") => 3,
        _ => 2,
    };
    letters.get(..length).map(str::to_ascii_lowercase)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::{borrow::ToOwned, vec::Vec};

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn letters_of(name: &str) -> String {
        letters(&name.nfd().collect::<String>())
    }

    #[test]
    fn an_answer_has_the_code_of_the_whole_commune() {
        assert_eq!(insee_code("59512"), Some("59512"));
        assert_eq!(insee_code("59350/59355"), Some("59350"));
        assert_eq!(insee_code("2A004"), Some("2A004"));
        for typed in [
            "Lomme",
            "59350/",
            "59350/Lomme",
            "59100 Roubaix",
            "/59355",
            "",
        ] {
            assert_eq!(insee_code(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_line_has_a_postal_code_a_commune_and_a_name() {
        let lomme = Place {
            postal_code: "59160",
            commune: "59350/59355",
            name: "Lomme (Lille)",
        };
        assert_eq!(Place::read("59160 59350/59355 Lomme (Lille)"), Some(lomme));
        assert_eq!(Place::read("59160 59350"), None);
    }

    #[test]
    fn the_territory_is_told_only_when_the_site_says_what_it_is() {
        let here = ["59512".to_owned(), "59350".to_owned()];
        assert_eq!(Territory::of("59512", &[]), None);
        assert_eq!(Territory::of("59512", &here), Some(Territory::Inside));
        assert_eq!(Territory::of("59350/59355", &here), Some(Territory::Inside));
        assert_eq!(Territory::of("75056", &here), Some(Territory::Outside));
        assert_eq!(
            Territory::of("74010/74011", &here),
            Some(Territory::Outside)
        );
        assert_eq!(Territory::of("Roubaix", &here), Some(Territory::ToCheck));
    }

    #[test]
    fn a_whole_city_has_its_arrondissements_and_an_arrondissement_is_not_the_city() {
        for (city, inside, outside) in [
            ("75056", ["75101", "75111", "75120"], "92012"),
            ("69123", ["69381", "69383", "69389"], "69266"),
            ("13055", ["13201", "13205", "13216"], "13001"),
        ] {
            let whole = [city.to_owned()];
            assert!(is_divided(city));
            for code in inside {
                assert_eq!(
                    Territory::of(code, &whole),
                    Some(Territory::Inside),
                    "{code}"
                );
                assert!(!is_divided(code));
                let part = [code.to_owned()];
                assert_eq!(Territory::of(code, &part), Some(Territory::Inside));
                assert_eq!(Territory::of(city, &part), Some(Territory::Outside));
            }
            assert_ne!(Territory::of(outside, &whole), Some(Territory::Inside));
        }
    }

    #[test]
    fn towns_are_found_as_people_type_them() {
        for (typed, name) in [
            ("st etienne", "Saint-Étienne"),
            ("SAINT ETIENNE", "Saint-Étienne"),
            ("saint-étienne", "Saint-Étienne"),
            ("ste foy les lyon", "Sainte-Foy-lès-Lyon"),
            ("lhay les roses", "L'Haÿ-les-Roses"),
            ("L’Haÿ", "L'Haÿ-les-Roses"),
            ("hay les", "L'Haÿ-les-Roses"),
            ("havre", "Le Havre"),
            ("le havre", "Le Havre"),
            ("sables d'olonne", "Les Sables-d'Olonne"),
            ("paris 11", "Paris 11e Arrondissement"),
            ("bourg st maurice", "Bourg-Saint-Maurice"),
            ("saintes", "Saintes"),
            ("villenave dornon", "Villenave-d'Ornon"),
            ("schoelcher", "Schœlcher"),
            ("hellemmes", "Hellemmes-Lille (Lille)"),
        ] {
            let name: String = name.nfd().collect();
            assert!(begins(&name, &letters_of(typed)), "{typed}");
        }
        assert!(!begins("Roubaix", "OUBAIX"));
    }

    #[test]
    fn lists_are_cut_where_they_would_be_long() {
        for (name, list) in [
            ("Roubaix", Some("ro")),
            ("Eu", Some("eu")),
            ("Saint-Étienne", Some("stet")),
            ("st e", None),
            ("Strasbourg", Some("stra")),
            ("La Rochelle", Some("lar")),
            ("Lens", Some("len")),
            ("Y", None),
        ] {
            assert_eq!(list_of(&letters_of(name)).as_deref(), list, "{name}");
        }
    }

    proptest! {
        /// Whatever is left out or put in between the letters, the name is found, in the list where it is looked for.
        #[test]
        fn marks_case_and_signs_do_not_matter(
            name in "(Le |La |L')?[A-ZÉÈÎŒÇ][a-zéèêàçôœÿ]{1,8}([ '-][A-Zé][a-zéèê]{1,6}){0,3}",
            cut in 4_usize..30,
        ) {
            let typed: Vec<char> = letters_of(&name).chars().collect();
            let typed: String = typed.into_iter().take(cut).collect();
            let decomposed: String = name.nfd().collect();
            prop_assert!(begins(&decomposed, &typed));
            prop_assert_eq!(letters_of(&name.to_lowercase()), letters_of(&name));
            prop_assert_eq!(letters(&letters_of(&name)), letters_of(&name));
            prop_assert!(list_of(&typed).is_none() || list_of(&typed) == list_of(&letters_of(&name)));
        }
    }
}
