//! Texts as bytes of Windows-1252, the encoding of the fonts that every PDF reader has. Pure.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::delivery::printable::numbers;

/// Stands for a sign that the encoding does not have.
const MISSING: u8 = b'?';

/// The bytes from 0x80 to 0x9f; 0 where there is none.
const MIDDLE: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text, composed, then sign by sign: its byte, or the bytes of the letter under its accents, or `?`.
///
/// The signs that stand there as `?` follow by their numbers, in their order, as soon as one of them is not `?` itself.
pub(super) fn letters(text: &str) -> Vec<u8> {
    let (mut bytes, mut missing) = (Vec::new(), Vec::new());
    for sign in text.nfc() {
        let before = bytes.len();
        match sign {
            // Fixed-width fonts have no narrow space, and few readers agree on the three dots.
            '\u{202f}' => bytes.push(b' '),
            '…' => bytes.extend(b"..."),
            '→' => bytes.extend(b"->"),
            'Ł' => bytes.push(b'L'),
            'ł' => bytes.push(b'l'),
            'Đ' => bytes.push(b'D'),
            'đ' => bytes.push(b'd'),
            'ı' => bytes.push(b'i'),
            _ => match byte(sign) {
                Some(byte) => bytes.push(byte),
                None => bytes.extend(bare(sign)),
            },
        }
        if bytes.len() > before && bytes.ends_with(&[MISSING]) {
            missing.push(sign);
        }
    }
    if missing.iter().any(|sign| *sign != char::from(MISSING)) {
        bytes.extend(numbers(&missing).bytes());
    }
    bytes
}

/// The byte of a sign that can be printed.
fn byte(sign: char) -> Option<u8> {
    match sign {
        ' '..='~' | '\u{a0}'..='ÿ' => u8::try_from(u32::from(sign)).ok(),
        '\0' => None,
        _ => {
            let place = MIDDLE.iter().position(|middle| *middle == sign)?;
            u8::try_from(0x80 + place).ok()
        }
    }
}

/// A sign without accents and ligatures.
fn bare(sign: char) -> Vec<u8> {
    if is_combining_mark(sign) {
        // Left over from a letter that is not composed with it: the letter stands.
        return Vec::new();
    }
    let parts: Vec<char> = sign
        .nfkd()
        .filter(|part| !is_combining_mark(*part))
        .collect();
    let known: Option<Vec<u8>> = parts.into_iter().map(byte).collect();
    known
        .filter(|known| !known.is_empty())
        .unwrap_or_else(|| vec![MISSING])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_stays_and_the_rest_is_written_without_its_accents_or_asked_about() {
        for (text, expected) in [
            ("Zoë d’Œuvre", &b"Zo\xeb d\x92\x8cuvre"[..]),
            ("Be\u{301}ne\u{302}t", b"B\xe9n\xeat"),
            ("Łukasz Şahin Nguyễn", b"Lukasz Sahin Nguyen"),
            ("ﬁn ½", b"fin \xbd"),
            ("Quoi ?", b"Quoi ?"),
            (
                "李 ? 🎈 Вл",
                b"? ? ? ?? [U+674E U+003F U+1F388 U+0412 U+043B]",
            ),
            ("\0\u{7f}\u{fffd}", b"??? [U+0000 U+007F U+FFFD]"),
            ("a\u{20dd}", b"a"),
        ] {
            assert_eq!(letters(text), expected, "{text}");
        }
    }
}
