//! Places: lines and codes, territories, and towns as people type them.

use std::{borrow::ToOwned, vec::Vec};

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::formats::ABROAD;

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
