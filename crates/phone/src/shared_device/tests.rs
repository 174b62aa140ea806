//! Who has the device in hand, whose number stays, and that nothing of the person before is left.

use domain::{
    outbox::{Entry, MemoryStore, SentRecord, contract},
    submission::MessageKind,
};

use super::*;
use crate::{
    sending::send,
    testing::{FakePhone, block_on},
};

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

/// A shared device on which somebody has just sent a registration, and others before her.
fn used() -> FakePhone {
    let phone = FakePhone::new();
    phone.is_shared.set(true);
    for number in [8, 9] {
        let Ok(()) = block_on(phone.outbox.inside.settle(&sent(number, true)));
    }
    block_on(send(&phone, &phone, MessageKind::Registration));
    phone.answers.borrow_mut().set("first_name", "Lina");
    phone.language.set("en");
    phone.logged();
    phone
}

fn numbers(phone: &FakePhone) -> usize {
    let Ok(records) = block_on(phone.outbox.inside.records());
    records.len()
}

#[test]
fn nothing_of_a_person_is_on_a_shared_device_after_a_reset() {
    let phone = &used();
    phone.outbox.writes_fail.set(true);
    phone.is_reached.set(false);
    phone.answers.replace(phone.filled_in());
    block_on(send(phone, phone, MessageKind::Registration));
    assert!(phone.unsent.borrow().is_some() && numbers(phone) == 2);

    block_on(reset(phone));
    assert!(phone.answers.borrow().is_empty() && phone.unsent.borrow().is_none());
    assert!(phone.last_sent.borrow().is_none() && phone.choices.borrow().is_empty());
    assert_eq!((numbers(phone), phone.language.get()), (0, "fr"));
    let Ok(waiting) = block_on(phone.outbox.inside.entries());
    assert_eq!(
        waiting.len(),
        1,
        "what is sealed stays and leaves by itself"
    );
}

#[test]
fn the_first_screen_is_back_before_the_numbers_go() {
    let phone = &used();
    block_on(reset(phone));
    let order = [
        "first screen",
        "number forgotten",
        "number forgotten",
        "outbox shown",
    ];
    assert_eq!(phone.logged(), order);
}

#[test]
fn when_something_leaves_the_moment_is_kept_and_the_numbers_of_others_go() {
    let phone = &used();
    let in_hand = phone
        .last_sent
        .borrow()
        .as_ref()
        .map(|last| last.id.clone());
    block_on(record_sync(phone, phone));
    assert_eq!(phone.left_at.get(), Some(phone.clock.now()));
    let kept = phone.kept_word(preferences::LEFT_AT);
    assert_eq!(kept, Some(phone.clock.now().to_string()));
    assert_eq!(numbers(phone), 0);
    assert!(
        in_hand
            == phone
                .last_sent
                .borrow()
                .as_ref()
                .map(|last| last.id.clone())
    );
}

#[test]
fn on_a_phone_of_ones_own_nothing_is_said_to_have_left_and_numbers_stay() {
    let phone = &FakePhone::new();
    let Ok(()) = block_on(phone.outbox.inside.settle(&sent(8, false)));
    block_on(record_sync(phone, phone));
    assert_eq!((phone.left_at.get(), numbers(phone)), (None, 1));
    assert!(phone.preferences.borrow().is_empty() && phone.logged().is_empty());
}

#[test]
fn a_device_that_becomes_a_shared_one_loses_its_draft_and_not_its_owners_choices() {
    let phone = &FakePhone::new();
    phone.has_draft_since(60);
    let lines = "of the owner";
    phone.keep_word(preferences::CHOICES, lines);
    block_on(set(phone, phone, true));
    assert!(phone.is_shared.get() && phone.draft.borrow().is_none());
    assert_eq!(phone.kept_word(preferences::TABLET).as_deref(), Some("yes"));
    assert_eq!(
        phone.kept_word(preferences::CHOICES).as_deref(),
        Some(lines)
    );
    let order = ["draft cleared", "watched", "first screen", "outbox shown"];
    assert_eq!(phone.logged(), order);
}

#[test]
fn a_device_that_is_ones_own_again_has_no_team_and_finds_its_owners_choices() {
    let phone = &used();
    let owners = crate::options::Choices::of_sent(sent(7, false).id, None, &[]);
    let lines = crate::options::to_lines(std::slice::from_ref(&owners));
    phone.keep_word(preferences::CHOICES, &lines);
    phone.keep_word(preferences::TEAM_CODE, "5a17 4a54 0 0");
    block_on(set(phone, phone, false));
    assert_eq!(phone.kept_word(preferences::TEAM_CODE).as_deref(), Some(""));
    assert!(*phone.choices.borrow() == [owners] && !phone.is_shared.get());
    assert!(phone.answers.borrow().is_empty());
}
