//! The outbox's store in IndexedDB, or in memory where there is none.
//!
//! Only sealed envelopes, numbers and dates: the phone cannot read them.
//! A copy has the key of its entry in the same store, so that there is one or the other, and an earlier release that
//! erases the phone erases both. Neither can be read as the other.

use std::rc::Rc;

use domain::{
    json::ParsedJson,
    outbox::{Entry, SentRecord, Store, Unconfirmed, place_entry, place_record, place_unconfirmed},
    wire::SubmissionId,
};
use serde::Serialize;

use super::{
    database::{Change, DRAFTS, Database, DatabaseError, ENTRIES, KEPT, RECORDS},
    json::Json,
};

/// An outbox in the browser's database, or in memory where there is none.
pub struct Outbox(Rc<Database>);

impl Outbox {
    /// The outbox in that database.
    pub fn new(database: Rc<Database>) -> Self {
        Self(database)
    }

    /// The outbox in that database; where it cannot be read, in the page's memory.
    pub async fn open(database: Rc<Database>) -> Self {
        let outbox = Self::new(database);
        if outbox.entries().await.is_err() {
            outbox.0.forget_with_the_page();
        }
        outbox
    }

    /// Whether what it keeps survives a closed page; what people read depends on it.
    pub fn is_lasting(&self) -> bool {
        self.0.is_lasting()
    }

    /// What this release can read, in order. The rest is left where it is, for the release that wrote it.
    async fn read<T>(
        &self,
        store: &str,
        read: fn(&Json) -> Option<T>,
        place: fn(&mut Vec<T>, T),
    ) -> Result<Vec<T>, DatabaseError> {
        let mut values = Vec::new();
        for text in self.0.all(store).await? {
            if let Some(value) = read(&Json::parse(&text)) {
                place(&mut values, value);
            }
        }
        Ok(values)
    }

    /// Makes a change together with its record, or neither.
    async fn record(&self, change: Change<'_>, record: &SentRecord) -> Result<(), DatabaseError> {
        let value = json(record)?;
        let put = Change::Put {
            store: RECORDS,
            key: record.id.as_str(),
            value: value.as_str().into(),
        };
        self.0.write(&[change, put]).await
    }
}

impl Store for Outbox {
    type Error = DatabaseError;

    async fn entries(&self) -> Result<Vec<Entry>, DatabaseError> {
        self.read(ENTRIES, Entry::read, place_entry).await
    }

    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, DatabaseError> {
        self.read(ENTRIES, Unconfirmed::read, place_unconfirmed)
            .await
    }

    async fn keep(&self, entry: &Entry) -> Result<(), DatabaseError> {
        let (key, value) = (entry.id.as_str(), json(entry)?);
        self.0
            .write(&[Change::Put {
                store: ENTRIES,
                key,
                value: value.as_str().into(),
            }])
            .await?;
        // "Kept" is said to a person: it is read back first.
        let read = self.0.get(ENTRIES, key).await?;
        if read == Some(value) {
            Ok(())
        } else {
            Err(DatabaseError::Closed)
        }
    }

    async fn receive(&self, copy: &Unconfirmed, record: &SentRecord) -> Result<(), DatabaseError> {
        let (key, value) = (copy.entry.id.as_str(), json(copy)?);
        let value = value.as_str().into();
        let store = ENTRIES;
        let put = Change::Put { store, key, value };
        self.record(put, record).await
    }

    async fn settle(&self, record: &SentRecord) -> Result<(), DatabaseError> {
        let (store, key) = (ENTRIES, record.id.as_str());
        self.record(Change::Remove { store, key }, record).await
    }

    async fn records(&self) -> Result<Vec<SentRecord>, DatabaseError> {
        self.read(RECORDS, SentRecord::read, place_record).await
    }

    async fn forget(&self, id: &SubmissionId) -> Result<(), DatabaseError> {
        let (store, key) = (RECORDS, id.as_str());
        self.0.write(&[Change::Remove { store, key }]).await
    }

    async fn remove(&self, id: &SubmissionId) -> Result<(), DatabaseError> {
        let (store, key) = (ENTRIES, id.as_str());
        self.0.write(&[Change::Remove { store, key }]).await
    }

    async fn erase(&self) -> Result<(), DatabaseError> {
        self.0
            .write(&[ENTRIES, RECORDS, KEPT, DRAFTS].map(Change::Clear))
            .await
    }
}

/// The entries of a file that another device gave; `None` for another text.
pub fn entries_of(text: &str) -> Option<Vec<Entry>> {
    Json::parse(text).items()?.iter().map(Entry::read).collect()
}

fn json(value: &impl Serialize) -> Result<String, DatabaseError> {
    // Texts, numbers and dates: nothing that JSON cannot say.
    serde_json::to_string(value).map_err(|_| DatabaseError::Closed)
}
