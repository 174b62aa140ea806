//! What the word says of what the browser may have cleared.

use super::*;

#[test]
fn the_word_follows_what_is_here_and_tells_what_was_cleared() {
    for (waiting, sent, lasting, left, says) in [
        (1, 0, true, None, Word::Says(WAITING)),
        (1, 2, true, Some(SENT), Word::Says(WAITING)),
        (0, 2, true, Some(WAITING), Word::Says(SENT)),
        (0, 0, true, None, Word::Stays),
        (
            0,
            0,
            true,
            Some(WAITING),
            Word::Cleared(key!("wiped.waiting")),
        ),
        (0, 0, true, Some(SENT), Word::Cleared(key!("wiped.sent"))),
        (0, 0, false, Some(WAITING), Word::Stays),
        (1, 1, false, None, Word::Stays),
    ] {
        let found = word(waiting, sent, lasting, || left.map(str::to_owned));
        assert_eq!(found, says, "{waiting} {sent} {lasting} {left:?}");
    }
}
