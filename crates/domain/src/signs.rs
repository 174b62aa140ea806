//! Invisible characters: taken out of what is typed or pasted, by blocks of Unicode.
//!
//! Blocks, for the full tables weigh on the phone.
//! A person is never refused because of such a sign: she could not find it.

use std::string::String;

/// Marks that one letter keeps: what writing stacks is three at the most.
pub const MARKS_OF_A_LETTER: usize = 4;

/// What is recorded of a text: no invisible sign, no pile of marks on a letter, no space around it.
pub fn tidy(text: &str) -> String {
    let mut marks = 0;
    let stays = |c: &char| {
        marks = if is_stacked(*c) { marks + 1 } else { 0 };
        marks <= MARKS_OF_A_LETTER
    };
    let kept: String = visible(text).chars().filter(stays).collect();
    kept.trim().into()
}

/// A text without its invisible signs; joiners stay where writing needs them, between two of its letters.
pub fn visible(text: &str) -> String {
    let (mut kept, mut joiner) = (String::new(), None);
    for c in text.chars() {
        if is_joiner(c) {
            joiner = Some(c);
        } else if !is_invisible(c) {
            let joiner = joiner.take().filter(|_| is_joined(c));
            kept.extend(joiner.filter(|_| kept.chars().last().is_some_and(is_joined)));
            kept.push(c);
        }
    }
    kept
}

/// Whether a sign joins the letters around it, or keeps them apart: Persian and Sinhala write words with it.
pub fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether joiners are written beside a sign: those of scripts from Arabic on, and pictures.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{1cff}' | '\u{2190}'..) && !c.is_whitespace()
}

/// How many characters a person sees: a letter and the marks on it are one.
pub fn seen_length(text: &str) -> usize {
    text.chars().filter(|c| !is_stacked(*c)).count()
}

/// Whether a sign leaves no trace on any screen or paper: joiners, directions, byte order marks, fillers, tags,
/// variation selectors, and what Unicode says is no character.
///
/// Control characters are not among them: they are refused, as a tab or a line end changes what is read.
/// Of joiners some stay: see [`visible`].
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether a sign stands on the one before it, in the blocks made for that.
pub fn is_stacked(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use proptest::prelude::*;
    use std::vec::Vec;

    use super::*;

    /// A text of any signs of any plane, with those that hurt more often than by chance.
    pub(crate) fn any_text() -> impl Strategy<Value = String> {
        let hurts = prop::sample::select(
            &[
                '\0',
                '\t',
                '\n',
                '\u{7f}',
                '\u{85}',
                ' ',
                '\u{a0}',
                '\u{ad}',
                '\u{301}',
                '\u{34f}',
                '\u{200b}',
                '\u{200c}',
                '\u{200d}',
                'ی',
                'ක',
                '\u{3000}',
                '\u{1f71}',
                '\u{202e}',
                '\u{2028}',
                '\u{2066}',
                '\u{e000}',
                '\u{fdd0}',
                '\u{feff}',
                '\u{fffd}',
                '\u{fffe}',
                '\u{1f388}',
                '\u{e0041}',
                '\u{10ffff}',
                'é',
                'a',
                '@',
                '.',
                '7',
            ][..],
        );
        let sign = prop_oneof![2 => hurts, 2 => any::<char>(), 1 => proptest::char::range('\u{300}', '\u{36f}')];
        prop::collection::vec(sign, 0..90)
            .prop_map(Vec::into_iter)
            .prop_map(Iterator::collect)
    }

    #[test]
    fn what_nobody_sees_goes_and_what_is_written_stays() {
        for (pasted, kept) in [
            ("\u{feff}Amélie", "Amélie"),
            ("Zoë\u{feff}", "Zoë"),
            ("Be\u{ad}noît", "Benoît"),
            ("\u{200e}Lina\u{200b}", "Lina"),
            ("Kay\u{202e}a", "Kaya"),
            ("\u{feff} Lina \u{2060}", "Lina"),
            ("Ti\u{302}\u{301}en", "Ti\u{302}\u{301}en"),
            ("Владимир محمد 李小龙", "Владимир محمد 李小龙"),
            ("می\u{200c}کنم", "می\u{200c}کنم"),
            ("ශ්\u{200d}\u{200b}රී", "ශ්\u{200d}රී"),
            ("\u{200c}سلام\u{200d} a\u{200d}b\u{200d}س", "سلام abس"),
            ("👩\u{fe0f}\u{200d}💻", "👩\u{200d}💻"),
            ("\u{fffe}\u{10ffff}\u{e0041}", ""),
        ] {
            assert_eq!(tidy(pasted), kept, "{pasted:?}");
        }
        let pile = "\u{301}".repeat(22_000);
        assert_eq!(tidy(&["e", &pile, "a"].concat()).chars().count(), 6);
    }

    proptest! {
        #[test]
        fn what_is_tidy_stays_so_and_nothing_is_added(text in any_text()) {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once.clone());
            prop_assert!(!once.chars().any(|c| is_invisible(c) && !is_joiner(c)));
            prop_assert!(!once.starts_with(is_joiner) && !once.ends_with(is_joiner));
            let mut rest = text.chars();
            prop_assert!(once.chars().all(|kept| rest.any(|c| c == kept)));
        }
    }
}
