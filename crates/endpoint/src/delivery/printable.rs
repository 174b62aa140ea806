//! What a fiche may hold: signs that can be shown, marks by the letter, texts and fiches of a bounded length.
//!
//! Pure. Nothing is cut in silence: a text that was cut ends in `[…]`, and the fiche says so.
//! Nothing is lost in silence either: what no font shows stands as `�`, and its number in Unicode after the text.

use std::{borrow::Cow, fmt::Write};

use domain::signs::{MARKS_OF_A_LETTER, is_stacked, visible};
use serde_json::Value;
use unicode_bidi::{BidiClass, bidi_class};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

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

/// The most vowels, tones and accents on one letter: Burmese writes five, of which accents are two at the most.
const SIGNS_ON_A_LETTER: usize = 8;

/// What a number takes of a fiche, in characters.
const NUMBER: usize = 8;

/// Goes through everything that one fiche shows.
pub(super) struct Bounds<'a> {
    shows: &'a dyn Fn(&str) -> bool,
    characters_left: usize,
    items_left: usize,
    is_cut: bool,
    is_numbered: bool,
}

impl<'a> Bounds<'a> {
    /// The bounds of one fiche; `shows` says of a letter with its marks whether it can be printed.
    pub(super) fn new(shows: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            shows,
            characters_left: FICHE,
            items_left: ITEMS,
            is_cut: false,
            is_numbered: false,
        }
    }

    /// Whether something was left out since the fiche began.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Whether a sign was written as its number since the fiche began.
    pub(super) fn is_numbered(&self) -> bool {
        self.is_numbered
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
        let seen = visible(text);
        let seen = numbers_held_together(&seen);
        let most = TEXT.min(self.characters_left);
        let (mut printed, mut missing) = (String::new(), Vec::new());
        let mut characters = 0;
        'text: for letter in seen.graphemes(true) {
            let (mut known, mut marks) = (String::new(), Marks::default());
            for sign in letter.chars() {
                if !marks.allow(sign) {
                    self.is_cut = true;
                    continue;
                }
                if characters == most {
                    self.is_cut = true;
                    printed.push_str(CUT);
                    break 'text;
                }
                characters += 1;
                let sign = spaced(sign);
                known.push(sign);
                if sign == MISSING || !(sign.is_whitespace() || (self.shows)(&known)) {
                    // Marks that follow would stand on the sign that takes its place.
                    known = MISSING.into();
                    missing.push(sign);
                }
                printed.extend(known.chars().last());
            }
        }
        if !missing.is_empty() {
            self.is_numbered = true;
            printed.push_str(&numbers(&missing));
            characters += missing.len() * NUMBER;
        }
        self.characters_left = self.characters_left.saturating_sub(characters);
        printed
    }
}

/// Signs by their numbers in Unicode, to stand after the text that they are missing from.
///
/// One number for each missing sign, in the order of the text: the text can be written again from both.
pub(super) fn numbers(missing: &[char]) -> String {
    let mut numbers = String::from(" [");
    for (place, sign) in missing.iter().enumerate() {
        let space = if place > 0 { " " } else { "" };
        // A String takes whatever is written to it.
        let _ = write!(numbers, "{space}U+{:04X}", u32::from(*sign));
    }
    numbers.push(']');
    numbers
}

/// In a text from right to left, the groups of a number would stand in reverse order, the last one first.
///
/// A no-break space between two groups is of their number, a space is not (UAX #9, W4 and N1).
/// Elsewhere a space stays: a number is copied as it was typed.
fn numbers_held_together(text: &str) -> Cow<'_, str> {
    let is_rtl = |sign| matches!(bidi_class(sign), BidiClass::R | BidiClass::AL);
    let is_digit = |sign| matches!(bidi_class(sign), BidiClass::EN | BidiClass::AN);
    if !text.contains(is_rtl) {
        return text.into();
    }
    let mut held = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_within =
            sign == ' ' && held.ends_with(is_digit) && signs.peek().copied().is_some_and(is_digit);
        held.push(if is_within { '\u{a0}' } else { sign });
    }
    held.into()
}

