//! Text of an SMS in the signs of GSM-7, of which 160 fit into one SMS; with any other sign only 70 do. Pure.
//!
//! After 3GPP TS 23.038, section 6.2.1: the default alphabet and its extension table.

use domain::identity::unaccented_capitals;

/// Each takes one place.
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡\
    ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Each takes two: it is announced by another sign.
const EXTENSION: &str = "^{}\\[~]|€";

/// Places of a text that is one SMS.
const ALONE: usize = 160;

/// Places of each part of a longer one, which is numbered.
const IN_PARTS: usize = 153;

/// The same text in signs of GSM-7: each sign that is none is written as its nearest ones.
pub(super) fn gsm7(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for sign in text.chars() {
        if is_gsm7(sign) {
            written.push(sign);
        } else {
            written.push_str(&nearest(sign));
        }
    }
    written
}

/// How many SMS a text of GSM-7 makes.
pub(super) fn parts(text: &str) -> usize {
    let places = text
        .chars()
        .map(|sign| if EXTENSION.contains(sign) { 2 } else { 1 });
    match places.sum::<usize>() {
        places if places <= ALONE => 1,
        places => places.div_ceil(IN_PARTS),
    }
}

fn is_gsm7(sign: char) -> bool {
    ALPHABET.contains(sign) || EXTENSION.contains(sign)
}

fn nearest(sign: char) -> String {
    let plain = match sign {
        '’' | '‘' | 'ʼ' | '´' | '`' => "'",
        '«' | '»' | '“' | '”' | '„' => "\"",
        '‐' | '‑' | '–' | '—' | '−' => "-",
        '…' => "...",
        '·' => ".",
        space if space.is_whitespace() => " ",
        letter => return plain_letter(letter),
    };
    plain.to_owned()
}

/// A letter without its marks; nothing of a sign that is no letter.
fn plain_letter(letter: char) -> String {
    let capitals = unaccented_capitals(letter.encode_utf8(&mut [0; 4]));
    let written = if letter.is_lowercase() {
        capitals.to_lowercase()
    } else {
        capitals
    };
    written.chars().filter(|sign| is_gsm7(*sign)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn french_typography_is_written_as_a_telephone_does() {
        for (text, written) in [
            (
                "L’Haÿ-les-Roses\u{a0}: 9\u{202f}h\u{a0}–\u{a0}12 h…",
                "L'Hay-les-Roses : 9 h - 12 h...",
            ),
            ("«\u{a0}Forêt d’Œuvre\u{a0}»", "\" Foret d'OEuvre \""),
            (
                "été, où, à, ù, Île, ç, ë, Ÿ, œ",
                "été, où, à, ù, Ile, c, e, Y, oe",
            ),
            ("Łódź, Škoda, ß, €", "Lodz, Skoda, ß, €"),
        ] {
            assert_eq!(gsm7(text), written);
        }
    }

    #[test]
    fn a_text_is_cut_where_the_network_cuts_it() {
        for (text, count) in [
            (String::new(), 1),
            ("a".repeat(160), 1),
            ("a".repeat(161), 2),
            ("a".repeat(306), 2),
            ("a".repeat(307), 3),
            (format!("{}€", "a".repeat(158)), 1),
            (format!("{}€", "a".repeat(159)), 2),
        ] {
            assert_eq!(parts(&text), count, "{}", text.len());
        }
    }

    proptest! {
        #[test]
        fn nothing_but_gsm7_comes_out(text in any::<String>()) {
            prop_assert!(gsm7(&text).chars().all(is_gsm7));
        }

        #[test]
        fn a_text_of_gsm7_stays_as_it_is(text in "[ -_a-zéèùàÉ€]{0,200}") {
            prop_assert_eq!(gsm7(&text), text);
        }
    }
}
