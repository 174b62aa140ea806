//! A code that is tried: right, wrong, too soon, and where nothing can be written down.

use super::*;
use crate::testing::{FakePhone, block_on};

#[test]
fn a_code_is_asked_where_there_is_one_and_after_a_wrong_try_later() {
    let now = Timestamp::from_unix_seconds(1_800_000_000);
    let code = TeamCode::new("5a17".into(), "4a54".into());
    assert_eq!(Team::at_first(None, now), Team::NoCode);
    assert_eq!(Team::at_first(Some(&code), now), Team::Closed(0));
    let tried = code.tried(now);
    assert_eq!(Team::at_first(Some(&tried), now), Team::Closed(1));
}

/// A device whose team has set the code that [`FakePhone`] takes for the right one.
fn device() -> FakePhone {
    let phone = FakePhone::new();
    let code = TeamCode::new("5a17".into(), "1234".into());
    phone.keep_word(TEAM_CODE, &code.to_line());
    phone
}

#[test]
fn the_right_code_opens_and_takes_wrong_tries_away() {
    let phone = &device();
    assert_eq!(block_on(try_code(phone, "0000")), Some(1));
    phone.clock.pass(1);
    assert_eq!(block_on(try_code(phone, "1234")), Some(0));
    assert_eq!(block_on(try_code(phone, "0000")), Some(1), "counted anew");
}

#[test]
fn a_try_before_its_time_is_not_looked_at() {
    let phone = &device();
    assert_eq!(block_on(try_code(phone, "0000")), Some(1));
    assert_eq!(block_on(try_code(phone, "1234")), Some(1), "too soon");
    phone.clock.pass(1);
    assert_eq!(block_on(try_code(phone, "0000")), Some(2));
}

#[test]
fn a_try_that_cannot_be_counted_is_not_looked_at() {
    let phone = &device();
    phone.keeps_preferences.set(false);
    assert_eq!(block_on(try_code(phone, "1234")), None);
    let nobody = &FakePhone::new();
    assert_eq!(block_on(try_code(nobody, "1234")), None, "no code was set");
}
