//! Where entries, copies and records are kept.

use std::vec::Vec;

use super::{entry::Entry, sent_record::SentRecord, unconfirmed::Unconfirmed};
use crate::wire::SubmissionId;

/// Where entries, copies and records are kept. One contract, several stores: memory, IndexedDB.
///
/// `Ok` means kept for good: written to disk and read back, where there is a disk.
#[expect(
    async_fn_in_trait,
    reason = "used with its concrete types; browsers have one thread"
)]
pub trait Store {
    /// Why the store could not do it.
    type Error: std::fmt::Debug;

    /// Every entry, oldest first.
    async fn entries(&self) -> Result<Vec<Entry>, Self::Error>;

    /// Every copy of what the endpoint acknowledged and is not confirmed yet, oldest first.
    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, Self::Error>;

    /// Keeps an entry, in place of the one with the same id, or of its copy.
    async fn keep(&self, entry: &Entry) -> Result<(), Self::Error>;

    /// Keeps the copy in place of its entry, and the record, both or neither.
    async fn receive(&self, copy: &Unconfirmed, record: &SentRecord) -> Result<(), Self::Error>;

    /// Takes an entry or its copy out and keeps the record, both or neither; of one that was settled before, the record
    /// is the new one.
    async fn settle(&self, record: &SentRecord) -> Result<(), Self::Error>;

    /// Every record, newest first.
    async fn records(&self) -> Result<Vec<SentRecord>, Self::Error>;

    /// Takes a record out for good: the person it belongs to has put the device down.
    async fn forget(&self, id: &SubmissionId) -> Result<(), Self::Error>;

    /// Takes an entry or its copy out for good, without a record: its owner asked for it, or nothing depends on it.
    async fn remove(&self, id: &SubmissionId) -> Result<(), Self::Error>;

    /// Takes everything out for good, and all that is kept beside it: its owner asked for it.
    async fn erase(&self) -> Result<(), Self::Error>;
}

/// Puts an entry in its place among others, oldest first.
///
/// By hand, one at a time: the general sort weighs as much on the phone as the whole outbox.
pub fn place_entry(entries: &mut Vec<Entry>, entry: Entry) {
    let place = entries.partition_point(|other| other.kept_at <= entry.kept_at);
    entries.insert(place, entry);
}

/// Puts a copy in its place among others, oldest first.
pub fn place_unconfirmed(copies: &mut Vec<Unconfirmed>, copy: Unconfirmed) {
    let place = copies.partition_point(|other| other.since <= copy.since);
    copies.insert(place, copy);
}

/// Puts a record in its place among others, newest first.
pub fn place_record(records: &mut Vec<SentRecord>, record: SentRecord) {
    let place = records.partition_point(|other| other.received_at >= record.received_at);
    records.insert(place, record);
}

/// A store that forgets with the page: for tests, and for browsers without a database.
#[derive(Default)]
pub struct MemoryStore {
    entries: std::cell::RefCell<Vec<Entry>>,
    copies: std::cell::RefCell<Vec<Unconfirmed>>,
    records: std::cell::RefCell<Vec<SentRecord>>,
}

impl MemoryStore {
    /// An entry and its copy have one place.
    fn take_out(&self, id: &SubmissionId) {
        self.entries.borrow_mut().retain(|kept| kept.id != *id);
        self.copies.borrow_mut().retain(|kept| kept.entry.id != *id);
    }

    fn put(&self, record: &SentRecord) {
        let mut records = self.records.borrow_mut();
        records.retain(|kept| kept.id != record.id);
        place_record(&mut records, record.clone());
    }
}

impl Store for MemoryStore {
    type Error = std::convert::Infallible;

    async fn entries(&self) -> Result<Vec<Entry>, Self::Error> {
        Ok(self.entries.borrow().clone())
    }

    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, Self::Error> {
        Ok(self.copies.borrow().clone())
    }

    async fn keep(&self, entry: &Entry) -> Result<(), Self::Error> {
        self.take_out(&entry.id);
        place_entry(&mut self.entries.borrow_mut(), entry.clone());
        Ok(())
    }

    async fn receive(&self, copy: &Unconfirmed, record: &SentRecord) -> Result<(), Self::Error> {
        self.take_out(&copy.entry.id);
        place_unconfirmed(&mut self.copies.borrow_mut(), copy.clone());
        self.put(record);
        Ok(())
    }

    async fn settle(&self, record: &SentRecord) -> Result<(), Self::Error> {
        self.take_out(&record.id);
        self.put(record);
        Ok(())
    }

    async fn records(&self) -> Result<Vec<SentRecord>, Self::Error> {
        Ok(self.records.borrow().clone())
    }

    async fn forget(&self, id: &SubmissionId) -> Result<(), Self::Error> {
        self.records.borrow_mut().retain(|kept| kept.id != *id);
        Ok(())
    }

    async fn remove(&self, id: &SubmissionId) -> Result<(), Self::Error> {
        self.take_out(id);
        Ok(())
    }

    async fn erase(&self) -> Result<(), Self::Error> {
        self.entries.borrow_mut().clear();
        self.copies.borrow_mut().clear();
        self.records.borrow_mut().clear();
        Ok(())
    }
}
