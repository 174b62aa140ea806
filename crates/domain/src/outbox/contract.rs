//! What every outbox store must do, run as one suite on memory and on IndexedDB in a real browser.
//!
//! Each function takes an empty store and panics with the sentence that does not hold.

#![expect(
    clippy::missing_panics_doc,
    clippy::expect_used,
    reason = "a test suite: panicking is how it speaks"
)]

use std::{format, string::ToString, vec::Vec};

use super::{Entry, SentRecord, Standing, Store, StuckReason, Unconfirmed};
use crate::{
    submission::MessageKind,
    time::Timestamp,
    wire::{Receipt, SubmissionId, SubmissionState, SubmissionStatus},
};

/// An entry of its own for every `number`, kept `number` seconds after a fixed moment.
pub fn entry(number: u8) -> Entry {
    Entry::new(
        SubmissionId::from_random([number; 16]),
        MessageKind::Registration,
        format!("{{\"v\":1,\"ct\":\"{number}é\"}}"),
        format!("{number:064x}"),
        Timestamp::from_unix_seconds(1_790_000_000 + i64::from(number)),
    )
}

/// A receipt for an entry.
pub fn receipt(entry: &Entry) -> Receipt {
    Receipt {
        reference: "KT4HW7PX".parse().expect("a reference"),
        received_at: entry.kept_at.plus_seconds(60),
        sha256: entry.sha256.clone(),
        due_on: None,
    }
}

/// The copy of an entry, since its receipt came.
pub fn copy(entry: &Entry) -> Unconfirmed {
    Unconfirmed::new(entry.clone(), entry.kept_at.plus_seconds(60))
}

/// What the endpoint says of an entry that it gave [`receipt`] for, in that state.
pub fn status_of(entry: &Entry, state: SubmissionState) -> SubmissionStatus {
    let receipt = receipt(entry);
    let is_received = state == SubmissionState::Received;
    SubmissionStatus {
        state,
        reference: receipt.reference,
        received_at: receipt.received_at,
        delivered_at: (!is_received).then(|| receipt.received_at.plus_seconds(5)),
        purged_at: None,
        due_on: None,
    }
}

/// Runs everything, each on a store that `empty` makes.
pub async fn run<S: Store>(mut empty: impl AsyncFnMut() -> S) {
    a_kept_entry_is_read_back_whole(&empty().await).await;
    entries_come_oldest_first(&empty().await).await;
    keeping_again_replaces(&empty().await).await;
    receiving_leaves_a_copy_in_the_place_of_the_entry_and_a_record(&empty().await).await;
    copies_come_oldest_first_and_an_entry_takes_the_place_of_its_own(&empty().await).await;
    settling_takes_the_copy_and_leaves_a_record(&empty().await).await;
    settling_takes_the_entry_and_leaves_a_record(&empty().await).await;
    settling_twice_leaves_one_record(&empty().await).await;
    a_settled_record_can_say_more_and_be_forgotten(&empty().await).await;
    removing_takes_one_entry_and_leaves_no_record(&empty().await).await;
    erasing_leaves_nothing(&empty().await).await;
    two_hundred_entries_fit(&empty().await).await;
}

async fn ids<S: Store>(store: &S) -> Vec<SubmissionId> {
    let entries = store.entries().await.expect("entries are readable");
    entries.into_iter().map(|entry| entry.id).collect()
}

async fn a_kept_entry_is_read_back_whole<S: Store>(store: &S) {
    let mut kept = entry(1);
    kept.attempts = 3;
    kept.shared_device = true;
    kept.standing = Standing::Stuck(StuckReason::UnknownKey);
    store.keep(&kept).await.expect("an entry is kept");
    let entries = store.entries().await.expect("entries are readable");
    assert!(entries == [kept], "a kept entry is read back whole");
}

async fn entries_come_oldest_first<S: Store>(store: &S) {
    for number in [3, 1, 2] {
        store.keep(&entry(number)).await.expect("an entry is kept");
    }
    let expected = [1, 2, 3].map(|number| entry(number).id);
    assert!(ids(store).await == expected, "entries come oldest first");
}

async fn keeping_again_replaces<S: Store>(store: &S) {
    let mut kept = entry(1);
    store.keep(&kept).await.expect("an entry is kept");
    kept.attempts = 7;
    store.keep(&kept).await.expect("an entry is kept again");
    let entries = store.entries().await.expect("entries are readable");
    assert!(entries == [kept], "keeping again replaces");
}

async fn copies<S: Store>(store: &S) -> Vec<Unconfirmed> {
    store.unconfirmed().await.expect("copies are readable")
}

async fn receive<S: Store>(store: &S, entry: &Entry) -> (Unconfirmed, SentRecord) {
    let (copy, record) = (copy(entry), SentRecord::new(entry, &receipt(entry)));
    store
        .receive(&copy, &record)
        .await
        .expect("a receipt is kept");
    (copy, record)
}

async fn receiving_leaves_a_copy_in_the_place_of_the_entry_and_a_record<S: Store>(store: &S) {
    let (first, second) = (entry(1).on_shared_device(true), entry(2));
    store.keep(&first).await.expect("an entry is kept");
    store.keep(&second).await.expect("an entry is kept");
    let (copy, record) = receive(store, &first).await;
    assert!(
        ids(store).await == [second.id],
        "what was received waits no more"
    );
    assert!(copies(store).await == [copy], "its copy is read back whole");
    let records = store.records().await.expect("records are readable");
    assert!(records == [record.clone()], "its record is there");
    receive(store, &first).await;
    let records = store.records().await.expect("records are readable");
    assert!(
        copies(store).await.len() == 1 && records == [record],
        "receiving twice leaves one of each"
    );
}

