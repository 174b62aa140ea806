//! The names and words of what phones have kept: a new one is added, an old one never changes.

use super::*;

#[test]
fn what_phones_have_kept_is_found_under_the_same_names() {
    let names = [
        LANGUAGE, SITE, TABLET, TEAM_CODE, LEFT_AT, OWN_PHONE, CHOICES,
    ];
    let kept = "language site tablet team_code left_at own_phone choices";
    assert_eq!(names.join(" "), kept);
    assert_eq!([word(true), word(false)], ["yes", "no"]);
}
