//! The outbox decides: what each response means, what goes next, how long to wait, and how long a copy stays.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
    vec,
};

use super::{contract::entry, *};
use crate::{time::Timestamp, wire::ProblemType};

const NOW: i64 = 1_800_000_000;

fn now() -> Timestamp {
    Timestamp::from_unix_seconds(NOW)
}

fn later() -> Outcome {
    Outcome::Later {
        retry_after_seconds: None,
    }
}

/// Memory answers at once, so one poll is the whole run.
fn block_on<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a memory store never waits"),
    }
}

#[test]
fn memory_keeps_the_contract() {
    block_on(contract::run(async || MemoryStore::default()));
}

#[test]
fn an_entry_leaves_only_on_a_receipt_for_its_own_bytes() {
    let sent = entry(1);
    let mut receipt = contract::receipt(&sent);
    let received = outcome(201, Some(receipt.clone()), None, None, &sent.sha256);
    assert_eq!(received, Outcome::Received(receipt.clone()));
    assert!(after_attempt(&sent, &received, now(), 0.5).is_none());
    receipt.sha256 = "0".repeat(64);
    assert_eq!(
        outcome(200, Some(receipt), None, None, &sent.sha256),
        later()
    );
}

#[test]
fn each_response_means_one_thing() {
    let refused = Some(ProblemType::AnswersRefused);
    let unknown_key = Some(ProblemType::UnknownKey);
    for (status, problem, expected) in [
        (200, None, later()),
        (204, None, later()),
        (302, None, later()),
        (400, refused, Outcome::Refused(StuckReason::Refused)),
        (400, None, later()),
        (401, None, Outcome::Halted),
        (403, None, Outcome::Blocked),
        (405, None, Outcome::Blocked),
        (405, Some(ProblemType::MethodNotAllowed), Outcome::Halted),
        (501, None, Outcome::Blocked),
        (404, None, Outcome::Halted),
        (408, None, later()),
        (409, None, later()),
        (410, None, Outcome::Halted),
        (413, refused, Outcome::Refused(StuckReason::Refused)),
        (422, unknown_key, Outcome::Refused(StuckReason::UnknownKey)),
        (429, None, later()),
        (500, None, later()),
        (503, None, later()),
        (0, None, later()),
    ] {
        assert_eq!(
            outcome(status, None, problem, None, ""),
            expected,
            "{status}"
        );
    }
}

#[test]
fn a_stuck_entry_is_kept_and_blocks_no_other() {
    let stuck = after_attempt(
        &entry(1),
        &Outcome::Refused(StuckReason::Refused),
        now(),
        0.0,
    );
    let Some(stuck) = stuck else { panic!("kept") };
    assert_eq!(stuck.standing, Standing::Stuck(StuckReason::Refused));
    let entries = vec![stuck, entry(2)];
    assert!(next_due(&entries, now()).is_some_and(|due| due.id == entry(2).id));
}

#[test]
fn a_blocked_entry_says_so_until_something_else_is_said_and_goes_on_trying() {
    let blocked = after_attempt(&entry(1), &Outcome::Blocked, now(), 1.0);
    let Some(blocked) = blocked else {
        panic!("kept")
    };
    assert!(blocked.blocked && blocked.is_waiting());
    assert_eq!(blocked.next_attempt_at.seconds_since(now()), 4);
    let next = after_attempt(&blocked, &later(), now(), 1.0);
    assert!(next.is_some_and(|next| !next.blocked));
}

#[test]
fn after_a_blocked_put_only_the_endpoints_own_words_count() {
    let asked = Outcome::Later {
        retry_after_seconds: Some(30),
    };
    let receipt = Outcome::Received(contract::receipt(&entry(1)));
    let refused = Outcome::Refused(StuckReason::Refused);
    for spoken in [receipt, refused, asked] {
        assert_eq!(after_the_other_way(spoken.clone()), spoken);
    }
    for vague in [Outcome::Blocked, Outcome::Halted, later()] {
        assert_eq!(after_the_other_way(vague), Outcome::Blocked);
    }
}

