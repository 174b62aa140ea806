//! The outbox around the loop: what a person is told, one tab at a time, and when it is looked at again.

use domain::outbox::{MemoryStore, Method, Status, contract};

use super::*;
use crate::{
    ports::memory_lock::MemoryLock,
    testing::{Failing, Still, block_on, store_of},
};

/// An endpoint that acknowledges everything, or is not reached.
struct Line {
    is_up: bool,
}

impl Transport for Line {
    async fn send(&self, entry: &Entry, _method: Method) -> Outcome {
        if self.is_up {
            Outcome::Received(contract::receipt(entry))
        } else {
            Outcome::Later {
                retry_after_seconds: None,
            }
        }
    }

    async fn status(&self, _id: &SubmissionId) -> Status {
        Status::Silent
    }
}

/// A network that nothing goes over.
struct Unused;

impl Transport for Unused {
    async fn send(&self, _entry: &Entry, _method: Method) -> Outcome {
        panic!("nobody sends it here")
    }

    async fn status(&self, _id: &SubmissionId) -> Status {
        panic!("nobody asks here")
    }
}

fn drained(store: &MemoryStore, lock: &MemoryLock) -> Option<usize> {
    let (line, asking) = (Line { is_up: true }, Cell::default());
    let report = block_on(drain(store, &line, &Still::new(), lock, &asking, true));
    report.map(|report| report.sent)
}

#[test]
fn what_is_kept_is_not_sent_by_whoever_keeps_it() {
    let kept = block_on(keep_or_send(&store_of(0), &Unused, &contract::entry(1)));
    assert!(kept == Kept::OnPhone);
}

#[test]
fn where_nothing_can_be_kept_only_a_receipt_lets_the_answers_go() {
    let store = Failing::over(store_of(0));
    store.writes_fail.set(true);
    let entry = contract::entry(1);
    let told = |is_up| {
        let line = Line { is_up };
        block_on(keep_or_send(&store, &line, &entry))
    };
    assert!(told(false) == Kept::Nowhere);
    let record = SentRecord::new(&entry, &contract::receipt(&entry));
    assert!(told(true) == Kept::ByEndpoint(record));
}

#[test]
fn the_outbox_is_drained_in_one_tab_at_a_time() {
    let (store, lock) = (store_of(2), MemoryLock::default());
    lock.is_held.set(true);
    assert_eq!(drained(&store, &lock), None, "another tab is at it");
    lock.is_held.set(false);
    assert_eq!(drained(&store, &lock), Some(2));
}

#[test]
fn what_is_taken_back_while_something_is_sent_waits_its_turn() {
    let (store, lock) = (store_of(2), MemoryLock::default());
    let [one, other] = [1, 2].map(|number| contract::entry(number).id);
    assert!(block_on(take_back(&store, &lock, &one)));
    lock.is_held.set(true);
    assert!(!block_on(take_back(&store, &lock, &other)));
    assert!(
        !block_on(remove_in_turn(&store, &lock, &other)),
        "no turn came"
    );
    lock.is_held.set(false);
    assert!(block_on(remove_in_turn(&store, &lock, &other)));
    assert_eq!(drained(&store, &lock), Some(0));
}

#[test]
fn erasing_waits_for_what_is_under_way_and_says_what_came_of_it() {
    let (store, lock) = (store_of(2), MemoryLock::default());
    lock.is_held.set(true);
    assert!(!block_on(erase(&store, &lock)));
    lock.is_held.set(false);
    assert!(block_on(erase(&store, &lock)));
    assert_eq!(drained(&store, &lock), Some(0));
}

#[test]
fn it_is_looked_at_again_every_half_minute_while_somebody_looks() {
    for (wanted, is_visible, seconds) in [
        (None, true, Some(30)),
        (None, false, None),
        (Some(0), true, Some(1)),
        (Some(-5), false, Some(1)),
        (Some(7), true, Some(7)),
        (Some(3600), true, Some(30)),
        (Some(3600), false, Some(3600)),
    ] {
        assert_eq!(look_again_in(wanted, is_visible), seconds, "{wanted:?}");
    }
}

#[test]
fn the_secret_of_what_waits_or_was_sent_is_found() {
    let secret = |number| OwnerSecret::from_random([number; 16]);
    let waiting = contract::entry(1).owned_by(secret(1));
    let sent = contract::entry(2).owned_by(secret(2));
    let record = SentRecord::new(&sent, &contract::receipt(&sent));
    let of = |id: &SubmissionId| {
        owner_of(
            id,
            std::slice::from_ref(&waiting),
            std::slice::from_ref(&record),
        )
    };
    assert!(of(&waiting.id) == Some(secret(1)) && of(&sent.id) == Some(secret(2)));
    assert!(of(&contract::entry(3).id).is_none());
}
