//! Words of a mail server or of DNS on one line: short, and without signs that move the cursor. Pure.

use domain::signs::is_invisible;

/// The longest that is repeated, in characters.
const MAX: usize = 200;

/// One line of it, without control characters and invisible signs, such as those that turn the direction of writing.
pub(crate) fn one_line(text: &str) -> String {
    let is_shown = |sign: &char| !sign.is_control() && !is_invisible(*sign);
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