#[test]
fn waits_double_to_the_cap_with_full_jitter() {
    let mut entry = entry(1);
    let mut waits = vec![];
    for _ in 0..9 {
        let Some(next) = after_attempt(&entry, &later(), now(), 1.0) else {
            panic!("kept")
        };
        waits.push(next.next_attempt_at.seconds_since(now()));
        entry = next;
    }
    assert_eq!(waits, [4, 8, 16, 32, 64, 128, 240, 240, 240]);
    let at_once = after_attempt(&entry, &later(), now(), 0.0);
    assert!(at_once.is_some_and(|next| next.next_attempt_at == now().plus_seconds(1)));
}

#[test]
fn what_the_endpoint_asks_for_is_a_floor_between_a_second_and_six_hours() {
    for (asked, least) in [
        (-5, 1),
        (0, 1),
        (120, 120),
        (1_000_000, RETRY_AFTER_CAP_SECONDS),
    ] {
        let outcome = Outcome::Later {
            retry_after_seconds: Some(asked),
        };
        let next = after_attempt(&entry(1), &outcome, now(), 1.0);
        let wait = next.map(|next| next.next_attempt_at.seconds_since(now()));
        assert!(
            wait.is_some_and(|wait| (least..=least + 2).contains(&wait)),
            "{asked}: {wait:?}"
        );
    }
}

#[test]
fn the_entry_whose_wait_was_over_first_goes_first_then_the_oldest() {
    let mut young = entry(9);
    let mut old = entry(1);
    young.next_attempt_at = now();
    old.next_attempt_at = now().plus_seconds(10);
    let entries = vec![young.clone(), old.clone()];
    assert!(next_due(&entries, now()).is_some_and(|due| due.id == young.id));
    assert!(next_due(&entries, now().plus_seconds(10)).is_some_and(|due| due.id == young.id));
    let together = [&young, &old].map(|entry| Entry {
        next_attempt_at: now(),
        ..entry.clone()
    });
    assert!(next_due(&together, now()).is_some_and(|due| due.id == old.id));
    assert_eq!(seconds_until_due(&entries, now().plus_seconds(-5)), Some(5));
    assert_eq!(seconds_until_due(&[], now()), None);
}

/// The number of the entry that is tried next, if each is answered as if it were about the endpoint.
fn tried_in_turn(mut entries: Vec<Entry>, turns: usize) -> Vec<String> {
    let mut tried = vec![];
    for _ in 0..turns {
        let latest = entries.iter().map(|entry| entry.next_attempt_at).min();
        let at = latest.unwrap_or_else(now);
        let Some(next) = next_due(&entries, at).cloned() else {
            panic!("one is due")
        };
        let Some(kept) = after_attempt(&next, &Outcome::Halted, at, 1.0) else {
            panic!("kept")
        };
        let held = held(&entries, &kept);
        entries.retain(|entry| held.iter().all(|held| held.id != entry.id));
        entries.extend(held);
        tried.push(next.sha256);
    }
    tried
}

#[test]
fn whoever_holds_the_others_goes_behind_them_until_each_had_its_turn() {
    let mut entries = vec![entry(1), entry(2), entry(3), entry(4)];
    for (entry, attempts) in entries.iter_mut().zip([0, 9, 0, 20]) {
        entry.attempts = attempts;
        entry.next_attempt_at = now();
    }
    let numbers: Vec<String> = entries.iter().map(|entry| entry.sha256.clone()).collect();
    assert_eq!(tried_in_turn(entries, 4), numbers);
}

#[test]
fn nobody_is_held_beyond_a_second_and_what_waits_longer_is_left_alone() {
    let (mut tried, mut patient) = (entry(1), entry(3));
    tried.next_attempt_at = now().plus_seconds(60);
    patient.next_attempt_at = now().plus_seconds(600);
    let held = held(&[tried.clone(), entry(2), patient], &tried);
    let waits: Vec<i64> = held
        .iter()
        .map(|entry| entry.next_attempt_at.seconds_since(now()))
        .collect();
    assert_eq!(
        waits,
        [60, 62],
        "the other as long, the tried one behind it"
    );
}

