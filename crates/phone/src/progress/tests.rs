//! Every state that a person is told of after sending.

use domain::outbox::contract;

use super::*;
use crate::{testing::french, text_keys::NAMES};

/// What is in the outbox of a phone.
#[derive(Clone, Default)]
struct Outbox {
    entries: Vec<Entry>,
    records: Vec<SentRecord>,
    copies: Vec<Unconfirmed>,
}

impl Outbox {
    fn progress(&self, lasting: bool, shared_device: bool) -> Progress {
        let id = contract::entry(1).id;
        let Self {
            entries,
            records,
            copies,
        } = self;
        Progress::of(&id, entries, records, copies, (lasting, shared_device))
    }
}

fn waiting() -> Outbox {
    Outbox {
        entries: vec![contract::entry(2), contract::entry(1)],
        ..Outbox::default()
    }
}

fn stuck() -> Outbox {
    let standing = Standing::Stuck(StuckReason::Refused);
    let entry = contract::entry(1);
    Outbox {
        entries: vec![Entry { standing, ..entry }],
        ..Outbox::default()
    }
}

fn received() -> Outbox {
    let entry = contract::entry(1);
    Outbox {
        records: vec![SentRecord::new(&entry, &contract::receipt(&entry))],
        copies: vec![contract::copy(&entry)],
        ..Outbox::default()
    }
}

#[test]
fn received_is_said_of_what_has_a_receipt_and_does_not_wait_again() {
    let received = received();
    let known = received.progress(true, false);
    assert!(known.stage == Stage::Received && known.record.is_some() && known.has_copy);
    let lost = Outbox {
        entries: waiting().entries,
        ..received
    };
    let again = lost.progress(true, false);
    assert!(again.stage == Stage::Kept && again.record.is_none());
    let refused = Outbox {
        entries: stuck().entries,
        ..lost
    };
    assert!(refused.progress(true, false).is_refused());
}

#[test]
fn what_is_nowhere_but_in_memory_is_not_said_to_be_kept() {
    for (outbox, lasting, stage) in [
        (waiting(), true, Stage::Kept),
        (waiting(), false, Stage::InMemory),
        (Outbox::default(), false, Stage::InMemory),
        (received(), false, Stage::Received),
        (stuck(), false, Stage::Stuck(StuckReason::Refused)),
    ] {
        for shared_device in [false, true] {
            let progress = outbox.progress(lasting, shared_device);
            assert_eq!(progress.stage, stage);
            assert_eq!(progress.lasting, lasting);
        }
    }
}

#[test]
fn each_state_has_its_sentences() {
    let bundle = french();
    let said = |outbox: &Outbox, lasting: bool, shared_device: bool| {
        let progress = outbox.progress(lasting, shared_device);
        let keys = [progress.title(), progress.status(), progress.lead()];
        for key in keys {
            assert!(bundle.texts.get(key).is_some(), "{key:?} is no text");
        }
        keys.map(|key| NAMES[usize::from(key.0)]).join(" ")
    };
    for (outbox, lasting, own, shared) in [
        (
            received(),
            true,
            "sent.title sent.status_received sent.lead_received",
            "sent.title sent.status_received shared.lead_received",
        ),
        (
            stuck(),
            true,
            "sent.title_stuck sent.status_stuck stuck.refused",
            "sent.title_stuck shared.status_stuck shared.lead_stuck",
        ),
        (
            waiting(),
            true,
            "sent.title_kept sent.status_kept sent.lead_kept",
            "sent.title_kept shared.status_kept shared.lead_kept",
        ),
        (
            waiting(),
            false,
            "sent.title_in_memory sent.status_in_memory sent.lead_in_memory",
            "sent.title_in_memory sent.status_in_memory sent.lead_in_memory",
        ),
    ] {
        assert_eq!(said(&outbox, lasting, false), own);
        assert_eq!(said(&outbox, lasting, true), shared);
    }
}
