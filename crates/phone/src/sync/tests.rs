//! The loop against scripted endpoints, failing disks, and a clock moved by hand.

use std::cell::RefCell;

use domain::{
    outbox::{MemoryStore, Standing, Status, StuckReason, contract},
    wire::SubmissionId,
};

use super::*;
use crate::testing::{Failing, Still, block_on, store_of};

/// Answers as it is told, and remembers what it was asked to carry.
struct Scripted<F>(F, RefCell<Vec<SubmissionId>>);

impl<F: Fn(&Entry) -> Outcome> Scripted<F> {
    fn new(outcome: F) -> Self {
        Self(outcome, RefCell::default())
    }

    fn calls(&self) -> usize {
        self.1.borrow().len()
    }
}

impl<F: Fn(&Entry) -> Outcome> Transport for Scripted<F> {
    async fn send(&self, entry: &Entry, _method: Method) -> Outcome {
        self.1.borrow_mut().push(entry.id.clone());
        (self.0)(entry)
    }

    async fn status(&self, _id: &SubmissionId) -> Status {
        Status::Silent
    }
}

fn received(entry: &Entry) -> Outcome {
    Outcome::Received(contract::receipt(entry))
}

fn later(_: &Entry) -> Outcome {
    Outcome::Later {
        retry_after_seconds: None,
    }
}

fn waiting(store: &MemoryStore) -> Vec<Entry> {
    let Ok(entries) = block_on(store.entries());
    entries
}

#[test]
fn what_is_due_leaves_oldest_first_and_leaves_a_record() {
    let (store, endpoint) = (store_of(3), Scripted::new(received));
    let report = block_on(run(&store, &endpoint, &Still::new()));
    assert_eq!(
        report,
        Report {
            sent: 3,
            ..Report::default()
        }
    );
    assert_eq!(
        *endpoint.1.borrow(),
        [1, 2, 3].map(|number| contract::entry(number).id)
    );
    assert!(waiting(&store).is_empty());
    let Ok(records) = block_on(store.records());
    assert_eq!(records.len(), 3);
}

#[test]
fn one_call_for_each_delay_and_delays_double_to_the_cap() {
    let (store, endpoint, world) = (store_of(1), Scripted::new(later), Still::new());
    let mut delays = Vec::new();
    for calls in 1..=9 {
        let report = block_on(run(&store, &endpoint, &world));
        let delay = report.next_in_seconds.unwrap_or_default();
        assert_eq!(endpoint.calls(), calls);
        world.pass(delay - 1);
        let early = block_on(run(&store, &endpoint, &world));
        assert_eq!(
            (endpoint.calls(), early.next_in_seconds),
            (calls, Some(1)),
            "not before its time"
        );
        world.pass(1);
        delays.push(delay);
    }
    assert_eq!(delays, [4, 8, 16, 32, 64, 128, 240, 240, 240]);
}

#[test]
fn a_wait_that_the_endpoint_asks_for_holds_the_whole_queue() {
    let busy = |_: &Entry| Outcome::Later {
        retry_after_seconds: Some(120),
    };
    let (store, endpoint, world) = (store_of(3), Scripted::new(busy), Still::new());
    let report = block_on(run(&store, &endpoint, &world));
    assert_eq!(
        (endpoint.calls(), report.sent, report.halted),
        (1, 0, false)
    );
    assert!(
        report
            .next_in_seconds
            .is_some_and(|seconds| (120..=122).contains(&seconds))
    );
    world.pass(119);
    block_on(run(&store, &endpoint, &world));
    assert_eq!(endpoint.calls(), 1);
    world.pass(5);
    let report = block_on(run(&store, &Scripted::new(received), &world));
    assert_eq!(report.sent, 3);
}

#[test]
fn a_wrong_endpoint_is_asked_once_and_nothing_is_removed() {
    let (store, endpoint) = (store_of(3), Scripted::new(|_: &Entry| Outcome::Halted));
    let report = block_on(run(&store, &endpoint, &Still::new()));
    assert!(report.halted && report.next_in_seconds.is_some_and(|seconds| seconds > 0));
    assert_eq!((endpoint.calls(), waiting(&store).len()), (1, 3));
}

/// A network with a filter, and what it does to each way of sending.
struct Filtered {
    put: fn(&Entry) -> Outcome,
    post: fn(&Entry) -> Outcome,
    tried: RefCell<Vec<(SubmissionId, Method)>>,
}

impl Filtered {
    fn new(put: fn(&Entry) -> Outcome, post: fn(&Entry) -> Outcome) -> Self {
        let tried = RefCell::default();
        Self { put, post, tried }
    }
}

impl Transport for Filtered {
    async fn send(&self, entry: &Entry, method: Method) -> Outcome {
        self.tried.borrow_mut().push((entry.id.clone(), method));
        match method {
            Method::Put => (self.put)(entry),
            Method::Post => (self.post)(entry),
        }
    }

    async fn status(&self, _id: &SubmissionId) -> Status {
        Status::Silent
    }
}

/// As a filter answers: a page of its own.
fn forbidden(entry: &Entry) -> Outcome {
    domain::outbox::outcome(403, None, None, None, &entry.sha256)
}

#[test]
fn where_put_is_forbidden_everything_leaves_by_post() {
    let (store, network) = (store_of(2), Filtered::new(forbidden, received));
    let report = block_on(run(&store, &network, &Still::new()));
    assert_eq!((report.sent, report.next_in_seconds), (2, None));
    let tried = network
        .tried
        .borrow()
        .iter()
        .map(|(_, method)| *method)
        .collect::<Vec<_>>();
    assert_eq!(
        tried,
        [Method::Put, Method::Post, Method::Put, Method::Post]
    );
}

