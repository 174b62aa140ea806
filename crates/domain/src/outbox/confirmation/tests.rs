//! Copies of what was acknowledged: how long they stay, what is sent again, and how often a page asks.

use std::{vec, vec::Vec};

use proptest::prelude::*;

use super::super::{
    Asking, Entry, FIRST_PAUSE_SECONDS, Fate, LOOK_PAUSE_SECONDS, Occasion, SentRecord, Status,
    Unconfirmed, after_status,
    contract::{self, entry},
    next_due, status,
};
use crate::{
    time::Timestamp,
    wire::{ProblemType, SubmissionState},
};

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(1_800_000_000)
}

#[test]
fn a_copy_on_a_phone_keeps_its_shape_and_is_no_entry_for_any_release() {
    let copy = contract::copy(&entry(1));
    let written = serde_json::to_string(&copy).unwrap_or_default();
    assert_eq!(
        written,
        "{\"format\":1,\"standing\":{\"state\":\"unconfirmed\"},\"since\":\"2026-09-21T14:14:21Z\",\"entry\":{\
         \"format\":1,\"id\":\"01010101-0101-4101-8101-010101010101\",\"kind\":\"registration\",\
         \"body\":\"{\\\"v\\\":1,\\\"ct\\\":\\\"1é\\\"}\",\
         \"sha256\":\"0000000000000000000000000000000000000000000000000000000000000001\",\
         \"kept_at\":\"2026-09-21T14:13:21Z\",\"attempts\":0,\"next_attempt_at\":\"2026-09-21T14:13:21Z\",\
         \"standing\":{\"state\":\"waiting\"}}}"
    );
    assert!(serde_json::from_str(&written).is_ok_and(|read: Unconfirmed| read == copy));
    assert!(serde_json::from_str::<Entry>(&written).is_err());
    let entry = serde_json::to_string(&entry(1)).unwrap_or_default();
    assert!(serde_json::from_str::<Unconfirmed>(&entry).is_err());
}

fn known(state: SubmissionState) -> Status {
    Status::Known(contract::status_of(&entry(1), state))
}

#[test]
fn a_copy_stays_until_its_content_reached_somebody_or_was_removed() {
    let copy = contract::copy(&entry(1));
    for (state, goes) in [
        (SubmissionState::Received, false),
        (SubmissionState::Delivered, true),
        (SubmissionState::Handled, true),
        (SubmissionState::Purged, true),
    ] {
        let fate = after_status(&copy, &known(state), copy.since);
        assert!(
            fate == if goes { Fate::Goes } else { Fate::Stays },
            "{state:?}"
        );
    }
    assert!(after_status(&copy, &Status::Silent, copy.since) == Fate::Stays);
}

#[test]
fn what_is_not_found_is_sent_again_the_same_and_at_once() {
    let mut sent = entry(1).on_shared_device(true);
    sent.attempts = 7;
    sent.next_attempt_at = now().plus_seconds(3600);
    let copy = contract::copy(&sent);
    for age in [0, Unconfirmed::LONGEST_SECONDS + 1] {
        let at = copy.since.plus_seconds(age);
        let Fate::Again(again) = after_status(&copy, &Status::NotFound, at) else {
            panic!("sent again")
        };
        assert!(next_due(std::slice::from_ref(&again), at).is_some());
        let (attempts, next_attempt_at) = (0, at);
        assert!(
            again
                == Entry {
                    attempts,
                    next_attempt_at,
                    ..sent.clone()
                }
        );
    }
}

#[test]
fn no_copy_stays_longer_than_thirty_days_whatever_is_said() {
    let copy = contract::copy(&entry(1));
    let received = known(SubmissionState::Received);
    for (days, extra, fate) in [
        (30, 0, Fate::Stays),
        (30, 1, Fate::Goes),
        (-3, 0, Fate::Stays),
    ] {
        let at = copy.since.plus_seconds(days * 24 * 3600 + extra);
        for said in [&received, &Status::Silent] {
            assert!(after_status(&copy, said, at) == fate, "{days} {extra}");
        }
    }
}

#[test]
fn a_copy_of_a_newer_release_is_left_alone() {
    let mut copy = contract::copy(&entry(1));
    copy.format = Unconfirmed::FORMAT + 1;
    let late = copy.since.plus_seconds(2 * Unconfirmed::LONGEST_SECONDS);
    for said in [
        Status::NotFound,
        known(SubmissionState::Delivered),
        Status::Silent,
    ] {
        assert!(after_status(&copy, &said, late) == Fate::Stays);
    }
}

#[test]
fn only_the_endpoints_own_words_say_that_something_is_lost() {
    let told = contract::status_of(&entry(1), SubmissionState::Delivered);
    let not_found = Some(ProblemType::NotFound);
    assert_eq!(
        status(200, Some(told.clone()), None),
        Status::Known(told.clone())
    );
    assert_eq!(status(404, None, not_found), Status::NotFound);
    for (code, told, problem) in [
        (200, None, None),
        (200, None, not_found),
        (404, None, None),
        (404, None, Some(ProblemType::InvalidId)),
        (404, Some(told.clone()), None),
        (503, Some(told), None),
        (0, None, None),
    ] {
        assert_eq!(status(code, told, problem), Status::Silent, "{code}");
    }
}

