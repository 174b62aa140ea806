//! One rule for text: what is recorded of what was typed, pasted, filled in or restored.
//!
//! The phone applies it at each input, the endpoint before it checks. Composing characters (NFC, NFKC) takes tables
//! that would weigh on the phone: there the browser does it, here `unicode-normalization`.

use std::{borrow::ToOwned, string::String};

use crate::{questionnaire::Kind, signs};

/// How Unicode is to compose the characters of a text, by the name that the browser's `normalize` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One code point for a letter and its marks; nothing else changes.
    Nfc,
    /// The same, and plain characters for what only looks otherwise: full width, mathematical letters, ligatures.
    Nfkc,
    /// A letter and its marks apart.
    Nfd,
}

impl Form {
    /// The name in the Unicode standard, annex 15.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nfc => "NFC",
            Self::Nfkc => "NFKC",
            Self::Nfd => "NFD",
        }
    }
}

/// What is recorded of `text` as an answer of that kind; `compose` composes characters.
///
/// For every kind: digits of any script become 0 to 9, white space becomes one space between words, and what leaves no
/// trace on a screen goes. For names, dashes and apostrophes of every sort become the plain ones. For numbers,
/// addresses and codes, what stands around them goes (`tel:`, `mailto:`, `F-59100`); a year of two digits gets its century,
/// a month in words its number. A text that cannot be such an answer stays as it is, so that a person sees what is refused.
pub fn tidy(kind: Kind, text: &str, compose: impl Fn(&str, Form) -> String) -> String {
    let form = match kind {
        Kind::Name | Kind::Phone | Kind::Email | Kind::PostalCode | Kind::Date => Form::Nfkc,
        _ => Form::Nfc,
    };
    let mut text = plain(kind, text);
    // Composing can bring signs that have to go, and what goes can bring together what has to be composed.
    for _ in 0..2 {
        text = plain(kind, &compose(&text, form));
    }
    text
}

/// [`tidy`], with characters composed by `unicode-normalization`.
///
/// In the app this is the rule without composing: there the browser has composed what is recorded.
pub fn tidy_here(kind: Kind, text: &str) -> String {
    tidy(kind, text, composed)
}

/// A text in that form of Unicode, where the tables for it weigh on nobody.
#[cfg(not(target_arch = "wasm32"))]
pub fn composed(text: &str, form: Form) -> String {
    use unicode_normalization::UnicodeNormalization;

    match form {
        Form::Nfc => text.nfc().collect(),
        Form::Nfkc => text.nfkc().collect(),
        Form::Nfd => text.nfd().collect(),
    }
}

#[cfg(target_arch = "wasm32")]
fn composed(text: &str, _form: Form) -> String {
    text.to_owned()
}

/// All of the rule but composing.
fn plain(kind: Kind, text: &str) -> String {
    let text = signs::tidy(&spaced(kind, text));
    match kind {
        Kind::Phone => after(&text, "tel:").to_owned(),
        Kind::Name => name(&text),
        Kind::Email => email(&text),
        Kind::PostalCode => postal_code(&text).unwrap_or(text),
        Kind::Date => date(&text),
        _ => text,
    }
}

/// Character by character: digits, spaces, and in names dashes and apostrophes.
fn spaced(kind: Kind, text: &str) -> String {
    let mut out = String::new();
    for c in signs::visible(text).chars() {
        let c = match c {
            _ if c.is_whitespace() => ' ',
            // Cards write them between given names.
            ',' if kind == Kind::Name => ' ',
            '\u{ff01}'..='\u{ff5e}' => ascii(u32::from(c) - 0xff01 + 0x21),
            _ if kind != Kind::Text && kind != Kind::Commune && is_dash(c) => '-',
            _ if matches!(kind, Kind::Name | Kind::Email) && is_apostrophe(c) => '\'',
            _ => digit(c).unwrap_or(c),
        };
        let repeats = c == ' ' && out.ends_with(' ');
        // A control character is seen by nobody, and typed by nobody.
        if !repeats && !c.is_control() {
            out.push(c);
        }
    }
    out
}

fn ascii(code: u32) -> char {
    char::from_u32(code).unwrap_or(' ')
}

