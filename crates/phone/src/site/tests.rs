//! A card that came anew.

use domain::time::Timestamp;

use super::*;
use crate::testing;

#[test]
fn a_new_key_changes_nothing_that_people_read() {
    let (one, _) = testing::site();
    let (mut other, _) = testing::site();
    other.written_at = Some(Timestamp::from_unix_seconds(1));
    assert!(one.keys != other.keys && read_alike(&one, &other));
    other.phone = "03 20 00 00 00".into();
    assert!(!read_alike(&one, &other));
}
