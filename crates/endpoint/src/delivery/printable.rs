//! What a fiche may hold: signs that can be shown, marks by the letter, texts and fiches of a bounded length.
//!
//! Pure. Nothing is cut in silence: a text that was cut ends in `[…]`, and the fiche says so.

use domain::signs::{MARKS_OF_A_LETTER, is_invisible};
use serde_json::Value;
use unicode_normalization::char::is_combining_mark;

/// The longest text of a fiche, in characters: five times the longest answer, three times our own longest sentence.
const TEXT: usize = 1_000;

/// The most characters of a fiche: twenty pages.
const FICHE: usize = 60_000;

/// The most items of all the lists of a fiche.
const ITEMS: usize = 2_000;

/// Stands where a text was cut.
pub(super) const CUT: &str = " […]";

/// Stands for a sign that cannot be shown: a missing glyph is no PDF/UA.
const MISSING: char = '\u{fffd}';

/// Goes through everything that one fiche shows.
pub(super) struct Bounds<'a> {
    shows: &'a dyn Fn(char) -> bool,
    characters_left: usize,
    items_left: usize,
    is_cut: bool,
}

impl<'a> Bounds<'a> {
    /// The bounds of one fiche, printed with signs that `shows` knows.
    pub(super) fn new(shows: &'a dyn Fn(char) -> bool) -> Self {
        Self {
            shows,
            characters_left: FICHE,
            items_left: ITEMS,
            is_cut: false,
        }
    }

    /// Whether something was left out since the fiche began.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Brings every text and every list of a value within the bounds.
    pub(super) fn value(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(values) => {
                if values.len() > self.items_left {
                    values.truncate(self.items_left);
                    self.is_cut = true;
                }
                self.items_left -= values.len();
                for value in values {
                    self.value(value);
                }
            }
            Value::Object(members) => {
                for value in members.values_mut() {
                    self.value(value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The text as it can be printed.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut printed = String::new();
        let most = TEXT.min(self.characters_left);
        let (mut characters, mut marks) = (0, 0);
        for sign in text.chars().filter(|sign| !is_invisible(*sign)) {
            marks = if is_combining_mark(sign) {
                marks + 1
            } else {
                0
            };
            if marks > MARKS_OF_A_LETTER {
                self.is_cut = true;
                continue;
            }
            if characters == most {
                self.is_cut = true;
                printed.push_str(CUT);
                break;
            }
            characters += 1;
            printed.push(match sign {
                // Spaces that hold words together stay; line ends, tabs and controls are spaces.
                '\u{a0}' | '\u{202f}' => sign,
                space if space.is_whitespace() || space.is_control() => ' ',
                shown if (self.shows)(shown) => shown,
                _ => MISSING,
            });
        }
        self.characters_left -= characters;
        printed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bounded(mut value: Value) -> (Value, bool) {
        let latin = |sign: char| sign <= '\u{36f}' || matches!(sign, '’' | '…');
        let mut bounds = Bounds::new(&latin);
        bounds.value(&mut value);
        (value, bounds.is_cut())
    }

    #[test]
    fn what_cannot_be_shown_is_seen_to_be_missing_and_what_nobody_sees_goes() {
        let (printed, is_cut) = bounded(json!([
            "Zoë\u{feff}",
            "李\u{e000}\0\u{202e}",
            "a\u{2028}b\tc\u{a0}d"
        ]));
        let expected = json!(["Zoë", "\u{fffd}\u{fffd} ", "a b c\u{a0}d"]);
        assert_eq!((printed, is_cut), (expected, false));
    }

    #[test]
    fn a_pile_of_marks_is_cut_and_told() {
        let pile = ["e", &"\u{301}".repeat(22_000), "t"].concat();
        let (printed, is_cut) = bounded(json!({ "name": pile }));
        assert_eq!(printed["name"], "e\u{301}\u{301}\u{301}\u{301}t");
        assert!(is_cut);
    }

    #[test]
    fn a_long_text_ends_where_it_was_cut() {
        let (printed, is_cut) = bounded(json!("a".repeat(TEXT)));
        assert_eq!((printed, is_cut), (json!("a".repeat(TEXT)), false));
        let (printed, is_cut) = bounded(json!("a".repeat(TEXT + 1)));
        assert_eq!(printed, json!(["a".repeat(TEXT), CUT.to_owned()].concat()));
        assert!(is_cut);
    }

    #[test]
    fn a_fiche_is_bounded_however_many_texts_and_lists_it_has() {
        let row = json!(["a".repeat(TEXT), "b"]);
        let (printed, is_cut) = bounded(json!(vec![row; 5_000]));
        let rows = printed.as_array().map_or(0, Vec::len);
        let characters = printed.to_string().len();
        assert!(is_cut && rows <= ITEMS, "{rows}");
        assert!(characters < FICHE + ITEMS * 20, "{characters}");
    }
}