/// Spaces that hold words together stay; line ends, tabs and controls are spaces.
fn spaced(sign: char) -> char {
    match sign {
        '\u{a0}' | '\u{202f}' => sign,
        _ if sign.is_whitespace() || sign.is_control() => ' ',
        _ => sign,
    }
}

/// How many marks stand on one letter.
#[derive(Default)]
struct Marks {
    all: usize,
    stacked: usize,
}

impl Marks {
    /// Counts a sign of the letter; whether there is still room for it.
    fn allow(&mut self, sign: char) -> bool {
        self.all += usize::from(is_combining_mark(sign));
        self.stacked += usize::from(is_stacked(sign));
        !is_combining_mark(sign)
            || (self.all <= SIGNS_ON_A_LETTER && self.stacked <= MARKS_OF_A_LETTER)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bounded(value: Value) -> (Value, bool) {
        let is_latin = |sign: char| sign <= '\u{36f}' || matches!(sign, '’' | '…' | MISSING);
        let latin = |letter: &str| letter.chars().all(is_latin);
        bounded_by(&latin, value)
    }

    fn bounded_by(shows: &dyn Fn(&str) -> bool, mut value: Value) -> (Value, bool) {
        let mut bounds = Bounds::new(shows);
        bounds.value(&mut value);
        (value, bounds.is_cut())
    }

    #[test]
    fn what_cannot_be_shown_is_told_by_its_number_and_what_nobody_sees_goes() {
        let (printed, is_cut) = bounded(json!([
            "Zoë\u{feff}",
            "李\u{e000}\0\u{202e}",
            "a\u{2028}b\tc\u{a0}d",
            "ক\u{301}e\u{9be}\u{fffd}\u{10a60}"
        ]));
        let expected = json!([
            "Zoë",
            "\u{fffd}\u{fffd}  [U+674E U+E000]",
            "a b c\u{a0}d",
            "\u{fffd}\u{301}e\u{fffd}\u{fffd}\u{fffd} [U+0995 U+09BE U+FFFD U+10A60]"
        ]);
        assert_eq!((printed, is_cut), (expected, false));
    }

    #[test]
    fn a_telephone_number_reads_the_same_among_arabic_and_hebrew_words() {
        for text in [
            "اتصل بي على 06 12 34 56 78 مساء",
            "רק בערב 06 12 34 56 78",
            "٠٦ ١٢ ٣٤ مساء",
        ] {
            let (printed, _) = bounded_by(&|_| true, json!(text));
            let printed = printed.as_str().unwrap_or_default();
            let digits =
                |text: &str| -> String { text.chars().filter(|c| c.is_numeric()).collect() };
            // As a paragraph of the fiche, which is French.
            let bidi = unicode_bidi::BidiInfo::new(printed, Some(unicode_bidi::Level::ltr()));
            let paragraph = &bidi.paragraphs[0];
            let shown = bidi.reorder_line(paragraph, paragraph.range.clone());
            assert_eq!(digits(&shown), digits(text), "{shown}");
        }
        assert_eq!(bounded(json!("le 06 12 34 56 78")).0, "le 06 12 34 56 78");
    }

    #[test]
    fn a_word_with_five_signs_on_a_letter_stays_whole() {
        let all = |_: &str| true;
        let mut bounds = Bounds::new(&all);
        assert_eq!(bounds.text("လျှို့ဝှက်"), "လျှို့ဝှက်");
        assert!(!bounds.is_cut() && !bounds.is_numbered());
        assert_eq!(
            bounds
                .text(&["က", &"\u{103b}".repeat(90)].concat())
                .chars()
                .count(),
            9
        );
        assert!(bounds.is_cut());
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
        let (printed, is_cut) = bounded(json!(vec!["字".repeat(TEXT); 5_000]));
        let characters = printed.to_string().chars().count();
        assert!(
            is_cut && characters < FICHE + (TEXT + ITEMS) * 20,
            "{characters}"
        );
    }
}
