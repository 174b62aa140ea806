//! Every state that a person is told of after sending, and every step of the chain.

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

/// The present moment, in Unix seconds.
const NOW_SECONDS: i64 = 1_800_000_000;

fn last(kind: MessageKind) -> LastSent {
    let entry = contract::entry(1);
    LastSent {
        branch: String::new(),
        id: entry.id,
        kind,
        first_name: String::new(),
        outside: None,
        kept_at: entry.kept_at,
    }
}

/// The chain in the keys of its sentences, a step a line; moments in seconds after it was kept here, or after now.
fn chain(progress: &Progress, kind: MessageKind, is_ever_open: bool) -> String {
    let last = last(kind);
    let bundle = french();
    let name = |key: TextKey, has_place: bool| {
        let text = bundle.texts.get(key);
        let text = text.unwrap_or_else(|| panic!("{key:?} is no text"));
        assert_eq!(text.contains("{due}"), has_place, "{text}");
        NAMES[usize::from(key.0)]
    };
    let call_by = |received_at: Timestamp| is_ever_open.then(|| received_at.plus_seconds(1000));
    let seconds = |moment: Timestamp| match moment.unix_seconds() {
        after if after >= NOW_SECONDS => format!("now + {}", after - NOW_SECONDS),
        before => (before - last.kept_at.unix_seconds()).to_string(),
    };
    let now = Timestamp::from_unix_seconds(NOW_SECONDS);
    let steps = progress.steps(&last, now, &call_by).into_iter().flatten();
    let lines = steps.map(|step| {
        let mut line = vec![name(step.title, false).to_owned()];
        line.push(match step.when {
            When::At(moment) => seconds(moment),
            When::Unknown(key) => name(key, false).to_owned(),
            When::By(key, due) => format!("{} {}", name(key, true), seconds(due)),
            When::OnDay(key, due) => format!("{} {due}", name(key, true)),
        });
        line.extend(step.note.map(|key| name(key, false).to_owned()));
        line.extend(step.is_done.then(|| "done".to_owned()));
        line.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_chain_of_a_registration_promises_no_more_than_what_comes_by_itself() {
    let kind = MessageKind::Registration;
    let told = |outbox: &Outbox, lasting: bool, shared_device: bool| {
        chain(&outbox.progress(lasting, shared_device), kind, true)
    };
    assert_eq!(
        told(&waiting(), true, false),
        "sent.kept 0 done\n\
         sent.not_yet_received sent.number_later\n\
         sent.called sent.call_by_once_received now + 1000"
    );
    // Nothing is said to be kept that goes with the page.
    assert_eq!(
        told(&waiting(), false, false),
        "sent.not_yet_received sent.number_later\n\
         sent.called sent.call_by_once_received now + 1000"
    );
    assert_eq!(
        told(&received(), true, true),
        "shared.kept 0 done\n\
         sent.received 60 sent.copy done\n\
         sent.called sent.call_by 1060"
    );
    assert_eq!(told(&stuck(), true, false), "sent.kept 0 done");
    assert_eq!(told(&stuck(), false, false), "");
}

#[test]
fn where_no_day_is_open_no_moment_of_a_call_is_named() {
    for outbox in [waiting(), received()] {
        let chain = chain(
            &outbox.progress(true, false),
            MessageKind::CallbackRequest,
            false,
        );
        assert!(chain.ends_with("\nsent.called sent.call_soon"), "{chain}");
    }
}

#[test]
fn the_chain_of_a_rights_request_ends_with_the_day_that_the_endpoint_counted() {
    let mut outbox = received();
    outbox.copies.clear();
    let told = |outbox: &Outbox| {
        chain(
            &outbox.progress(true, false),
            MessageKind::RightsRequest,
            true,
        )
    };
    let until_received = "sent.kept 0 done\nsent.received 60 done\nsent.answered ";
    assert_eq!(told(&outbox), [until_received, "sent.answer_soon"].concat());
    outbox.records[0].due_on = "2026-10-23".parse().ok();
    assert_eq!(
        told(&outbox),
        [until_received, "outbox.answer_by 2026-10-23"].concat()
    );
}