async fn copies_come_oldest_first_and_an_entry_takes_the_place_of_its_own<S: Store>(store: &S) {
    for number in [3, 1, 2] {
        receive(store, &entry(number)).await;
    }
    let expected = [1, 2, 3].map(|number| copy(&entry(number)));
    assert!(
        copies(store).await == expected,
        "copies come oldest first, and none is an entry"
    );
    assert!(ids(store).await.is_empty(), "no copy is an entry");
    store.keep(&entry(1)).await.expect("an entry is kept");
    assert!(
        ids(store).await == [entry(1).id],
        "it is an entry once more"
    );
    assert!(
        copies(store).await == expected[1..],
        "its copy is gone: there is one or the other"
    );
}

async fn settling_takes_the_copy_and_leaves_a_record<S: Store>(store: &S) {
    let (kept, other) = (entry(1), entry(2));
    let (_, record) = receive(store, &kept).await;
    let (other_copy, other_record) = receive(store, &other).await;
    let told = SentRecord {
        delivered_at: Some(record.received_at.plus_seconds(5)),
        former_reference: Some("AB2CD3EF".parse().expect("a reference")),
        ..record
    };
    store.settle(&told).await.expect("a copy is settled");
    assert!(
        copies(store).await == [other_copy],
        "only the settled copy is gone"
    );
    let records = store.records().await.expect("records are readable");
    assert!(
        records == [other_record, told],
        "the record has its new words"
    );
}

async fn settling_takes_the_entry_and_leaves_a_record<S: Store>(store: &S) {
    let (first, second) = (entry(1), entry(2));
    store.keep(&first).await.expect("an entry is kept");
    store.keep(&second).await.expect("an entry is kept");
    let record = SentRecord {
        due_on: "2026-12-22".parse().ok(),
        ..SentRecord::new(&first, &receipt(&first))
    };
    store.settle(&record).await.expect("an entry is settled");
    assert!(
        ids(store).await == [second.id],
        "only the settled entry is gone"
    );
    let records = store.records().await.expect("records are readable");
    assert!(records == [record], "its record stays");
}

async fn settling_twice_leaves_one_record<S: Store>(store: &S) {
    let kept = entry(1);
    let record = SentRecord::new(&kept, &receipt(&kept));
    for _ in 0..2 {
        store.keep(&kept).await.expect("an entry is kept");
        store.settle(&record).await.expect("an entry is settled");
    }
    let records = store.records().await.expect("records are readable");
    assert!(
        records == [record] && ids(store).await.is_empty(),
        "settling twice leaves one record"
    );
}

async fn a_settled_record_can_say_more_and_be_forgotten<S: Store>(store: &S) {
    let (first, second) = (entry(1), entry(2).on_shared_device(true));
    let other = SentRecord::new(&second, &receipt(&second));
    let mut record = SentRecord::new(&first, &receipt(&first));
    for record in [&record, &other] {
        store.settle(record).await.expect("an entry is settled");
    }
    record.delivered_at = Some(record.received_at.plus_seconds(5));
    store.settle(&record).await.expect("a record says more");
    let records = store.records().await.expect("records are readable");
    assert!(
        records == [other.clone(), record.clone()],
        "a record has its new words"
    );
    for _ in 0..2 {
        store
            .forget(&other.id)
            .await
            .expect("a record is forgotten");
    }
    let records = store.records().await.expect("records are readable");
    assert!(records == [record], "only the forgotten record is gone");
}

async fn removing_takes_one_entry_and_leaves_no_record<S: Store>(store: &S) {
    let (first, second) = (entry(1), entry(2));
    store.keep(&first).await.expect("an entry is kept");
    store.keep(&second).await.expect("an entry is kept");
    for _ in 0..2 {
        store.remove(&first.id).await.expect("an entry is removed");
    }
    assert!(
        ids(store).await == [second.id.clone()],
        "only the removed entry is gone"
    );
    let records = store.records().await.expect("records are readable");
    assert!(records.is_empty(), "nobody received it");
    let (_, record) = receive(store, &second).await;
    store.remove(&second.id).await.expect("a copy is removed");
    let records = store.records().await.expect("records are readable");
    assert!(
        copies(store).await.is_empty() && records == [record],
        "a copy is removed too, and its record stays"
    );
}

async fn erasing_leaves_nothing<S: Store>(store: &S) {
    let (first, second) = (entry(1), entry(2));
    store.keep(&first).await.expect("an entry is kept");
    store.keep(&second).await.expect("an entry is kept");
    receive(store, &first).await;
    store.erase().await.expect("everything is erased");
    let records = store.records().await.expect("records are readable");
    assert!(
        records.is_empty() && ids(store).await.is_empty() && copies(store).await.is_empty(),
        "erasing leaves nothing, copies neither"
    );
    store.keep(&second).await.expect("the store is usable");
}

async fn two_hundred_entries_fit<S: Store>(store: &S) {
    for number in 0..200 {
        let mut kept = entry(number);
        kept.body = "x".repeat(4096) + &number.to_string();
        store.keep(&kept).await.expect("an entry is kept");
    }
    assert!(ids(store).await.len() == 200, "two hundred entries fit");
}
