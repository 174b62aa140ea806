//! Communes: the lines of their lists, the code that an answer holds, names as people type them, and who lives where.

use std::string::String;

use serde::Serialize;

use crate::{
    formats::{ABROAD, is_insee_code},
    spelling::is_one_slip_away,
};

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

/// Whether a person lives in the communes of a Mission Locale.
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
    /// With the postal code that stands for another country no commune is inside.
    pub fn of(postal_code: &str, answer: &str, communes: &[String]) -> Option<Self> {
        if communes.is_empty() {
            return None;
        }
        if postal_code == ABROAD {
            return Some(Self::Outside);
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

/// A name by its letters and digits alone, so that `st etienne` is Saint-Étienne, `lhay les roses` L’Haÿ-les-Roses,
/// `lys les lannoy` Lys-lez-Lannoy and `paris 18ème` Paris 18e Arrondissement.
///
/// `name` is decomposed: letters and their marks apart ([`Form::Nfd`](crate::tidy::Form::Nfd)).
pub fn letters(name: &str) -> String {
    let mut letters = String::new();
    let mut is_numbered = false;
    for c in name.chars() {
        match c {
            // 18e Arrondissement, 18ème, 18 arr.: what follows the number is written in many ways, and left out.
            _ if is_numbered && !c.is_ascii_digit() => {}
            'œ' | 'Œ' => letters.push_str("OE"),
            'æ' | 'Æ' => letters.push_str("AE"),
            _ if c.is_ascii_alphanumeric() => {
                is_numbered = c.is_ascii_digit();
                letters.push(c.to_ascii_uppercase());
            }
            _ => {}
        }
        if letters.ends_with("SAINT") {
            letters.truncate(letters.len() - "AINT".len());
            letters.push('T');
        }
        // Beside, in the names of two regions.
        if letters.ends_with("LEZ") {
            letters.truncate(letters.len() - 1);
            letters.push('S');
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
    is_either(name, |letters| letters.starts_with(typed))
}

/// Whether a name, decomposed, begins as it was typed but for one slip: a letter missing, added or other, or
/// letters in another order.
pub fn resembles(name: &str, typed: &str) -> bool {
    let length = typed.len();
    is_either(name, |letters| {
        let mut beginnings =
            (length.saturating_sub(1)..=length + 1).filter_map(|end| letters.get(..end));
        beginnings.any(|beginning| is_one_slip_away(beginning, typed))
    })
}

fn is_either(name: &str, fits: impl Fn(&str) -> bool) -> bool {
    fits(&letters(name)) || without_article(name).is_some_and(|name| fits(&letters(name)))
}

/// What is looked for, of what was typed in the search: the name alone of `Roubaix, Nord`, `roubaix (59)`,
/// `59100 Roubaix`; a postal code alone stays.
pub fn sought(typed: &str) -> &str {
    let typed = typed.split([',', ';', '(']).next().unwrap_or_default();
    let name = typed.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    if name.is_empty() { typed } else { name }
}

/// The letters without the number at their end, which may be a department's or a postal code: `ROUBAIX59`.
pub fn without_number(letters: &str) -> &str {
    letters.trim_end_matches(|c: char| c.is_ascii_digit())
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

    fn territory(answer: &str, communes: &[String]) -> Option<Territory> {
        Territory::of("59100", answer, communes)
    }

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
        assert_eq!(territory("59512", &[]), None);
        assert_eq!(territory("59512", &here), Some(Territory::Inside));
        assert_eq!(territory("59350/59355", &here), Some(Territory::Inside));
        assert_eq!(territory("75056", &here), Some(Territory::Outside));
        assert_eq!(territory("74010/74011", &here), Some(Territory::Outside));
        assert_eq!(territory("Roubaix", &here), Some(Territory::ToCheck));
        let abroad = Territory::of(ABROAD, "Mouscron", &here);
        assert_eq!(abroad, Some(Territory::Outside));
        assert_eq!(Territory::of(ABROAD, "Mouscron", &[]), None);
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
                assert_eq!(territory(code, &whole), Some(Territory::Inside), "{code}");
                assert!(!is_divided(code));
                let part = [code.to_owned()];
                assert_eq!(territory(code, &part), Some(Territory::Inside));
                assert_eq!(territory(city, &part), Some(Territory::Outside));
            }
            assert_ne!(territory(outside, &whole), Some(Territory::Inside));
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
            ("lys les lannoy", "Lys-lez-Lannoy"),
            ("Lys-lès-Lannoy", "Lys-lez-Lannoy"),
            ("sainte foy lez lyon", "Sainte-Foy-lès-Lyon"),
            ("lezennes", "Lezennes"),
            ("paris 18ème", "Paris 18e Arrondissement"),
            ("Paris 1er", "Paris 1er Arrondissement"),
            ("paris 18 e arr", "Paris 18e Arrondissement"),
            ("marseille 2nd", "Marseille 2e Arrondissement"),
        ] {
            let name: String = name.nfd().collect();
            assert!(begins(&name, &letters_of(typed)), "{typed}");
        }
        assert!(!begins("Roubaix", "OUBAIX"));
    }

    #[test]
    fn what_stands_behind_a_name_is_not_looked_for() {
        for (typed, letters) in [
            ("Roubaix, Nord", "ROUBAIX"),
            ("roubaix (59)", "ROUBAIX"),
            ("Roubaix 59100", "ROUBAIX59100"),
            ("59100 Roubaix", "ROUBAIX"),
            ("59 100", "59100"),
        ] {
            assert_eq!(letters_of(sought(typed)), letters, "{typed}");
        }
        assert_eq!(without_number("ROUBAIX59100"), "ROUBAIX");
        assert_eq!(without_number("59100"), "");
    }

    #[test]
    fn one_slip_is_forgiven() {
        for (typed, name) in [
            ("roubiax", "Roubaix"),
            ("roubaic", "Roubaix"),
            ("vileneuve", "Villeneuve-d'Ascq"),
            ("villeneuve dask", "Villeneuve-d'Ascq"),
            ("marseile", "Marseille 2e Arrondissement"),
            ("havvre", "Le Havre"),
        ] {
            assert!(resembles(name, &letters_of(typed)), "{typed}");
        }
        for other in ["tourcoing", "rubis", "roulers"] {
            assert!(!resembles("Roubaix", &letters_of(other)), "{other}");
        }
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
