//! What is said of each outbox, and that each sentence is there.

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

#[test]
fn what_does_not_leave_by_itself_is_said_first() {
    let plain = contract::entry;
    for (entries, said) in [
        (vec![], None),
        (vec![plain(1)], Some(key!("status.one_waiting"))),
        (
            vec![plain(1), plain(2)],
            Some(key!("status.several_waiting")),
        ),
        (vec![plain(1), blocked(2)], Some(key!("status.blocked"))),
        (vec![blocked(1), stuck(2)], Some(key!("status.stuck"))),
        (vec![stuck(1)], Some(key!("status.stuck"))),
    ] {
        assert_eq!(waiting(&entries), said);
    }
}

#[test]
fn only_the_sentence_for_several_has_a_number_in_it() {
    let bundle = french();
    let text = |key: TextKey| {
        let text = bundle.texts.get(key);
        text.unwrap_or_else(|| panic!("{key:?} is no text"))
    };
    let entries = [contract::entry(1), contract::entry(2)];
    let alone = waiting(&entries[..1]).into_iter();
    let alone = alone
        .chain(waiting(&[stuck(1)]))
        .chain(waiting(&[blocked(1)]));
    let alone = alone.chain([waiting_for_all(0), waiting_for_all(1)]);
    for key in alone.chain(unconfirmed_for_all(1)) {
        assert!(!text(key).contains('{'), "{key:?}");
    }
    let several = waiting(&entries).into_iter().chain([waiting_for_all(2)]);
    for key in several.chain(unconfirmed_for_all(2)) {
        assert!(text(key).contains("{count}"), "{key:?}");
    }
    assert_eq!(unconfirmed_for_all(0), None);
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
    let bundle = french();
    for (entry, status, next) in [
        (
            contract::entry(1),
            key!("outbox.waiting"),
            Some(key!("outbox.by_itself")),
        ),
        (
            blocked(1),
            key!("outbox.waiting"),
            Some(key!("status.blocked")),
        ),
        (stuck(1), key!("stuck.refused"), None),
    ] {
        assert_eq!(of_entry(&entry), status);
        assert_eq!(next_of_entry(&entry), next);
        for key in [Some(status), next].into_iter().flatten() {
            assert!(bundle.texts.get(key).is_some(), "{key:?} is no text");
        }
    }
    for long in [Overdue::Day, Overdue::Week] {
        assert!(bundle.texts.get(overdue(long)).is_some());
    }
}

#[test]
fn each_kind_and_each_reason_has_the_sentence_of_its_code() {
    let name = |key: TextKey| NAMES[usize::from(key.0)];
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
