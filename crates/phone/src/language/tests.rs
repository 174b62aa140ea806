//! Language to begin in: the link's, the one chosen before, else the phone's own.

use super::*;

#[test]
fn a_link_comes_before_what_was_chosen_and_that_before_the_phones_own() {
    use Language::{Arabic, English, French, Ukrainian};
    let begun = |asked, chosen: Option<&str>, is_shared, own: &[&str]| {
        let own = || own.iter().map(ToString::to_string).collect();
        let is_offered = |language| language != Ukrainian;
        to_begin_in(asked, chosen.map(str::to_owned), is_shared, own, is_offered)
    };
    for (asked, chosen, is_shared, own, begins) in [
        (
            None,
            None,
            false,
            &["de-CH", "en-GB", "fr"][..],
            Some(English),
        ),
        (None, None, false, &["ar"], Some(Arabic)),
        (None, None, false, &["de"], None),
        // What this Mission Locale does not offer is as if it were not spoken.
        (None, None, false, &["uk", "en"], Some(English)),
        (Some(Ukrainian), None, false, &["fr"], Some(French)),
        (None, Some("uk"), false, &["en"], None),
        (None, Some("fr"), false, &["en"], Some(French)),
        (Some(English), Some("fr"), false, &["fr"], Some(English)),
        // The phone's own is nobody's.
        (None, None, true, &["en"], None),
        (None, Some("en"), true, &["fr"], Some(English)),
        (Some(English), None, true, &["fr"], Some(English)),
    ] {
        assert_eq!(begun(asked, chosen, is_shared, own), begins);
    }
}
