//! The phone's clock when it is wrong: what the app counts on instead, and for how long.

use app::browser::clock;
use domain::time::Timestamp;
use wasm_bindgen_test::wasm_bindgen_test;

use super::script;

const BUILT: &str = "2026-11-01T00:00:00Z";
const TOLD: &str = "2026-11-22T09:30:00Z";

/// The phone's clock, stopped at a moment for as long as the guard lives; nothing is known of the time yet.
struct Clock;

impl Clock {
    fn says(moment: &str) -> Self {
        script("window.realNow ??= Date.now");
        script(&format!("Date.now = () => Date.parse('{moment}')"));
        Self
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        script("Date.now = window.realNow");
        clock::is_bounded_by(None, None);
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|_| panic!("a moment"))
}

#[wasm_bindgen_test]
fn without_network_a_clock_that_is_years_off_is_not_counted_on() {
    for moment in [
        "1970-01-01T00:00:05Z",
        "2023-11-22T09:30:00Z",
        "2040-06-01T00:00:00Z",
    ] {
        let _clock = Clock::says(moment);
        clock::is_bounded_by(Some(at(BUILT)), Some(at(TOLD)));
        assert!(clock::is_wrong(), "{moment}");
        assert_eq!(clock::believed(), at(TOLD), "{moment}");
        assert_eq!(
            clock::now(),
            at(moment),
            "waits go on by the clock as it is"
        );
        // A first visit: the build alone.
        clock::is_bounded_by(Some(at(BUILT)), None);
        assert!(clock::is_wrong(), "{moment}");
        assert_eq!(clock::believed(), at(BUILT), "{moment}");
    }
}

#[wasm_bindgen_test]
fn a_right_clock_is_counted_on() {
    let _clock = Clock::says("2027-01-15T08:00:00Z");
    clock::is_bounded_by(Some(at(BUILT)), Some(at(TOLD)));
    assert!(!clock::is_wrong());
    assert_eq!(clock::believed(), clock::now());
    clock::told(clock::now().plus_seconds(5));
    assert!(!clock::is_wrong());
    assert_eq!(clock::believed(), clock::now().plus_seconds(5));
}

#[wasm_bindgen_test]
fn what_the_endpoint_says_tells_a_clock_that_is_ahead_and_it_is_right_again_once_it_was_set() {
    let ahead = Clock::says("2027-11-30T10:00:00Z");
    clock::is_bounded_by(Some(at(BUILT)), Some(at(TOLD)));
    assert!(!clock::is_wrong(), "a year: it may be so");
    let truth = at("2026-11-30T10:00:00Z");
    clock::told(truth);
    assert!(clock::is_wrong());
    assert_eq!(clock::believed(), truth);

    script("Date.now = () => Date.parse('2026-11-30T10:03:00Z')");
    assert!(!clock::is_wrong());
    assert_eq!(clock::believed(), clock::now());
    drop(ahead);
}

#[wasm_bindgen_test]
fn the_last_receipt_is_a_floor_until_the_endpoint_says_more() {
    let _clock = Clock::says("2026-11-25T00:00:00Z");
    clock::is_bounded_by(Some(at(BUILT)), Some(at(TOLD)));
    let receipt = at("2026-12-24T16:00:00Z");
    clock::received(receipt);
    assert!(clock::is_wrong());
    assert_eq!(clock::believed(), receipt);
    clock::told(at("2026-11-25T00:00:09Z"));
    assert!(!clock::is_wrong());
}
