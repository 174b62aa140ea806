//! The formats that typed answers have: telephone, e-mail, postal code, commune.

use std::{
    format,
    string::{String, ToString},
};

/// A telephone number of France or one of its overseas numbering plans.
///
/// Numbering plans after the ARCEP decision 2018-0881 and, for the Pacific, the ITU's E.164 list.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    country: &'static str,
    national: String,
}

/// Country code, digits of the national number, and whether it is dialled with a leading 0.
const PLANS: [(&str, &[usize], bool); 8] = [
    ("33", &[9], true),
    ("262", &[9], true),
    ("590", &[9], true),
    ("594", &[9], true),
    ("596", &[9], true),
    ("508", &[6, 9], false),
    ("687", &[6], false),
    ("689", &[8], false),
];
const WALLIS_AND_FUTUNA: (&str, &[usize], bool) = ("681", &[6], false);

impl PhoneNumber {
    /// Reads a number however it is spaced: `06 12 34 56 78`, `+33 (0)6.12.34.56.78`, `00262 692 12 34 56`.
    pub fn parse(text: &str) -> Option<Self> {
        let separator = |c: &char| !(c.is_whitespace() || matches!(c, '.' | '-' | '/' | '(' | ')'));
        let compact: String = text.chars().filter(separator).collect();
        let (international, digits) = match (compact.strip_prefix('+'), compact.strip_prefix("00"))
        {
            (Some(rest), _) | (None, Some(rest)) => (true, rest),
            (None, None) => (false, compact.as_str()),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if !international {
            let national = digits.strip_prefix('0')?;
            return (national.len() == 9 && !national.starts_with('0')).then(|| Self {
                country: "33",
                national: national.to_string(),
            });
        }
        PLANS
            .iter()
            .chain([&WALLIS_AND_FUTUNA])
            .find_map(|(country, lengths, trunk)| {
                let national = digits.strip_prefix(country)?;
                // People write +33 (0)6, and +33 06.
                let national = national
                    .strip_prefix('0')
                    .filter(|_| *trunk)
                    .unwrap_or(national);
                let fits = lengths.contains(&national.len()) && !national.starts_with('0');
                fits.then(|| Self {
                    country,
                    national: national.to_string(),
                })
            })
    }

    /// As I-Milo writes it: `06.12.34.56.78`; with the country where no leading 0 is dialled: `+687.12.34.56`.
    pub fn dotted(&self) -> String {
        let trunk = PLANS.iter().any(|(country, _, trunk)| {
            *country == self.country && *trunk && self.national.len() == 9
        });
        if trunk {
            pairs(&format!("0{}", self.national))
        } else {
            format!("+{}.{}", self.country, pairs(&self.national))
        }
    }

    /// As a telephone dials it from anywhere: `+33612345678`.
    pub fn e164(&self) -> String {
        format!("+{}{}", self.country, self.national)
    }
}

fn pairs(digits: &str) -> String {
    let mut out = String::new();
    // An odd count starts with a group of three, as in +508 6 digits never has, but 9 digits do.
    let offset = digits.len() % 2;
    for (index, digit) in digits.chars().enumerate() {
        if index > offset && (index - offset).is_multiple_of(2) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Whether `text` looks like an address that mail can be sent to. Only sending proves it.
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | ',' | ';' | '<' | '>')
    };
    let label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    !local.is_empty()
        && text.len() <= 254
        && text.chars().filter(|c| *c == '@').count() == 1
        && local.chars().all(plain)
        && host
            .chars()
            .all(|c| is_letter_or_digit(c) || c == '.' || c == '-')
        && host.contains('.')
        && host.split('.').all(label)
}

/// Whether `text` is five digits of a French postal code (01000 to 98999).
pub fn is_postal_code(text: &str) -> bool {
    text.len() == 5
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with("00")
        && !text.starts_with("99")
}

/// The département a postal code belongs to, as the commune files are named: `59`, `974`; Corsica is `20`.
///
/// By postal code, not by INSEE code: a few communes are served from the neighbouring département.
pub fn postal_area(postal_code: &str) -> Option<&str> {
    if !is_postal_code(postal_code) {
        return None;
    }
    let overseas = postal_code.starts_with("97") || postal_code.starts_with("98");
    postal_code.get(..if overseas { 3 } else { 2 })
}

/// Whether `text` is an INSEE commune code, `59512` or `2A004`, rather than a name.
pub fn is_insee_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 5
        && bytes[0].is_ascii_digit()
        && (bytes[1].is_ascii_digit() || matches!(bytes[1], b'A' | b'B'))
        && bytes[2..].iter().all(u8::is_ascii_digit)
}

/// Whether `text` can stand on one line of a form: no control characters, and a letter or digit somewhere.
pub fn is_plain_line(text: &str) -> bool {
    !text.chars().any(char::is_control) && text.chars().any(is_letter_or_digit)
}

/// A letter of any script, or a digit. By blocks of Unicode, for the full tables weigh on the phone:
/// from À on everything but U+2000 to U+2BFF, which are spaces, punctuation and symbols, and what comes after Hangul.
fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, 'À'..='\u{1fff}' | '\u{2c00}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_france_and_overseas_are_read() {
        for (typed, dotted, e164) in [
            ("0612345678", "06.12.34.56.78", "+33612345678"),
            ("06 12 34 56 78", "06.12.34.56.78", "+33612345678"),
            ("06.12.34.56.78", "06.12.34.56.78", "+33612345678"),
            ("+33 (0)6-12-34-56-78", "06.12.34.56.78", "+33612345678"),
            ("+33 06 12 34 56 78", "06.12.34.56.78", "+33612345678"),
            ("0033612345678", "06.12.34.56.78", "+33612345678"),
            ("+262 692 12 34 56", "06.92.12.34.56", "+262692123456"),
            ("+590690123456", "06.90.12.34.56", "+590690123456"),
            ("+594694123456", "06.94.12.34.56", "+594694123456"),
            ("+596696123456", "06.96.12.34.56", "+596696123456"),
            ("+508 55 12 34", "+508.55.12.34", "+508551234"),
            ("+681 72 12 34", "+681.72.12.34", "+681721234"),
            ("+687 75 12 34", "+687.75.12.34", "+687751234"),
            ("+689 87 12 34 56", "+689.87.12.34.56", "+68987123456"),
        ] {
            let number = PhoneNumber::parse(typed);
            let written = number.map(|number| (number.dotted(), number.e164()));
            assert_eq!(written, Some((dotted.into(), e164.into())), "{typed}");
        }
    }

    #[test]
    fn what_nobody_can_dial_is_no_number() {
        for typed in [
            "",
            "06 12 34 56 7",
            "061234567890",
            "0012345678",
            "+1 202 555 0100",
            "+33 0612345678x",
            "zéro six",
        ] {
            assert!(PhoneNumber::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn addresses_are_told_from_slips() {
        for good in ["lina@example.fr", "a.b+c@sous.domaine.example", "l@é.fr"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "lina",
            "lina@",
            "@example.fr",
            "lina@example",
            "li na@example.fr",
            "a@b@c.fr",
            "a@b..fr",
            "a@-b.fr",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn codes_are_told_from_names() {
        assert!(is_insee_code("59512") && is_insee_code("2A004"));
        assert!(!is_insee_code("Paris") && !is_insee_code("5951") && !is_insee_code("A2004"));
        assert_eq!(postal_area("59100"), Some("59"));
        assert_eq!(postal_area("97410"), Some("974"));
        assert_eq!(postal_area("20000"), Some("20"));
        assert_eq!(postal_area("00100"), None);
    }
}