#[test]
fn hurrying_makes_all_due_and_keeps_their_order() {
    let mut tried = entry(1);
    tried.next_attempt_at = now().plus_seconds(120);
    let entries = held(&[tried.clone(), entry(9)], &tried);
    let seconds = seconds_to_hurry(&entries, now());
    assert_eq!(seconds, 122);
    let entries: Vec<Entry> = entries
        .iter()
        .map(|entry| hurried(entry, seconds))
        .collect();
    assert!(entries.iter().all(|entry| entry.next_attempt_at <= now()));
    assert!(next_due(&entries, now()).is_some_and(|due| due.id == entry(9).id));
    assert_eq!(seconds_to_hurry(&entries, now().plus_seconds(5)), 0);
}

#[test]
fn a_clock_set_back_does_not_hold_an_entry_for_days() {
    let mut entry = entry(1);
    entry.next_attempt_at = now().plus_seconds(3 * 24 * 3600);
    assert!(next_due(&[entry], now()).is_some());
}

#[test]
fn an_entry_of_a_newer_release_is_left_alone() {
    let mut entry = entry(1);
    entry.format = Entry::FORMAT + 1;
    assert!(next_due(&[entry.clone()], now()).is_none());
    assert!(hurried(&entry, 5) == entry && unstuck(&entry, 5) == entry);
    let mut tried = contract::entry(2);
    tried.next_attempt_at = entry.next_attempt_at.plus_seconds(60);
    let held = held(&[entry.clone(), tried.clone()], &tried);
    assert!(held.iter().all(|held| held.id == tried.id));
}

#[test]
fn what_is_stored_on_phones_keeps_its_shape() {
    let mut entry = entry(1);
    let waiting = serde_json::to_string(&entry).unwrap_or_default();
    assert_eq!(
        waiting,
        "{\"format\":1,\"id\":\"01010101-0101-4101-8101-010101010101\",\"kind\":\"registration\",\
         \"body\":\"{\\\"v\\\":1,\\\"ct\\\":\\\"1é\\\"}\",\
         \"sha256\":\"0000000000000000000000000000000000000000000000000000000000000001\",\
         \"kept_at\":\"2026-09-21T14:13:21Z\",\"attempts\":0,\"next_attempt_at\":\"2026-09-21T14:13:21Z\",\
         \"standing\":{\"state\":\"waiting\"}}"
    );
    entry.standing = Standing::Stuck(StuckReason::UnknownKey);
    let stuck = serde_json::to_string(&entry.standing).unwrap_or_default();
    assert_eq!(stuck, "{\"state\":\"stuck\",\"reason\":\"unknown_key\"}");
    let record = SentRecord::new(&entry, &contract::receipt(&entry));
    assert_eq!(
        serde_json::to_string(&record).unwrap_or_default(),
        "{\"id\":\"01010101-0101-4101-8101-010101010101\",\"kind\":\"registration\",\"reference\":\"KT4HW7PX\",\
         \"kept_at\":\"2026-09-21T14:13:21Z\",\"received_at\":\"2026-09-21T14:14:21Z\"}"
    );
}

#[test]
fn what_waits_for_more_than_a_day_or_a_week_is_overdue() {
    let entry = contract::entry(1);
    let hours = |hours: i64| entry.overdue(entry.kept_at.plus_seconds(hours * 3600));
    assert_eq!(hours(-72), None, "a clock that was set back");
    assert_eq!(hours(24), None);
    assert_eq!(hours(25), Some(Overdue::Day));
    assert_eq!(hours(7 * 24), Some(Overdue::Day));
    assert_eq!(hours(7 * 24 + 1), Some(Overdue::Week));
}
