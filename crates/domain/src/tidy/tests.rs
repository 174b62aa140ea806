//! What is recorded of what people type, on both sides the same.

use proptest::prelude::*;

use super::*;
use crate::{formats, signs::tests::any_text};

fn check(kind: Kind, cases: &[(&str, &str)]) {
    for (typed, recorded) in cases {
        assert_eq!(tidy_here(kind, typed), *recorded, "{typed:?}");
    }
}

#[test]
fn names_have_plain_dashes_apostrophes_and_spaces() {
    check(
        Kind::Name,
        &[
            ("Anne\u{2011}Marie", "Anne-Marie"),
            ("Anne\u{2010}Marie", "Anne-Marie"),
            ("MAËLYS, GAËLLE,MARIE", "MAËLYS GAËLLE MARIE"),
            ("Anne–Marie", "Anne-Marie"),
            ("Be\u{ad}noît", "Benoît"),
            ("Lina\u{200b}", "Lina"),
            ("\u{200e}Lina", "Lina"),
            ("Lina\u{2060}", "Lina"),
            ("Jean  Pierre", "Jean Pierre"),
            ("Jean\u{a0}\u{202f}Pierre\t", "Jean Pierre"),
            ("Kay\u{202e}a", "Kaya"),
            ("N´Diaye", "N'Diaye"),
            ("D`Angelo", "D'Angelo"),
            ("D‘Angelo", "D'Angelo"),
            ("d’Œuvre", "d'Œuvre"),
            ("Mʻbarek", "M'barek"),
            ("Mʼbarek", "M'barek"),
            ("D′Alba", "D'Alba"),
            ("D＇Alba", "D'Alba"),
            ("Ｌｉｎａ", "Lina"),
            ("𝓛𝓲𝓷𝓪", "Lina"),
            ("Zoe\u{308}", "Zoë"),
            ("Zoe\u{200d}\u{308}", "Zoë"),
            ("Nguye\u{302}\u{303}n", "Nguyễn"),
            ("Li\u{7}na", "Lina"),
            ("Diallo. ", "Diallo"),
            ("Dupont - Martin", "Dupont-Martin"),
            ("Dupont -Martin N’ Diaye.", "Dupont-Martin N'Diaye"),
            ("Abd ‘Ali", "Abd 'Ali"),
            ("J. Abdou", "J. Abdou"),
            ("Martin Jr.", "Martin Jr."),
            ("Jean-P.", "Jean-P."),
            (".", "-"),
            ("- -", "-"),
            ("--", "-"),
            ("/", "-"),
            ("Владимир", "Владимир"),
        ],
    );
}

#[test]
fn numbers_and_addresses_lose_what_stands_around_them() {
    check(
        Kind::Phone,
        &[
            ("\u{202a}+33 6 39 98 41 27\u{202c}", "+33 6 39 98 41 27"),
            ("\u{2068}+33 6 39 98 41 27\u{2069}", "+33 6 39 98 41 27"),
            ("06–39–98–41–27", "06-39-98-41-27"),
            ("TEL:+33639984127", "+33639984127"),
            ("٠٦٣٩٩٨٤١٢٧", "0639984127"),
            ("۰۶ ۳۹", "06 39"),
            ("０６３９９８４１２７", "0639984127"),
            ("𝟎𝟔", "06"),
        ],
    );
    check(
        Kind::Email,
        &[
            (" lina@example.fr ", "lina@example.fr"),
            ("mailto:lina@example.fr", "lina@example.fr"),
            ("lina @example.fr", "lina@example.fr"),
            ("lina＠example.fr", "lina@example.fr"),
            ("Lina <lina@example.fr>", "lina@example.fr"),
            ("lina@example.fr.", "lina@example.fr"),
            ("-", ""),
            ("lina’s@example.fr", "lina's@example.fr"),
            ("a<b", "a<b"),
        ],
    );
    check(
        Kind::PostalCode,
        &[
            ("59 100", "59100"),
            (" 59100", "59100"),
            ("F-59100", "59100"),
            ("FR 59100", "59100"),
            ("59100 ROUBAIX", "59100"),
            ("CP 59100", "59100"),
            ("Roubaix 59100", "59100"),
            ("(59100)", "59100"),
            ("59,100", "59100"),
            ("D-10115 Berlin", "D-10115 Berlin"),
            ("B-7500", "B-7500"),
            ("-", "-"),
            ("59059 Roubaix CEDEX 1", "59059"),
            ("٥٩١٠٠", "59100"),
            ("৫৯১০০", "59100"),
            ("5910", "5910"),
            ("591000", "591000"),
            ("Roubaix", "Roubaix"),
            ("1000 Bruxelles", "1000 Bruxelles"),
        ],
    );
    check(
        Kind::Text,
        &[
            ("١٢ bis  rue de l’Épeule", "12 bis rue de l’Épeule"),
            ("½", "½"),
            ("می\u{200c}کنم", "می\u{200c}کنم"),
            ("a \u{200d} b", "a b"),
        ],
    );
}

