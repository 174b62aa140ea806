//! Dates as people write them: months in words, years of two digits, whole dates in one field.

use std::string::String;

/// A day as `2007-05-14`, from its three parts in that order; parts that cannot be read stay as they are.
pub(super) fn date(text: &str) -> String {
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
