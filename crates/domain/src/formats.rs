//! The formats that typed answers have: postal code, commune, name, one line of text.

/// Stands for the postal code of somebody who lives in another country.
pub const ABROAD: &str = "-";

/// Whether `text` is five digits of a French postal code (01000 to 98999), or [`ABROAD`].
pub fn is_postal_code(text: &str) -> bool {
    text == ABROAD || is_french_postal_code(text)
}

fn is_french_postal_code(text: &str) -> bool {
    text.len() == 5
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with("00")
        && !text.starts_with("99")
}

/// The département a postal code belongs to, as the commune files are named: `59`, `974`; Corsica is `20`.
///
/// By postal code, not by INSEE code: a few communes are served from the neighbouring département.
pub fn postal_area(postal_code: &str) -> Option<&str> {
    if !is_french_postal_code(postal_code) {
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

/// What somebody with one name alone writes in the place of the other.
pub const NO_NAME: &str = "-";

/// That name, unless it is [`NO_NAME`].
#[must_use]
pub fn given_name(name: &str) -> Option<&str> {
    (name != NO_NAME).then_some(name)
}

/// Whether `text` is a name as a French civil register, a passport or a residence permit has it: letters of the Latin
/// alphabet with their marks, apostrophes, hyphens, full stops and spaces; or [`NO_NAME`].
pub fn is_name(text: &str) -> bool {
    if text == NO_NAME {
        return true;
    }
    text.chars().all(|c| {
        is_latin(c) || matches!(c, ' ' | '-' | '\'' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}')
    }) && text.chars().any(is_latin)
}

/// A letter of the Latin alphabet: the blocks of Unicode that hold nothing else, without the signs among them.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}')
            && !matches!(c, '\u{d7}' | '\u{f7}')
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
    fn names_are_in_latin_letters() {
        for good in [
            "Lina",
            "d'Œuvre",
            "Ÿves",
            "Nguyễn Thị",
            "Şahin",
            "İpek",
            "Łukasz",
            "Škoda",
            "Þór",
            "Ɓari",
            "N'Diaye",
            "Jean-Pierre",
            "J. Abdou",
            "O",
            "Ti\u{302}\u{301}en",
            "Gal·la",
            "ǃXóõ",
        ] {
            assert!(is_name(good), "{good}");
        }
        for bad in [
            "محمد",
            "Владимир",
            "Йовенко",
            "Їжак",
            "გიორგი",
            "李小龙",
            "கவிதா",
            "ሰላም",
            "Γιώργος",
            "--",
            ".",
            "Lina2",
            "Lina 🎈",
            "Lina ж",
            "a×b",
            "",
        ] {
            assert!(!is_name(bad), "{bad}");
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