#[test]
fn a_date_is_read_as_people_write_it() {
    check(
        Kind::Date,
        &[
            ("2007-05-14", "2007-05-14"),
            ("07-5-4", "2007-05-04"),
            ("99-12-31", "1999-12-31"),
            ("٢٠٠٧-٥-١٤", "2007-05-14"),
            ("2007 - Mai - 14 ", "2007-05-14"),
            ("2007-février-14", "2007-02-14"),
            ("2007-juin-1", "2007-06-01"),
            ("2007-JUIL.-1", "2007-07-01"),
            ("2007-August-1", "2007-08-01"),
            ("2007-déc-1", "2007-12-01"),
            ("2007-13-1", "2007-13-01"),
            ("-05-14", "-05-14"),
            ("2007--", "2007--"),
            ("207-5-1", "207-05-01"),
            ("2007-mai-1er", "2007-05-01"),
            ("’07-5-14.", "2007-05-14"),
            ("2007-May-1st", "2007-05-01"),
            ("2007.-5,-3,", "2007-05-03"),
            // What is no month of ours, or could be two, is not guessed.
            ("2007-abril-23", "2007-abril-23"),
            ("2007-nisan-23", "2007-nisan-23"),
            ("2007-sierpień-23", "2007-sierpień-23"),
            ("2007-jui-23", "2007-jui-23"),
            ("2007-de mai-23", "2007-de mai-23"),
            ("2007-avirl-23", "2007-avirl-23"),
            ("2007-sept.-23", "2007-09-23"),
            ("2007-AOÛT-23", "2007-08-23"),
        ],
    );
}

#[test]
fn a_whole_date_in_one_field_has_its_three_parts() {
    for (typed, parts) in [
        ("14/05/2007", Some(["14", "05", "2007"])),
        (" 14.5.2007", Some(["14", "5", "2007"])),
        ("14 mai 2007", Some(["14", "mai", "2007"])),
        ("14-mai-2007", Some(["14", "mai", "2007"])),
        ("1er juin 2007", Some(["1er", "juin", "2007"])),
        ("2007-05-14", Some(["14", "05", "2007"])),
        ("14052007", Some(["14", "05", "2007"])),
        ("14 / 05 / 2007", Some(["14", "05", "2007"])),
        ("14/05/07", None),
        ("14/05/200", None),
        ("14", None),
        ("2007", None),
        ("mai 2007", None),
        ("", None),
    ] {
        assert_eq!(parts_of_date(typed, false), parts, "{typed}");
        if parts.is_some() {
            assert_eq!(parts_of_date(typed, true), parts, "{typed}");
        }
    }
    for (typed, parts) in [
        ("14/05/07", Some(["14", "05", "07"])),
        ("14.5.07", Some(["14", "5", "07"])),
        ("14 mai 07", Some(["14", "mai", "07"])),
        ("140507", Some(["14", "05", "07"])),
        ("14", None),
        ("2007", None),
        ("14/05/200", None),
        ("14/05/", None),
    ] {
        assert_eq!(parts_of_date(typed, true), parts, "{typed}");
    }
}

#[test]
fn the_zeros_are_those_of_unicode() {
    for zero in HALF_ZEROS.map(|half| u32::from(half) * 2) {
        for value in 0..10 {
            let c = char::from_u32(zero + value).unwrap_or_default();
            assert!(c.is_numeric(), "{zero:x}");
            assert_eq!(digit(c), char::from_digit(value, 10), "{zero:x}");
        }
    }
    assert_eq!(digit('a'), None);
}

const KINDS: [Kind; 7] = [
    Kind::Text,
    Kind::Name,
    Kind::Phone,
    Kind::Email,
    Kind::PostalCode,
    Kind::Date,
    Kind::Commune,
];

/// A name in the letters of the world's Latin alphabets.
fn name() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        4 => proptest::char::range('a', 'z'),
        2 => proptest::char::range('\u{c0}', '\u{24f}').prop_filter("a letter", |c| c.is_alphabetic()),
        1 => proptest::char::range('\u{1e00}', '\u{1ef9}'),
        1 => proptest::sample::select(vec!['-', '\'', '’', ' ', '\u{2011}', '´', '\u{301}', '\u{200b}']),
    ];
    proptest::collection::vec(letter, 1..40)
        .prop_map(|letters| letters.into_iter().collect::<String>())
        .prop_filter("readable", |name| name.chars().any(char::is_alphabetic))
}

proptest! {
    #[test]
    fn what_is_tidy_stays_so(text in any_text(), kind in proptest::sample::select(&KINDS[..])) {
        let once = tidy_here(kind, &text);
        prop_assert_eq!(tidy_here(kind, &once), once.clone());
        let unseen = |c| signs::is_invisible(c) && !signs::is_joiner(c);
        prop_assert!(!once.chars().any(|c| c.is_control() || unseen(c)));
        prop_assert!(!once.contains("  "), "{:?}", once);
    }

    /// The app composes by the browser at each input, the endpoint by itself before it checks.
    #[test]
    fn what_the_app_records_is_what_the_endpoint_reads(
        text in any_text(),
        kind in proptest::sample::select(&KINDS[..]),
    ) {
        let recorded = tidy(kind, &text, composed);
        prop_assert_eq!(tidy_here(kind, &recorded), recorded);
    }

    #[test]
    fn no_readable_name_is_emptied_or_refused(name in name()) {
        let recorded = tidy_here(Kind::Name, &name);
        prop_assert!(formats::is_name(&recorded), "{:?} became {:?}", name, recorded);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        prop_assert!(letters(&recorded) > 0);
    }
}
