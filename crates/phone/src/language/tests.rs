//! Language to begin in: the link's, the one chosen before, else the phone's own.

use super::*;

#[test]
fn what_was_chosen_comes_before_the_phones_own() {
    use Language::{Arabic, English, French, Ukrainian};
    let begun = |chosen: Option<&str>, is_shared, own: &[&str]| {
        let own = || own.iter().map(ToString::to_string).collect();
        let is_offered = |language| language != Ukrainian;
        to_begin_in(chosen.map(str::to_owned), is_shared, own, is_offered)
    };
    for (chosen, is_shared, own, begins) in [
        (None, false, &["de-CH", "en-GB", "fr"][..], Some(English)),
        (None, false, &["ar"], Some(Arabic)),
        (None, false, &["de"], None),
        // What this Mission Locale does not offer is as if it were not spoken.
        (None, false, &["uk", "en"], Some(English)),
        (Some("uk"), false, &["en"], None),
        (Some("fr"), false, &["en"], Some(French)),
        // The phone's own is nobody's.
        (None, true, &["en"], None),
        (Some("en"), true, &["fr"], Some(English)),
    ] {
        assert_eq!(begun(chosen, is_shared, own), begins);
    }
}
