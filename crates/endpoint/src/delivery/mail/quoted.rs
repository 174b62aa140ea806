//! Words of a mail server or of DNS on one line: short, and without signs that move the cursor. Pure.

/// The longest that is repeated, in characters.
const MAX: usize = 200;

/// One line of it, without control characters and signs that turn the direction of writing.
pub(crate) fn one_line(text: &str) -> String {
    let is_shown = |sign: &char| {
        !sign.is_control()
            && !matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let spaced = text.replace(['\r', '\n', '\t'], " ");
    let mut line: String = spaced.chars().filter(is_shown).take(MAX).collect();
    if spaced.chars().filter(is_shown).count() > MAX {
        line.push('…');
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_say_is_one_short_line() {
        assert_eq!(
            one_line("5.7.1 no\r\n5.7.1 relay "),
            "5.7.1 no  5.7.1 relay"
        );
        assert_eq!(one_line("a\u{1b}[2Jb\u{7}\u{202e}c\u{9b}d"), "a[2Jbcd");
        let long = one_line(&"é".repeat(5000));
        assert_eq!(long.chars().count(), MAX + 1);
        assert!(long.ends_with('…'));
        assert_eq!(one_line("\u{0}\r\n"), "");
    }
}