/// Where the ten decimal digits of each script begin, halved, for all are even and the phone carries them:
/// Unicode's general category Nd, version 14.
const HALF_ZEROS: [u16; 65] = [
    0x330, 0x378, 0x3e0, 0x4b3, 0x4f3, 0x533, 0x573, 0x5b3, 0x5f3, 0x633, 0x673, 0x6b3, 0x6f3,
    0x728, 0x768, 0x790, 0x820, 0x848, 0xbf0, 0xc08, 0xca3, 0xce8, 0xd40, 0xd48, 0xda8, 0xdd8,
    0xe20, 0xe28, 0x5310, 0x5468, 0x5480, 0x54e8, 0x54f8, 0x5528, 0x55f8, 0x7f88, 0x8250, 0x8698,
    0x8833, 0x8878, 0x889b, 0x88e8, 0x8978, 0x8a28, 0x8a68, 0x8b28, 0x8b60, 0x8b98, 0x8c70, 0x8ca8,
    0x8e28, 0x8ea8, 0x8ed0, 0xb530, 0xb560, 0xb5a8, 0xebe7, 0xebec, 0xebf1, 0xebf6, 0xebfb, 0xf0a0,
    0xf178, 0xf4a8, 0xfdf8,
];

/// The digit 0 to 9 that a digit of another script is.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let mut zeros = HALF_ZEROS.iter().map(|half| u32::from(*half) * 2);
    let zero = zeros.find(|zero| (*zero..*zero + 10).contains(&code))?;
    Some(ascii(code - zero + u32::from('0')))
}

/// A dash or hyphen of any sort.
fn is_dash(c: char) -> bool {
    matches!(c,
        '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{207b}' | '\u{208b}'
        | '\u{2212}' | '\u{2e17}' | '\u{2e3a}'..='\u{2e3b}' | '\u{301c}' | '\u{30a0}' | '\u{fe31}'..='\u{fe32}'
        | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// What people type, or keyboards make, where an apostrophe is meant.
fn is_apostrophe(c: char) -> bool {
    matches!(c,
        '`' | '\u{b4}' | '\u{2b9}' | '\u{2bb}'..='\u{2bf}' | '\u{2c8}' | '\u{2ca}'..='\u{2cb}' | '\u{2ee}' | '\u{384}'
        | '\u{55a}' | '\u{5f3}' | '\u{7f4}'..='\u{7f5}' | '\u{1fbd}' | '\u{1fbf}' | '\u{1fef}' | '\u{1ffd}'..='\u{1ffe}'
        | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2035}' | '\u{a78b}'..='\u{a78c}' | '\u{ff07}' | '\u{ff40}')
}

/// `text` without `prefix`, however it is written.
fn after<'a>(text: &'a str, prefix: &str) -> &'a str {
    match text.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => {
            text.get(prefix.len()..).unwrap_or_default().trim_start()
        }
        _ => text,
    }
}

/// A name as a register has it: no space beside a hyphen or behind an apostrophe (`Dupont - Martin`, `N' Diaye`), and no
/// full stop behind a whole word, which a keyboard makes of two spaces (`Diallo.`); `J.` and `Jr.` keep theirs.
/// Signs alone stand for the name that somebody has not.
fn name(text: &str) -> String {
    if !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '-' | '_' | '/')) {
        return "-".to_owned();
    }
    let mut out = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if c == '-' && before == ' ' {
            out.pop();
        }
        if c != ' ' || !matches!(before, '-' | '\'') {
            out.push(c);
            before = c;
        }
    }
    let whole = out.trim_end_matches('.');
    let ends = |c: &char| !matches!(c, ' ' | '-' | '\'');
    if whole.chars().rev().take_while(ends).count() > 2 {
        out.truncate(whole.len());
    }
    out
}

/// The address of `mailto:lina@mail.example`, `Lina <lina@mail.example>`, `lina@mail.example.`; nothing of a lone dash.
fn email(text: &str) -> String {
    let text = after(text, "mailto:");
    let inside = text
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    let text = inside.map_or(text, |(address, _)| address);
    let text = text.trim_end_matches(['.', ',', ';']);
    let address = text.chars().filter(|c| *c != ' ').collect();
    if address == "-" {
        String::new()
    } else {
        address
    }
}

