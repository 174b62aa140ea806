//! A phone's database: JSON texts under text keys; a write is there whole or not at all.
//!
//! Every operation stops where the page can die: before the disk has it, and after, before anybody is told.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use domain::{
    outbox::{Entry, SentRecord, Store, Unconfirmed, place_entry, place_record, place_unconfirmed},
    wire::SubmissionId,
};
use serde_json::Value;

use crate::{broken::Broken, pause::pause, plan::Trouble};

type Texts = RefCell<BTreeMap<String, String>>;

/// What outlives the page.
pub(crate) struct Disk {
    entries: Texts,
    records: Texts,
    /// Anything else that a page might leave behind.
    pub(crate) kept: RefCell<Vec<String>>,
    pub(crate) trouble: Cell<Trouble>,
    /// Operations that failed.
    pub(crate) failures: Cell<usize>,
    broken: Option<Broken>,
}

/// It was closed under whoever asked.
#[derive(Debug)]
pub(crate) struct Closed;

impl Disk {
    pub(crate) fn new(broken: Option<Broken>) -> Self {
        Self {
            entries: Texts::default(),
            records: Texts::default(),
            kept: RefCell::default(),
            trouble: Cell::new(Trouble::Sound),
            failures: Cell::new(0),
            broken,
        }
    }

    /// A page that is opened opens the database anew.
    pub(crate) fn reopen(&self) {
        if self.trouble.get() == Trouble::ClosedUntilReopened {
            self.trouble.set(Trouble::Sound);
        }
    }

    /// What is on it, for those who look from outside.
    pub(crate) fn waiting(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for entry in read(&self.entries) {
            place_entry(&mut entries, entry);
        }
        entries
    }

    /// The copies on it.
    pub(crate) fn copies(&self) -> Vec<Unconfirmed> {
        let mut copies = Vec::new();
        for copy in read(&self.entries) {
            place_unconfirmed(&mut copies, copy);
        }
        copies
    }

    /// What is on it of what was received.
    pub(crate) fn received(&self) -> Vec<SentRecord> {
        read(&self.records)
    }

    /// Every byte on it.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts: Vec<String> = self.entries.borrow().values().cloned().collect();
        texts.extend(self.records.borrow().values().cloned());
        texts.extend(self.kept.borrow().iter().cloned());
        texts
    }

    fn fail(&self) -> Closed {
        self.failures.set(self.failures.get() + 1);
        Closed
    }

    async fn ask(&self, writes: bool) -> Result<(), Closed> {
        pause().await;
        match self.trouble.get() {
            Trouble::ClosedOnce => {
                self.trouble.set(Trouble::Sound);
                Err(self.fail())
            }
            Trouble::ClosedUntilReopened => Err(self.fail()),
            Trouble::Full if writes => Err(self.fail()),
            Trouble::Sound | Trouble::Full | Trouble::DoneButDenied => Ok(()),
        }
    }

    fn put(&self, record: &SentRecord) -> Result<(), Closed> {
        let mut value = serde_json::to_value(record).map_err(|_| Closed)?;
        if self.broken == Some(Broken::ShowsAnotherNumber) {
            value["reference"] = Value::from("KT4HW7PX");
        }
        let key = record.id.as_str().to_owned();
        self.records.borrow_mut().insert(key, value.to_string());
        Ok(())
    }

    async fn written(&self) -> Result<(), Closed> {
        pause().await;
        if self.trouble.get() == Trouble::DoneButDenied {
            self.trouble.set(Trouble::Sound);
            return Err(self.fail());
        }
        Ok(())
    }
}

impl Store for Disk {
    type Error = Closed;

    async fn entries(&self) -> Result<Vec<Entry>, Closed> {
        self.ask(false).await?;
        let entries = self.waiting();
        pause().await;
        Ok(entries)
    }

    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, Closed> {
        self.ask(false).await?;
        let copies = self.copies();
        pause().await;
        Ok(copies)
    }

    async fn keep(&self, entry: &Entry) -> Result<(), Closed> {
        self.ask(true).await?;
        let text = serde_json::to_string(entry).map_err(|_| Closed)?;
        if self.broken != Some(Broken::LosesAWrite) {
            let key = entry.id.as_str().to_owned();
            self.entries.borrow_mut().insert(key, text);
        }
        self.written().await
    }

    async fn receive(&self, copy: &Unconfirmed, record: &SentRecord) -> Result<(), Closed> {
        self.ask(true).await?;
        let text = serde_json::to_string(copy).map_err(|_| Closed)?;
        let key = record.id.as_str().to_owned();
        self.entries.borrow_mut().remove(&key);
        if self.broken != Some(Broken::DropsTheCopy) {
            self.entries.borrow_mut().insert(key, text);
        }
        self.put(record)?;
        self.written().await
    }

    async fn settle(&self, record: &SentRecord) -> Result<(), Closed> {
        self.ask(true).await?;
        self.entries.borrow_mut().remove(record.id.as_str());
        self.put(record)?;
        self.written().await
    }

    async fn records(&self) -> Result<Vec<SentRecord>, Closed> {
        self.ask(false).await?;
        let mut records = Vec::new();
        for record in self.received() {
            place_record(&mut records, record);
        }
        Ok(records)
    }

    async fn forget(&self, id: &SubmissionId) -> Result<(), Closed> {
        self.ask(true).await?;
        self.records.borrow_mut().remove(id.as_str());
        self.written().await
    }

    async fn remove(&self, id: &SubmissionId) -> Result<(), Closed> {
        self.ask(true).await?;
        self.entries.borrow_mut().remove(id.as_str());
        self.written().await
    }

    async fn erase(&self) -> Result<(), Closed> {
        self.ask(true).await?;
        self.entries.borrow_mut().clear();
        self.records.borrow_mut().clear();
        self.written().await
    }
}

/// What can be read so: entries and their copies lie in one store, as in the browser's database.
fn read<T: serde::de::DeserializeOwned>(texts: &Texts) -> Vec<T> {
    let texts = texts.borrow();
    let read = |text: &String| serde_json::from_str(text).ok();
    texts.values().filter_map(read).collect()
}
