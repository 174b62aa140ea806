//! Copies against an endpoint that delivers, loses and falls silent, on a clock moved by hand.

use std::cell::{Cell, RefCell};

use domain::{
    outbox::{
        Asking, Entry, FIRST_PAUSE_SECONDS, MemoryStore, Method, Occasion, Outcome, Status, Store,
        Unconfirmed, contract,
    },
    reference::Reference,
    wire::{SubmissionId, SubmissionState},
};

use super::{Report, confirm, run_and_confirm};
use crate::{
    ports::Transport,
    testing::{Failing, Still, block_on, store_of},
};

/// What an endpoint says of something.
type Says = dyn Fn(&Entry) -> Status;

/// An endpoint that acknowledges everything, and says of each what it is told to say.
struct Endpoint {
    says: RefCell<Box<Says>>,
    asked: Cell<usize>,
    sent: RefCell<Vec<Entry>>,
    reference: Cell<&'static str>,
}

impl Endpoint {
    fn new(says: impl Fn(&Entry) -> Status + 'static) -> Self {
        Self {
            says: RefCell::new(Box::new(says)),
            asked: Cell::new(0),
            sent: RefCell::default(),
            reference: Cell::new("KT4HW7PX"),
        }
    }

    fn now_says(&self, says: impl Fn(&Entry) -> Status + 'static) {
        drop(self.says.replace(Box::new(says)));
    }
}

impl Transport for Endpoint {
    async fn send(&self, entry: &Entry, _method: Method) -> Outcome {
        self.sent.borrow_mut().push(entry.clone());
        let mut receipt = contract::receipt(entry);
        if let Ok(reference) = self.reference.get().parse() {
            receipt.reference = reference;
        }
        Outcome::Received(receipt)
    }

    async fn status(&self, id: &SubmissionId) -> Status {
        self.asked.set(self.asked.get() + 1);
        let numbers = 0..=u8::MAX;
        let known = numbers.map(contract::entry).find(|entry| entry.id == *id);
        known.map_or(Status::NotFound, |entry| (self.says.borrow())(&entry))
    }
}

fn received(entry: &Entry) -> Status {
    Status::Known(contract::status_of(entry, SubmissionState::Received))
}

fn delivered(entry: &Entry) -> Status {
    Status::Known(contract::status_of(entry, SubmissionState::Delivered))
}

fn lost(_: &Entry) -> Status {
    Status::NotFound
}

fn silent(_: &Entry) -> Status {
    Status::Silent
}

/// One open page: its store, its endpoint, its clock.
struct Page<'s, S> {
    store: &'s S,
    endpoint: Endpoint,
    world: Still,
    asking: Cell<Asking>,
}

impl<'s, S: Store> Page<'s, S> {
    fn open(store: &'s S, says: impl Fn(&Entry) -> Status + 'static) -> Self {
        Self {
            store,
            endpoint: Endpoint::new(says),
            world: Still::new(),
            asking: Cell::default(),
        }
    }

    fn drain(&self) -> Report {
        let (store, endpoint, world) = (self.store, &self.endpoint, &self.world);
        let timer = Occasion::Timer;
        block_on(run_and_confirm(store, endpoint, world, &self.asking, timer))
    }

    fn visit(&self) -> Report {
        let (store, endpoint, world) = (self.store, &self.endpoint, &self.world);
        let visit = Occasion::Visit;
        block_on(confirm(store, endpoint, world, &self.asking, visit))
    }

    fn copies(&self) -> usize {
        block_on(self.store.unconfirmed()).map_or(usize::MAX, |copies| copies.len())
    }

    fn waiting(&self) -> Vec<Entry> {
        block_on(self.store.entries()).unwrap_or_default()
    }
}

