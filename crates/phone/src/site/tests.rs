//! A `Site` that came anew: what is kept and shown of it, and what is not.

use domain::time::Timestamp;

use super::*;
use crate::{
    ports::HttpError,
    testing::{self, FakePhone, block_on},
};

#[test]
fn a_new_key_changes_nothing_that_people_read() {
    let (one, _) = testing::site();
    let (mut other, _) = testing::site();
    other.written_at = Some(Timestamp::from_unix_seconds(1));
    let before = other.clone();
    assert!(one.keys != other.keys && reads_alike(&one, &mut other));
    assert!(other == before, "left as it was");
    other.phone = "03 20 00 00 00".into();
    assert!(!reads_alike(&one, &mut other));
}

fn refreshed(phone: &FakePhone, served: Result<String, HttpError>) -> bool {
    phone.served.replace(vec![("/v1/site", served)]);
    block_on(refresh(phone, phone))
}

#[test]
fn a_site_is_kept_for_the_days_without_network_and_known_from_now_on() {
    let phone = &FakePhone::new();
    let mut newer = phone.site.clone();
    for (number, is_alike) in [("", true), ("03 20 00 00 00", false)] {
        newer.phone = number.into();
        let json = serde_json::to_string(&newer).unwrap_or_default();
        assert!(refreshed(phone, Ok(json.clone())));
        assert_eq!(phone.kept_word(preferences::SITE), Some(json));
        assert!(*phone.known_site.borrow() == Some((newer.clone(), is_alike)));
    }
}

#[test]
fn what_is_no_site_is_neither_kept_nor_shown() {
    let phone = &FakePhone::new();
    let no_sites = [
        Ok("{}".to_owned()),
        Ok("<html>".to_owned()),
        Err(HttpError::Unreachable),
        Err(HttpError::NotOurs),
    ];
    for served in no_sites {
        assert!(!refreshed(phone, served));
    }
    assert!(phone.known_site.borrow().is_none() && phone.preferences.borrow().is_empty());
}
