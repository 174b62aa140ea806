//! The browser's database: opened once, reopened when the browser closed it, written strictly or not at all.
//!
//! Values are JSON texts under text keys, except the draft, stored with a non-extractable `CryptoKey`.
//! No step from version to version ever drops a store: what waits in the outbox of an old release leaves by the new one.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use elements::callbacks::{self, deferred};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

mod durable_write;
mod error;
mod memory;
mod migrations;

pub use error::DatabaseError;
use memory::Memory;

/// Envelopes that wait.
pub(super) const ENTRIES: &str = "entries";
/// What the endpoint has.
pub(super) const RECORDS: &str = "records";
/// Small things kept between visits.
pub(super) const KEPT: &str = "kept";
/// The sealed draft, with its key.
pub(super) const DRAFTS: &str = "drafts";

/// One change of one value.
#[derive(Clone)]
pub enum Change<'a> {
    /// Writes a value in place of what was under the key.
    Put {
        /// In which store.
        store: &'static str,
        /// Under which key.
        key: &'a str,
        /// The value: a text, or what the browser itself can keep, such as a `CryptoKey` that no script can read.
        value: JsValue,
    },
    /// Takes away what is under the key, if anything.
    Remove {
        /// From which store.
        store: &'static str,
        /// Under which key.
        key: &'a str,
    },
    /// Takes away everything in a store.
    Clear(&'static str),
}