/// The five digits of `59 100`, `F-59100`, `59100 ROUBAIX`, `59059 CEDEX 1`; nothing where there are not five.
fn postal_code(text: &str) -> Option<String> {
    // What stands before the digits says no more than they do: F-59100, CP 59100, Roubaix 59100, (59100).
    let code = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let before = text.get(..text.len() - code.len()).unwrap_or_default();
    // D-10115 is of another country.
    if let Some(country) = before.strip_suffix('-')
        && !country.eq_ignore_ascii_case("F")
        && !country.eq_ignore_ascii_case("FR")
    {
        return None;
    }
    let mut digits = String::new();
    for c in code.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '.' | ',' => {}
            _ if digits.len() == 5 => break,
            _ => return None,
        }
    }
    // The number of a CEDEX comes after a word, and is not read any more.
    (digits.len() == 5).then_some(digits)
}

/// A day as `2007-05-14`, from its three parts in that order; parts that cannot be read stay as they are.
fn date(text: &str) -> String {
    let mut out = String::new();
    for (place, part) in text.splitn(3, '-').enumerate() {
        let part = bare(part);
        let month = if place == 1 { month(part) } else { None };
        if place > 0 {
            out.push('-');
        }
        match (place, part.len()) {
            (1, _) if month.is_some() => out.push_str(month.unwrap_or_default()),
            // Nobody who registers was born in 1939 or before.
            (0, 2) if is_number(part) => {
                out.push_str(if part < "40" { "20" } else { "19" });
                out.push_str(part);
            }
            (1 | 2, 1) if is_number(part) => {
                out.push('0');
                out.push_str(part);
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// The day, the month and the year of a whole date that is written, or pasted, in one field: `14/05/2007`, `14 mai 2007`,
/// `2007-05-14`, `14052007`; once the field is left, `14/05/07` and `140507` too. Until then there is nothing in a year of
/// two digits: who is typing has not come to its end.
pub fn parts_of_date(text: &str, is_left: bool) -> Option<[&str; 3]> {
    let text = text.trim();
    if is_number(text) && (text.len() == 8 || is_left && text.len() == 6) {
        return Some([text.get(..2)?, text.get(2..4)?, text.get(4..)?]);
    }
    let between = |c: char| matches!(c, '/' | '.' | ',' | '-') || c.is_whitespace();
    let mut parts = text.split(between).filter(|part| !part.is_empty());
    let parts = [parts.next()?, parts.next()?, parts.next()?];
    let is_year = |part: &str| part.len() == 4 && is_number(part);
    match parts {
        [year, month, day] if is_year(year) => Some([day, month, year]),
        [.., year] if is_year(year) => Some(parts),
        [day, _, year] if is_left && is_number(year) && year.len() == 2 && is_number(day) => {
            Some(parts)
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of a month that is written in words, French or English, whole or cut short to what no other begins with.
fn month(word: &str) -> Option<&'static str> {
    // Accents aside. One line has one word of each language, in the order of the year.
    const NAMES: [(&str, &str, &str); 12] = [
        ("01", "janvier", "january"),
        ("02", "fevrier", "february"),
        ("03", "mars", "march"),
        ("04", "avril", "april"),
        ("05", "mai", "may"),
        ("06", "juin", "june"),
        ("07", "juillet", "july"),
        ("08", "aout", "august"),
        ("09", "septembre", "september"),
        ("10", "octobre", "october"),
        ("11", "novembre", "november"),
        ("12", "decembre", "december"),
    ];
    let plain = |c: char| match c {
        '\u{e9}' | '\u{c9}' => 'e',
        '\u{fb}' | '\u{db}' => 'u',
        _ => c.to_ascii_lowercase(),
    };
    let word: String = word.trim_end_matches('.').chars().map(plain).collect();
    if word.len() < 3 {
        return None;
    }
    let mut found = NAMES.iter().filter(|(_, french, english)| {
        french.starts_with(word.as_str()) || english.starts_with(word.as_str())
    });
    match (found.next(), found.next()) {
        (Some((number, ..)), None) => Some(number),
        _ => None,
    }
}

/// The number of a part as people write it: `1er`, `14.`, `'07`.
fn bare(part: &str) -> &str {
    let part = part.trim().trim_start_matches(['\'', '\u{2019}']);
    let part = part.trim_end_matches([',', ';']);
    let digits = part.trim_end_matches(|c: char| c == '.' || c.is_ascii_lowercase());
    let ending = part.get(digits.len()..).unwrap_or_default();
    if is_number(digits)
        && !digits.is_empty()
        && matches!(ending, "." | "er" | "st" | "nd" | "rd" | "th")
    {
        digits
    } else {
        part
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
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
                // What is no month of ours, or of two, is nobody's guess.
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
}