#[test]
fn what_is_acknowledged_is_asked_about_soon_and_its_copy_goes_once_it_is_delivered() {
    let store = store_of(2);
    let page = Page::open(&store, received);
    let report = page.drain();
    assert_eq!(
        (report.sent, page.copies(), page.endpoint.asked.get()),
        (2, 2, 0)
    );
    assert_eq!(report.next_in_seconds, Some(FIRST_PAUSE_SECONDS));
    page.world.pass(FIRST_PAUSE_SECONDS - 1);
    assert_eq!(page.drain().next_in_seconds, Some(1), "not before its time");
    page.world.pass(1);
    assert_eq!((page.drain().changed, page.copies()), (0, 2));
    assert_eq!(page.endpoint.asked.get(), 2);
    page.endpoint.now_says(delivered);
    page.world.pass(FIRST_PAUSE_SECONDS);
    let report = page.drain();
    assert_eq!(
        (report.changed, report.next_in_seconds, page.copies()),
        (2, None, 0)
    );
    let Ok(records) = block_on(page.store.records());
    assert!(records.iter().all(|record| record.delivered_at.is_some()));
    page.world.pass(24 * 3600);
    page.drain();
    assert_eq!(
        page.endpoint.asked.get(),
        4,
        "nothing is held: nothing is requested"
    );
}

#[test]
fn nothing_is_requested_where_nothing_was_sent() {
    let store = store_of(0);
    let page = Page::open(&store, lost);
    for _ in 0..3 {
        assert_eq!(page.drain(), Report::default());
        page.visit();
        page.world.pass(24 * 3600);
    }
    assert_eq!(page.endpoint.asked.get(), 0);
}

#[test]
fn what_the_endpoint_has_lost_is_sent_again_the_same_and_its_new_number_is_shown_with_the_old() {
    let store = store_of(1);
    let page = Page::open(&store, lost);
    page.drain();
    page.world.pass(FIRST_PAUSE_SECONDS);
    let report = page.drain();
    assert_eq!((report.changed, report.next_in_seconds), (1, Some(0)));
    assert_eq!((page.waiting().len(), page.copies()), (1, 0));
    page.endpoint.reference.set("AB2CD3EF");
    page.endpoint.now_says(delivered);
    assert_eq!(page.drain().sent, 1);
    let sent = page.endpoint.sent.borrow();
    assert!(sent[0].body == sent[1].body && sent[0].id == sent[1].id);
    assert_eq!((page.waiting().len(), page.copies()), (0, 1));
    let Ok(records) = block_on(page.store.records());
    let shown = records.iter().map(|record| {
        let former = record.former_reference.as_ref();
        (record.reference.as_str(), former.map(Reference::as_str))
    });
    assert_eq!(shown.collect::<Vec<_>>(), [("AB2CD3EF", Some("KT4HW7PX"))]);
}

#[test]
fn on_a_shared_device_the_copy_outlives_the_number_and_leaves_none_behind() {
    for says in [delivered as fn(&Entry) -> Status, lost] {
        let store = store_of(0);
        let page = Page::open(&store, says);
        let Ok(()) = block_on(page.store.keep(&contract::entry(1).on_shared_device(true)));
        page.drain();
        let Ok(()) = block_on(page.store.forget(&contract::entry(1).id));
        page.world.pass(FIRST_PAUSE_SECONDS);
        page.drain();
        let Ok(records) = block_on(page.store.records());
        assert!(records.is_empty() && page.copies() == 0);
        let again = page.waiting();
        assert_eq!(
            again.len(),
            usize::from(says(&contract::entry(1)) == Status::NotFound)
        );
        assert!(again.iter().all(|entry| entry.shared_device));
    }
}

#[test]
fn silence_changes_nothing_and_ends_the_round() {
    let store = store_of(5);
    let page = Page::open(&store, silent);
    page.drain();
    for round in 1..=4 {
        let asked = page.endpoint.asked.get();
        page.world.pass(3600);
        assert_eq!((page.drain().changed, page.copies()), (0, 5));
        assert_eq!(page.endpoint.asked.get(), asked + 1, "round {round}");
    }
}