/// What is asked of the database in one go. One type for all: every other way to ask weighs on the phone.
enum Task<'a> {
    /// What is under each key of a store.
    Values(&'a str, &'a [&'a str]),
    /// Everything in a store.
    All(&'a str),
    /// All changes, or none.
    Write(&'a [Change<'a>]),
}

/// A database by its name; the handle behind it comes and goes as the browser likes.
pub struct Database {
    name: String,
    handle: RefCell<Option<IdbDatabase>>,
    silent: Cell<bool>,
    /// Transactions that read, until they have.
    reading: RefCell<Vec<IdbTransaction>>,
    /// What is kept where there is no database, for as long as the page lives.
    memory: RefCell<Option<Memory>>,
}

thread_local! {
    static SHARED: Rc<Database> = {
        let shared = Rc::new(Database::named("premier-accueil"));
        shared.clone().abort_reads_on_pagehide();
        shared
    };
}

impl Database {
    /// The app's own database.
    pub fn shared() -> Rc<Self> {
        SHARED.with(Rc::clone)
    }

    /// A database of any name; opened at its first use.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            handle: RefCell::new(None),
            silent: Cell::new(false),
            reading: RefCell::default(),
            memory: RefCell::new(None),
        }
    }

    /// The text under a key.
    ///
    /// # Errors
    /// When there is no database, or the browser keeps closing it.
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<String>, DatabaseError> {
        Ok(self.value(store, key).await?.as_string())
    }

    /// What is under a key; undefined where nothing is.
    ///
    /// # Errors
    /// When there is no database, or the browser keeps closing it.
    pub(super) async fn value(&self, store: &str, key: &str) -> Result<JsValue, DatabaseError> {
        let found = self.values(store, &[key]).await?.pop();
        Ok(found.unwrap_or(JsValue::UNDEFINED))
    }

    /// What is under each key, in their order and all of one moment; undefined where nothing is.
    ///
    /// # Errors
    /// When there is no database, or the browser keeps closing it.
    pub(super) async fn values(
        &self,
        store: &str,
        keys: &[&str],
    ) -> Result<Vec<JsValue>, DatabaseError> {
        Ok(self.ask(&Task::Values(store, keys)).await?.to_vec())
    }

    /// Every value of a store, by key.
    ///
    /// # Errors
    /// When there is no database, or the browser keeps closing it.
    pub async fn all(&self, store: &str) -> Result<Vec<String>, DatabaseError> {
        let values = self.ask(&Task::All(store)).await?;
        let texts = values.iter().filter_map(|value| value.as_string());
        Ok(texts.collect())
    }

    /// Makes all changes or none. `Ok` means that they are on the disk.
    ///
    /// # Errors
    /// When none was made; see [`DatabaseError`].
    pub async fn write(&self, changes: &[Change<'_>]) -> Result<(), DatabaseError> {
        self.ask(&Task::Write(changes)).await.map(drop)
    }

    /// From now on everything is kept in memory, and gone with the page: there is no database here.
    pub fn forget_with_the_page(&self) {
        self.memory.replace(Some(Memory::new()));
    }

    /// Whether what is kept survives a closed page.
    pub fn is_lasting(&self) -> bool {
        self.memory.borrow().is_none()
    }

    /// Gives up what is being read whenever the browser puts the page aside; a page that is shown again reads anew.
    ///
    /// `WebKit` lets such a page keep its stores: the page that comes after it could write nothing there.
    /// What is being written stays: a draft is kept in that very moment.
    pub fn abort_reads_on_pagehide(self: Rc<Self>) {
        let Some(window) = web_sys::window() else {
            return;
        };
        let let_go = move || {
            for reading in self.reading.take() {
                // Aborting a finished transaction fails; nothing is left to give up then.
                let _ = reading.abort();
            }
        };
        callbacks::always(&window, "pagehide", Box::new(let_go));
    }

    /// Closes the handle, as browsers do by themselves to pages in the background; the next use opens another.
    pub fn close(&self) {
        if let Some(handle) = &*self.handle.borrow() {
            handle.close();
        }
    }

    /// Asks a second time on a new handle: on the old one, nothing would ever work again.
    async fn ask(&self, task: &Task<'_>) -> Result<Array, DatabaseError> {
        if let Some(memory) = &mut *self.memory.borrow_mut() {
            return Ok(memory::ask(memory, task));
        }
        let mut is_asked_again = false;
        loop {
            let answer = callbacks::within(PATIENCE_MILLISECONDS, self.ask_once(task)).await;
            let answer = answer.unwrap_or(Err(DatabaseError::Closed));
            if is_asked_again || !matches!(answer, Err(DatabaseError::Closed)) {
                return answer;
            }
            is_asked_again = true;
            self.close();
            self.handle.replace(None);
        }
    }

    async fn ask_once(&self, task: &Task<'_>) -> Result<Array, DatabaseError> {
        let database = self.handle().await?;
        let name = match task {
            Task::Values(name, _) | Task::All(name) => name,
            Task::Write(changes) => {
                durable_write::write(&database, changes).await?;
                return Ok(Array::new());
            }
        };
        let transaction = database.transaction_with_str(name)?;
        let store = transaction.object_store(name)?;
        self.reading.borrow_mut().push(transaction.clone());
        let read = read(&store, task).await;
        self.reading.borrow_mut().retain(|one| *one != transaction);
        read
    }

    async fn handle(&self) -> Result<IdbDatabase, DatabaseError> {
        if let Some(handle) = &*self.handle.borrow() {
            return Ok(handle.clone());
        }
        if self.silent.get() {
            return Err(DatabaseError::Missing);
        }
        let Some(opened) = migrations::open(&self.name).await else {
            self.silent.set(true);
            return Err(DatabaseError::Missing);
        };
        let handle = opened?;
        self.handle.replace(Some(handle.clone()));
        Ok(handle)
    }
}

/// Longer than opening may take. A page that the browser put aside in the middle of a write can keep a store from this one.
///
/// What is given up here may be done later all the same, in its turn: every change can be made twice.
const PATIENCE_MILLISECONDS: u32 = 5000;

/// What a store has of what is asked.
async fn read(store: &IdbObjectStore, task: &Task<'_>) -> Result<Array, DatabaseError> {
    let Task::Values(_, keys) = task else {
        return Ok(answer(&store.get_all()?).await?.unchecked_into());
    };
    let mut asked = Vec::new();
    for key in *keys {
        asked.push(store.get(&(*key).into())?);
    }
    // Answered in their order: the last one is when all are.
    if let Some(last) = asked.last() {
        answer(last).await?;
    }
    let values = asked.iter().map(IdbRequest::result);
    Ok(values.collect::<Result<_, _>>()?)
}

/// What a request gives, once it has it.
async fn answer(request: &IdbRequest) -> Result<JsValue, DatabaseError> {
    let end = deferred();
    request.set_onsuccess(Some(&end.resolve));
    request.set_onerror(Some(&end.reject));
    let ended = JsFuture::from(end.promise).await;
    if ended.is_err() {
        let error = request.error().ok().flatten();
        return Err(error.map_or(DatabaseError::Closed, Into::into));
    }
    Ok(request.result()?)
}
