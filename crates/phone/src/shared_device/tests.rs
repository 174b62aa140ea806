//! Who has the device in hand, and whose number stays.

use domain::outbox::{Entry, MemoryStore, SentRecord, contract};

use super::*;
use crate::testing::block_on;

#[test]
fn nobody_is_there_after_two_minutes_and_the_question_comes_before() {
    for (quiet, stands) in [
        (-1, Presence::Unknown),
        (0, Presence::There),
        (95, Presence::There),
        (96, Presence::Asked),
        (119, Presence::Asked),
        (120, Presence::Gone),
        (100_000, Presence::Gone),
    ] {
        assert_eq!(presence(quiet), stands, "{quiet}");
    }
}

#[test]
fn a_look_erases_only_what_somebody_left_behind() {
    for (quiet, does) in [
        (0, Look::Ask(false)),
        (100, Look::Ask(true)),
        (120, Look::Reset),
        (-1, Look::CountAnew),
    ] {
        assert_eq!(look(true, false, quiet), does, "{quiet}");
        assert_eq!(look(true, true, quiet), Look::CountAnew, "under way");
        assert_eq!(look(false, false, quiet), Look::CountAnew, "clean");
    }
}

#[test]
fn a_device_is_clean_where_nothing_of_a_person_is_shown_typed_or_sent() {
    let nothing = Answers::default();
    let mut typed = Answers::default();
    typed.set("first_name", "Lina");
    assert!(is_clean(&Screen::Welcome, &nothing, false));
    assert!(!is_clean(&Screen::Outbox, &nothing, false));
    assert!(!is_clean(&Screen::Welcome, &typed, false));
    assert!(!is_clean(&Screen::Welcome, &nothing, true));
}

#[test]
fn a_code_is_asked_where_there_is_one_and_after_a_wrong_try_later() {
    let now = Timestamp::from_unix_seconds(1_800_000_000);
    let code = TeamCode::new("5a17".into(), "4a54".into());
    assert_eq!(Team::at_first(None, now), Team::NoCode);
    assert_eq!(Team::at_first(Some(&code), now), Team::Closed(0));
    let tried = code.tried(now);
    assert_eq!(Team::at_first(Some(&tried), now), Team::Closed(1));
}

/// The record of something sent from a device of one's own, or a shared one.
fn sent(number: u8, shared_device: bool) -> SentRecord {
    let entry = Entry {
        shared_device,
        ..contract::entry(number)
    };
    SentRecord::new(&entry, &contract::receipt(&entry))
}

#[test]
fn the_numbers_of_others_go_and_what_is_in_hand_stays() {
    let store = MemoryStore::default();
    let (others, in_hand, own) = (sent(1, true), sent(2, true), sent(3, false));
    for record in [&others, &in_hand, &own] {
        let Ok(()) = block_on(store.settle(record));
    }
    assert!(block_on(forget_numbers(&store, Some(&in_hand.id))));
    let Ok(left) = block_on(store.records());
    let left: Vec<_> = left.into_iter().map(|record| record.id).collect();
    assert!(left.len() == 2 && left.contains(&in_hand.id) && left.contains(&own.id));
    assert!(block_on(forget_numbers(&store, None)), "put down by now");
    assert!(
        !block_on(forget_numbers(&store, None)),
        "nothing is left to forget"
    );
}
