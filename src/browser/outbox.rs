//! Where envelopes wait on this phone: the browser's database, or memory where there is none.
//!
//! Only sealed envelopes, numbers and dates: the phone cannot read them.
//! A copy has the key of its entry in the same store, so that there is one or the other, and an earlier release that
//! erases the phone erases both. Neither can be read as the other.

use std::rc::Rc;

use domain::{
    outbox::{
        Entry, SentRecord, Standing, Store, StuckReason, Unconfirmed, place_entry, place_record,
        place_unconfirmed,
    },
    submission::MessageKind,
    time::Timestamp,
    wire::SubmissionId,
};
use serde::Serialize;

use super::{
    database::{Change, DRAFTS, Database, DatabaseError, ENTRIES, KEPT, RECORDS},
    json::{Json, Record},
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
        self.read(ENTRIES, entry, place_entry).await
    }

    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, DatabaseError> {
        self.read(ENTRIES, unconfirmed, place_unconfirmed).await
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
        self.read(RECORDS, record, place_record).await
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
    Json::parse(text).items()?.iter().map(entry).collect()
}

/// An entry as [`Entry`] writes it.
fn entry(json: &Json) -> Option<Entry> {
    let id = json.parsed("id")?;
    Record::read(json, |entry| Entry {
        format: entry.number("format"),
        id,
        kind: entry.one_of("kind", &MessageKind::ALL, MessageKind::code),
        body: entry.text("body"),
        sha256: entry.text("sha256"),
        kept_at: moment(entry, "kept_at"),
        attempts: entry.number("attempts"),
        next_attempt_at: moment(entry, "next_attempt_at"),
        standing: entry.member("standing", standing),
        shared_device: entry.flag("shared_device"),
        owner: json.parsed("owner"),
        blocked: entry.flag("blocked"),
    })
}

/// A copy as [`Unconfirmed`] writes it.
fn unconfirmed(json: &Json) -> Option<Unconfirmed> {
    let entry = entry(&json.member("entry"))?;
    Record::read(json, |copy| {
        let mut unconfirmed = Unconfirmed::new(entry, moment(copy, "since"));
        unconfirmed.format = copy.number("format");
        unconfirmed
    })
}

/// A record as [`SentRecord`] writes it.
fn record(json: &Json) -> Option<SentRecord> {
    let (id, reference) = (json.parsed("id")?, json.parsed("reference")?);
    Record::read(json, |record| SentRecord {
        id,
        kind: record.one_of("kind", &MessageKind::ALL, MessageKind::code),
        reference,
        kept_at: moment(record, "kept_at"),
        received_at: moment(record, "received_at"),
        due_on: json.parsed("due_on"),
        delivered_at: json.parsed("delivered_at"),
        shared_device: record.flag("shared_device"),
        owner: json.parsed("owner"),
        former_reference: json.parsed("former_reference"),
    })
}

fn moment(record: &Record<'_>, name: &str) -> Timestamp {
    record.parsed(name, Timestamp::from_unix_seconds(0))
}

fn standing(standing: &Record<'_>) -> Standing {
    match standing.text("state").as_str() {
        "waiting" => Standing::Waiting,
        _ => Standing::Stuck(standing.one_of("reason", &StuckReason::ALL, StuckReason::code)),
    }
}

fn json(value: &impl Serialize) -> Result<String, DatabaseError> {
    // Texts, numbers and dates: nothing that JSON cannot say.
    serde_json::to_string(value).map_err(|_| DatabaseError::Closed)
}
