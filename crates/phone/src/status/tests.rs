//! What is said of each outbox: each sentence by the name of its key, and that it is there.

use domain::outbox::contract;

use super::*;
use crate::{testing::french, text_keys::NAMES};

fn stuck(number: u8) -> Entry {
    Entry {
        standing: Standing::Stuck(StuckReason::Refused),
        ..contract::entry(number)
    }
}

fn blocked(number: u8) -> Entry {
    Entry {
        blocked: true,
        ..contract::entry(number)
    }
}

/// The name of a sentence that is there.
fn name(key: TextKey) -> &'static str {
    let name = NAMES[usize::from(key.0)];
    assert!(french().texts.get(key).is_some(), "{name} is no text");
    name
}

#[test]
fn what_does_not_leave_by_itself_is_said_first() {
    let plain = contract::entry;
    for (entries, said) in [
        (vec![], None),
        (vec![plain(1)], Some("status.one_waiting")),
        (vec![plain(1), plain(2)], Some("status.several_waiting")),
        (vec![plain(1), blocked(2)], Some("status.blocked")),
        (vec![blocked(1), stuck(2)], Some("status.stuck")),
        (vec![stuck(1)], Some("status.stuck")),
    ] {
        assert_eq!(waiting(&entries).map(name), said);
    }
}

#[test]
fn a_shared_device_says_how_many_wait_to_leave_and_to_be_confirmed() {
    for (count, to_leave, to_be_confirmed) in [
        (0, "shared.none_waiting", None),
        (1, "shared.one_waiting", Some("shared.one_unconfirmed")),
        (
            2,
            "shared.several_waiting",
            Some("shared.several_unconfirmed"),
        ),
        (
            9,
            "shared.several_waiting",
            Some("shared.several_unconfirmed"),
        ),
    ] {
        assert_eq!(name(waiting_for_all(count)), to_leave);
        assert_eq!(unconfirmed_for_all(count).map(name), to_be_confirmed);
    }
}

#[test]
fn only_the_sentence_for_several_has_a_number_in_it() {
    let bundle = french();
    let has_number = |key: TextKey| {
        bundle
            .texts
            .get(key)
            .unwrap_or_default()
            .contains("{count}")
    };
    let several = [contract::entry(1), contract::entry(2)];
    let numbered = [
        waiting(&several),
        Some(waiting_for_all(2)),
        unconfirmed_for_all(2),
    ];
    for key in numbered.into_iter().flatten() {
        assert!(has_number(key), "{}", name(key));
    }
    let without = [
        waiting(&several[..1]),
        waiting(&[stuck(1)]),
        waiting(&[blocked(1)]),
        Some(waiting_for_all(0)),
        Some(waiting_for_all(1)),
        unconfirmed_for_all(1),
    ];
    for key in without.into_iter().flatten() {
        let text = bundle.texts.get(key).unwrap_or_default();
        assert!(!text.contains('{'), "{}", name(key));
    }
}

fn sent(number: u8) -> SentRecord {
    let entry = contract::entry(number);
    SentRecord::new(&entry, &contract::receipt(&entry))
}

#[test]
fn what_has_no_receipt_any_more_is_not_counted_as_received() {
    assert_eq!(numbers(&[], &[]), None);
    let delivered = SentRecord {
        delivered_at: Some(sent(3).received_at),
        ..sent(3)
    };
    let records = [sent(1), sent(2), delivered];
    let entries = [contract::entry(2), contract::entry(4)];
    assert_eq!(numbers(&entries, &records), Some([2, 2, 1]));
    let left: Vec<_> = received(&records, &entries)
        .map(|record| &record.id)
        .collect();
    assert!(left == [&records[0].id, &records[2].id]);
}

#[test]
fn each_entry_says_how_it_stands_and_what_comes_next() {
    for (entry, status, next) in [
        (
            contract::entry(1),
            "outbox.waiting",
            Some("outbox.by_itself"),
        ),
        (blocked(1), "outbox.waiting", Some("status.blocked")),
        (stuck(1), "stuck.refused", None),
    ] {
        assert_eq!(name(of_entry(&entry)), status);
        assert_eq!(next_of_entry(&entry).map(name), next);
    }
    assert_eq!(name(overdue(Overdue::Day)), "outbox.waiting_day");
    assert_eq!(name(overdue(Overdue::Week)), "outbox.waiting_week");
}

#[test]
fn each_kind_and_each_reason_has_the_sentence_of_its_code() {
    for kind in MessageKind::ALL {
        assert_eq!(name(of_kind(kind)), ["outbox.", kind.code()].concat());
    }
    for reason in StuckReason::ALL {
        assert_eq!(name(why_stuck(reason)), ["stuck.", reason.code()].concat());
    }
}

#[test]
fn only_what_is_the_persons_own_is_taken_back() {
    let request = |entry: Entry| Entry {
        kind: MessageKind::RightsRequest,
        ..entry
    };
    for (entry, may) in [
        (contract::entry(1), Cancel::GiveUpOrTell),
        (request(contract::entry(1)), Cancel::No),
        (stuck(1), Cancel::GiveUp),
        (request(stuck(1)), Cancel::GiveUp),
    ] {
        assert_eq!(cancel(&entry), may);
        assert_eq!(cancel(&entry.on_shared_device(true)), Cancel::No);
    }
}