#[test]
fn what_is_cancelled_while_it_is_asked_about_does_not_come_back() {
    for says in [lost as fn(&Entry) -> Status, delivered] {
        let store: &'static MemoryStore = Box::leak(Box::new(store_of(1)));
        let page = Page::open(store, received);
        page.drain();
        page.endpoint.now_says(move |entry| {
            let Ok(()) = block_on(store.remove(&entry.id));
            let Ok(()) = block_on(store.forget(&entry.id));
            says(entry)
        });
        page.world.pass(FIRST_PAUSE_SECONDS);
        page.drain();
        let records = block_on(page.store.records()).unwrap_or_default();
        assert!(page.waiting().is_empty() && page.copies() == 0 && records.is_empty());
    }
}

#[test]
fn a_visit_asks_about_everything_whose_arrival_is_not_known_and_looks_do_not_hammer() {
    let store = store_of(2);
    let page = Page::open(&store, received);
    page.drain();
    // Sent by an earlier release: a number, and no copy.
    let Ok(()) = block_on(store.remove(&contract::entry(1).id));
    let asked = |report: Report| (report.changed, page.endpoint.asked.get());
    assert_eq!(asked(page.visit()), (0, 2));
    assert_eq!(asked(page.drain()), (0, 2), "it was just asked");
    page.endpoint.now_says(delivered);
    assert_eq!(asked(page.visit()), (2, 4));
    assert_eq!((page.copies(), page.visit()), (0, Report::default()));
    let Ok(records) = block_on(store.records());
    assert!(records.iter().all(|record| record.delivered_at.is_some()));
}

#[test]
fn what_is_lost_and_has_no_copy_keeps_its_number() {
    let store = store_of(1);
    let page = Page::open(&store, lost);
    page.drain();
    let Ok(()) = block_on(store.remove(&contract::entry(1).id));
    assert_eq!(page.visit().changed, 0);
    let Ok(records) = block_on(store.records());
    assert_eq!((records.len(), page.waiting().len()), (1, 0));
}

#[test]
fn the_number_that_the_worker_brought_is_learned_from_the_status() {
    let store = store_of(1);
    let page = Page::open(&store, |entry| {
        let mut told = contract::status_of(entry, SubmissionState::Received);
        told.reference = "AB2CD3EF".parse().unwrap_or(told.reference);
        Status::Known(told)
    });
    page.drain();
    page.world.pass(FIRST_PAUSE_SECONDS);
    assert_eq!((page.drain().changed, page.copies()), (1, 1));
    let Ok(records) = block_on(store.records());
    assert!(
        records
            .iter()
            .all(|record| record.former_reference.is_some())
    );
    page.world.pass(3600);
    assert_eq!(page.drain().changed, 0, "told once");
}

#[test]
fn after_thirty_days_a_copy_goes_at_the_next_look_whenever_the_next_question_is_due() {
    for says in [silent as fn(&Entry) -> Status, received] {
        let store = store_of(3);
        let page = Page::open(&store, says);
        page.drain();
        page.world.pass(Unconfirmed::LONGEST_SECONDS);
        page.drain();
        assert_eq!(page.copies(), 3);
        page.world.pass(1);
        for _ in 0..3 {
            page.drain();
        }
        assert_eq!(page.copies(), 0);
    }
}

#[test]
fn a_failing_store_loses_no_copy() {
    for says in [lost as fn(&Entry) -> Status, delivered] {
        let store = Failing::over(store_of(2));
        let page = Page::open(&store, says);
        page.drain();
        store.writes_fail.set(true);
        page.world.pass(FIRST_PAUSE_SECONDS);
        let report = page.drain();
        assert_eq!((report.changed, report.next_in_seconds), (0, Some(30)));
        assert_eq!((page.copies(), page.waiting().len()), (2, 0));
    }
}
