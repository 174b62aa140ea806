//! A file from one phone to another: whole or not at all, sealed, without what acts on it.

use domain::outbox::{MemoryStore, StuckReason, contract};

use super::*;
use crate::testing::{Failing, FakePhone, block_on};

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000)
}

/// An entry whose digest is that of its body.
fn whole(number: u8) -> Entry {
    let entry = contract::entry(number);
    Entry {
        sha256: envelope::sha256_hex(entry.body.as_bytes()),
        ..entry
    }
}

fn kept(store: &MemoryStore) -> Vec<Entry> {
    let Ok(entries) = block_on(store.entries());
    entries
}

#[test]
fn a_file_brings_what_waits_and_not_what_acts_on_it() {
    let owner = domain::owner::OwnerSecret::from_random([7; 16]);
    let waiting = Entry {
        attempts: 9,
        standing: Standing::Stuck(StuckReason::Refused),
        blocked: true,
        ..whole(1).owned_by(owner)
    };
    let text = export(std::slice::from_ref(&waiting)).unwrap_or_default();
    let carried: Vec<Entry> = serde_json::from_str(&text).unwrap_or_default();
    assert!(carried.len() == 1 && carried.iter().all(|entry| entry.owner.is_none()));

    let store = MemoryStore::default();
    let count = block_on(import(&store, carried, |_| false, now()));
    assert_eq!(count, Ok(1));
    let fresh = Entry {
        next_attempt_at: now(),
        kept_at: waiting.kept_at,
        ..whole(1)
    };
    assert!(
        kept(&store) == [fresh.on_shared_device(true)],
        "due at once, and nobody's here"
    );
}

#[test]
fn what_is_known_here_is_not_taken_twice() {
    let store = MemoryStore::default();
    let is_known = |id: &SubmissionId| *id == whole(1).id;
    let count = block_on(import(&store, vec![whole(1), whole(2)], is_known, now()));
    assert_eq!(count, Ok(1));
    assert!(kept(&store).iter().all(|entry| entry.id == whole(2).id));
}

#[test]
fn a_file_that_was_changed_is_not_taken_at_all() {
    let store = MemoryStore::default();
    let changed = Entry {
        body: "{}".into(),
        ..whole(2)
    };
    let large = "a".repeat(wire::MAX_BODY_BYTES + 1);
    let too_large = Entry {
        sha256: envelope::sha256_hex(large.as_bytes()),
        body: large,
        ..whole(3)
    };
    let many = vec![whole(4); MAX_ENTRIES + 1];
    for file in [vec![whole(1), changed], vec![whole(1), too_large], many] {
        let taken = block_on(import(&store, file, |_| false, now()));
        assert_eq!(taken, Err(NotTaken::NotOurs));
    }
    assert!(kept(&store).is_empty());
}

#[test]
fn where_nothing_can_be_kept_it_is_said() {
    let store = Failing::over(MemoryStore::default());
    store.writes_fail.set(true);
    let taken = block_on(import(&store, vec![whole(1)], |_| false, now()));
    assert_eq!(taken, Err(NotTaken::NotKept));
}

#[test]
fn what_waits_here_was_sent_from_here_or_has_its_copy_here_is_known() {
    let entries = [whole(1)];
    let records = [SentRecord::new(&whole(2), &contract::receipt(&whole(2)))];
    let copies = [contract::copy(&whole(3))];
    let known = [1, 2, 3, 4].map(|number| is_known(&whole(number).id, &entries, &records, &copies));
    assert_eq!(known, [true, true, true, false]);
}

#[test]
fn what_came_of_a_file_has_its_sentence() {
    let bundle = crate::testing::french();
    for (taken, said_of_it) in [
        (Ok(0), (key!("rescue.nothing_new"), 0)),
        (Ok(3), (key!("rescue.taken"), 3)),
        (Err(NotTaken::NotOurs), (key!("rescue.not_ours"), 0)),
        (Err(NotTaken::NotKept), (key!("rescue.not_kept"), 0)),
    ] {
        assert_eq!(said(taken), said_of_it);
        assert!(bundle.texts.get(said_of_it.0).is_some());
    }
}

#[test]
fn what_a_file_brings_is_kept_said_and_shown() {
    let phone = &FakePhone::new();
    for (entries, key) in [
        (None, key!("rescue.not_ours")),
        (Some(vec![whole(1)]), key!("rescue.taken")),
        (Some(Vec::new()), key!("rescue.nothing_new")),
    ] {
        block_on(take(phone, phone, entries));
        assert_eq!(phone.said.get(), Some(key));
    }
    let shown = ["outbox shown", "leaves"];
    let order = [&shown[..], &["entry kept"], &shown, &shown].concat();
    assert_eq!(phone.logged(), order);
    phone.outbox.writes_fail.set(true);
    block_on(take(phone, phone, Some(vec![whole(2)])));
    assert_eq!(phone.said.get(), Some(key!("rescue.not_kept")));
}