#[test]
fn a_number_that_changed_is_shown_with_the_one_before_it() {
    let sent = entry(1);
    let first = SentRecord::new(&sent, &contract::receipt(&sent));
    let mut receipt = contract::receipt(&sent);
    assert!(SentRecord::new(&sent, &receipt).in_place_of(Some(&first)) == first);
    receipt.reference = "AB2CD3EF".parse().unwrap_or(receipt.reference);
    let second = SentRecord::new(&sent, &receipt).in_place_of(Some(&first));
    assert_eq!(second.reference, receipt.reference);
    assert_eq!(second.former_reference.as_ref(), Some(&first.reference));
    let of_another = SentRecord::new(&entry(2), &receipt).in_place_of(Some(&first));
    assert_eq!(of_another.former_reference, None);
    // Another page, or the worker, sent it: the status alone tells.
    let mut status = contract::status_of(&sent, SubmissionState::Delivered);
    assert_eq!(first.told(&status).former_reference, None);
    assert_eq!(first.told(&status).delivered_at, status.delivered_at);
    status.reference = receipt.reference;
    status.delivered_at = None;
    let told = SentRecord {
        received_at: status.received_at,
        ..second.clone()
    };
    assert!(second.told(&status) == told);
    assert_eq!(first.told(&status).former_reference, Some(first.reference));
}

#[test]
fn a_page_asks_at_once_then_after_pauses_that_double_to_an_hour() {
    let mut asking = Asking::default();
    assert_eq!(asking.seconds_until_due(Occasion::Timer, now()), 0);
    let mut pauses = vec![];
    for _ in 0..10 {
        asking = asking.after_round(1, now(), 1.0);
        pauses.push(asking.seconds_until_due(Occasion::Timer, now()));
    }
    assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
    let early = asking.after_round(1, now(), 0.0);
    assert_eq!(early.seconds_until_due(Occasion::Timer, now()), 1800);
    assert_eq!(asking.seconds_until_due(Occasion::Look, now()), 60);
    assert_eq!(asking.seconds_until_due(Occasion::Visit, now()), 0);
    let past = now().plus_seconds(-3 * 24 * 3600);
    assert_eq!(
        asking.seconds_until_due(Occasion::Timer, past),
        0,
        "a clock set back"
    );
    let asking = asking.after_receipt(now());
    assert_eq!(
        asking.seconds_until_due(Occasion::Timer, now()),
        FIRST_PAUSE_SECONDS
    );
    assert_eq!(
        asking.seconds_until_due(Occasion::Look, now()),
        FIRST_PAUSE_SECONDS
    );
}

#[test]
fn every_copy_has_its_turn_however_many_there_are() {
    let mut asking = Asking::default();
    let mut seen = vec![0; 7];
    for _ in 0..7 {
        let places: Vec<usize> = asking.places(7, 3).collect();
        asking = asking.after_round(places.len(), now(), 0.5);
        for place in places {
            seen[place] += 1;
        }
    }
    assert_eq!(seen, [3; 7]);
    assert_eq!(asking.places(2, 30).count(), 2, "each once in a round");
    assert_eq!(asking.places(0, 30).count(), 0);
}

fn any_status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Silent),
        Just(Status::NotFound),
        Just(known(SubmissionState::Received)),
        Just(known(SubmissionState::Delivered)),
        Just(known(SubmissionState::Handled)),
        Just(known(SubmissionState::Purged)),
    ]
}

proptest! {
    /// In the first thirty days a copy goes on the endpoint's word alone, and never becomes anything but itself.
    #[test]
    fn nothing_but_the_endpoints_word_takes_a_copy_within_thirty_days(
        said in any_status(),
        age in 0..=Unconfirmed::LONGEST_SECONDS,
    ) {
        let copy = contract::copy(&entry(1));
        match after_status(&copy, &said, copy.since.plus_seconds(age)) {
            Fate::Goes => {
                let word = matches!(&said, Status::Known(told) if told.state != SubmissionState::Received);
                prop_assert!(word);
            }
            Fate::Again(again) => {
                prop_assert_eq!(said, Status::NotFound);
                prop_assert!(again.id == copy.entry.id && again.body == copy.entry.body);
                prop_assert!(again.sha256 == copy.entry.sha256 && again.is_waiting());
            }
            Fate::Stays => prop_assert!(matches!(said, Status::Silent | Status::Known(_))),
        }
    }

    /// However often it is looked at, and however the clock is set, a page asks no more than once a minute, unless it
    /// is just told a receipt or the person wants to know.
    #[test]
    fn looking_at_a_page_all_day_does_not_hammer(steps in prop::collection::vec((0i64..120, any::<bool>()), 1..200)) {
        let (mut asking, mut at, mut last) = (Asking::default(), now(), None);
        for _ in 0..3 {
            asking = asking.after_round(1, at, 1.0);
        }
        for (seconds, looked) in steps {
            at = at.plus_seconds(seconds);
            let occasion = if looked { Occasion::Look } else { Occasion::Timer };
            if asking.seconds_until_due(occasion, at) == 0 {
                let since = last.map(|last| at.seconds_since(last));
                prop_assert!(since.is_none_or(|since| since >= LOOK_PAUSE_SECONDS));
                asking = asking.after_round(1, at, 1.0);
                last = Some(at);
            }
        }
    }
}