#[test]
fn where_both_ways_are_forbidden_it_is_said_at_once_and_all_leaves_by_the_next_network() {
    let (store, world) = (store_of(3), Still::new());
    let network = Filtered::new(forbidden, forbidden);
    for round in 1..=4 {
        let report = block_on(run(&store, &network, &world));
        assert_eq!(report.sent, 0);
        assert_eq!(
            network.tried.borrow().len(),
            2 * round,
            "the network is tried once"
        );
        assert!(waiting(&store).iter().any(|entry| entry.blocked));
        assert!(
            waiting(&store).iter().all(Entry::is_waiting),
            "nothing is stuck"
        );
        world.pass(report.next_in_seconds.unwrap_or_default());
    }
    block_on(hurry(&store, &world));
    assert_eq!(
        block_on(run(&store, &Scripted::new(received), &world)).sent,
        3
    );
}

#[test]
fn what_is_not_blocked_is_sent_one_way_only() {
    for says in [received as fn(&Entry) -> Outcome, later] {
        let (store, network) = (store_of(1), Filtered::new(says, forbidden));
        block_on(run(&store, &network, &Still::new()));
        let [(_, Method::Put)] = network.tried.borrow()[..] else {
            panic!("one PUT")
        };
    }
}

#[test]
fn an_entry_that_is_refused_blocks_no_other() {
    let poisoned = contract::entry(1).id;
    let endpoint = Scripted::new(|entry: &Entry| {
        if entry.id == poisoned {
            Outcome::Refused(StuckReason::Refused)
        } else {
            received(entry)
        }
    });
    let store = store_of(3);
    let report = block_on(run(&store, &endpoint, &Still::new()));
    assert_eq!(
        report,
        Report {
            sent: 2,
            ..Report::default()
        }
    );
    let kept = waiting(&store);
    assert!(
        kept.iter()
            .all(|entry| entry.standing == Standing::Stuck(StuckReason::Refused))
    );
    assert_eq!(kept.len(), 1);
}

#[test]
fn an_entry_on_which_the_endpoint_fails_each_time_blocks_no_other() {
    let poisoned = contract::entry(1).id;
    for fails in [
        Outcome::Halted,
        Outcome::Later {
            retry_after_seconds: Some(30),
        },
    ] {
        let endpoint = Scripted::new(|entry: &Entry| {
            if entry.id == poisoned {
                fails.clone()
            } else {
                received(entry)
            }
        });
        let (store, world) = (store_of(3), Still::new());
        // The others have been tried more often.
        for number in [2, 3] {
            let mut veteran = contract::entry(number);
            veteran.attempts = 20;
            let Ok(()) = block_on(store.keep(&veteran));
        }
        let first = block_on(run(&store, &endpoint, &world));
        assert_eq!((first.sent, endpoint.calls()), (0, 1), "nobody knows yet");
        block_on(hurry(&store, &world));
        assert_eq!(block_on(run(&store, &endpoint, &world)).sent, 2);
        let kept = waiting(&store);
        assert!(kept.iter().all(|entry| entry.id == poisoned) && kept.len() == 1);
    }
}

#[test]
fn a_captive_portal_removes_nothing() {
    let portal = |entry: &Entry| domain::outbox::outcome(200, None, None, None, &entry.sha256);
    let store = store_of(2);
    let report = block_on(run(&store, &Scripted::new(portal), &Still::new()));
    assert_eq!((report.sent, waiting(&store).len()), (0, 2));
}

#[test]
fn a_run_sends_at_most_thirty_and_says_that_more_are_due() {
    let (store, endpoint) = (store_of(40), Scripted::new(received));
    let report = block_on(run(&store, &endpoint, &Still::new()));
    assert_eq!(
        report,
        Report {
            sent: MOST_PER_RUN,
            next_in_seconds: Some(0),
            ..Report::default()
        }
    );
    assert_eq!(waiting(&store).len(), 10);
}

#[test]
fn hurrying_makes_waiting_entries_due_at_once() {
    let (store, world) = (store_of(2), Still::new());
    for _ in 0..6 {
        block_on(run(&store, &Scripted::new(later), &world));
        block_on(hurry(&store, &world));
    }
    let report = block_on(run(&store, &Scripted::new(received), &world));
    assert_eq!(report.sent, 2);
}

#[test]
fn trying_again_gives_stuck_entries_another_chance_and_hurrying_does_not() {
    let (store, world) = (store_of(2), Still::new());
    let refused = |_: &Entry| Outcome::Refused(StuckReason::Refused);
    block_on(run(&store, &Scripted::new(refused), &world));
    block_on(hurry(&store, &world));
    let sent = block_on(run(&store, &Scripted::new(received), &world)).sent;
    assert_eq!(sent, 0);
    block_on(try_again(&store, &world));
    let sent = block_on(run(&store, &Scripted::new(received), &world)).sent;
    assert_eq!(sent, 2);
}

#[test]
fn a_failing_store_loses_nothing_and_ends_the_run() {
    for outcome in [received, later] {
        let (store, endpoint) = (Failing::over(store_of(2)), Scripted::new(outcome));
        store.writes_fail.set(true);
        let report = block_on(run(&store, &endpoint, &Still::new()));
        assert_eq!(
            (endpoint.calls(), report.sent, report.next_in_seconds),
            (1, 0, Some(30))
        );
        store.reads_fail.set(true);
        let report = block_on(run(&store, &endpoint, &Still::new()));
        assert_eq!((endpoint.calls(), report.next_in_seconds), (1, Some(30)));
        assert!(waiting(&store.inside) == [1, 2].map(contract::entry));
    }
}
