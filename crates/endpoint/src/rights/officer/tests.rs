//! Names and reasons that an officer gives.

use super::*;

#[test]
fn a_name_or_a_reason_is_one_line_that_can_be_read() {
    assert_eq!(words(" Marc D. "), Some("Marc D."));
    assert_eq!(
        words(&"é".repeat(MAX_WORDS)),
        Some("é".repeat(MAX_WORDS).as_str())
    );
    let long = "é".repeat(MAX_WORDS + 1);
    for wrong in [
        "",
        " ",
        "Marc\nD.",
        "\u{200b}",
        "\u{2060}\u{301}",
        "--",
        &long,
    ] {
        assert_eq!(words(wrong), None, "{wrong:?}");
    }
}
