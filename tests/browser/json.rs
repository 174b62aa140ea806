//! What the browser's parser reads of each type that travels or is kept, against serde.

use app::browser::json::Json;
use domain::{
    outbox::{Entry, SentRecord, Standing, StuckReason, Unconfirmed, contract},
    owner::OwnerSecret,
    site::Site,
    submission::MessageKind,
    wire::{Receipt, SubmissionState, SubmissionStatus},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

use super::site;

/// What serde writes of `value` is read whole, and without one of its members it is read or refused as serde does.
fn both_read<T: Serialize + DeserializeOwned + PartialEq>(value: &T, read: fn(&Json) -> Option<T>) {
    let json = serde_json::to_value(value).unwrap_or_default();
    let read = |json: &Value| read(&Json::parse(&json.to_string()));
    assert!(read(&json).as_ref() == Some(value), "{json}");
    for member in json.as_object().into_iter().flat_map(|json| json.keys()) {
        let mut less = json.clone();
        less.as_object_mut().map(|json| json.remove(member));
        let by_serde = serde_json::from_value(less.clone()).ok();
        assert!(read(&less) == by_serde, "without {member}: {json}");
    }
}

#[wasm_bindgen_test]
fn a_site_is_read_alike() {
    both_read(&site::demo(), Site::read);
}

#[wasm_bindgen_test]
fn what_the_endpoint_says_is_read_alike() {
    let entry = contract::entry(1);
    let due_on = Some(entry.kept_at.date());
    let receipt = contract::receipt(&entry);
    both_read(&receipt, Receipt::read);
    both_read(&Receipt { due_on, ..receipt }, Receipt::read);
    for state in SubmissionState::ALL {
        let status = contract::status_of(&entry, state);
        both_read(&status, SubmissionStatus::read);
        let purged_at = status.delivered_at;
        let status = SubmissionStatus {
            purged_at,
            due_on,
            ..status
        };
        both_read(&status, SubmissionStatus::read);
    }
}

#[wasm_bindgen_test]
fn what_is_kept_is_read_alike() {
    let standings = [
        Standing::Waiting,
        Standing::Stuck(StuckReason::Refused),
        Standing::Stuck(StuckReason::UnknownKey),
    ];
    for (number, standing) in (0..=u8::MAX).zip(standings.into_iter().cycle()) {
        let odd = number % 2 == 1;
        let entry = Entry {
            format: number,
            kind: MessageKind::ALL[usize::from(number) % MessageKind::ALL.len()],
            attempts: u32::MAX - u32::from(number),
            standing,
            shared_device: odd,
            owner: (!odd).then(|| OwnerSecret::from_random([number; 16])),
            branch: if odd { "hem".into() } else { String::new() },
            blocked: odd,
            ..contract::entry(number)
        };
        both_read(&entry, Entry::read);
        let mut copy = contract::copy(&entry);
        copy.format = number;
        both_read(&copy, Unconfirmed::read);
        let receipt = contract::receipt(&entry);
        let record = SentRecord {
            due_on: odd.then(|| receipt.received_at.date()),
            delivered_at: odd.then_some(receipt.received_at),
            former_reference: odd.then(|| receipt.reference.clone()),
            ..SentRecord::new(&entry, &receipt)
        };
        both_read(&record, SentRecord::read);
    }
}
