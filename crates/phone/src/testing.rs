//! What the tests of this crate share: a clock moved by hand, a store that fails on demand, and a whole phone.

mod fake_phone;

use std::{
    cell::{Cell, RefCell},
    path::Path,
    pin::pin,
    rc::Rc,
    sync::OnceLock,
    task::{Context, Poll, Waker},
};

use domain::{
    answers::Answers,
    bundle::{Bundle, Form},
    outbox::{Entry, MemoryStore, SentRecord, Store, Unconfirmed, contract},
    owner::OwnerSecret,
    site::Site,
    time::Timestamp,
    wire::SubmissionId,
};

pub(crate) use self::fake_phone::FakePhone;
use crate::ports::World;

/// What was done, in order.
pub(crate) type Log = Rc<RefCell<Vec<&'static str>>>;

/// Memory answers at once, so one poll is the whole run.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

/// A clock moved by hand, chance at its maximum, ids that are told apart by a number, and somebody looking.
pub(crate) struct Still {
    now: Cell<Timestamp>,
    drawn: Cell<u8>,
}

impl Still {
    pub(crate) fn new() -> Self {
        Self {
            now: Cell::new(Timestamp::from_unix_seconds(1_800_000_000)),
            drawn: Cell::new(0),
        }
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.now.set(self.now.get().plus_seconds(seconds));
    }
}

impl World for Still {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn jitter(&self) -> f64 {
        1.0
    }

    fn identity(&self) -> (SubmissionId, OwnerSecret) {
        self.drawn.set(self.drawn.get() + 1);
        (
            SubmissionId::from_random([self.drawn.get(); 16]),
            OwnerSecret::from_random([!self.drawn.get(); 16]),
        )
    }
}

pub(crate) fn store_of(count: u8) -> MemoryStore {
    let store = MemoryStore::default();
    for number in 1..=count {
        let Ok(()) = block_on(store.keep(&contract::entry(number)));
    }
    store
}

/// A store whose disk fails whenever it is told to.
pub(crate) struct Failing {
    pub(crate) inside: MemoryStore,
    pub(crate) writes_fail: Cell<bool>,
    pub(crate) reads_fail: Cell<bool>,
    pub(crate) log: Log,
}

impl Failing {
    pub(crate) fn over(inside: MemoryStore) -> Self {
        Self {
            inside,
            writes_fail: Cell::new(false),
            reads_fail: Cell::new(false),
            log: Log::default(),
        }
    }
}

impl Store for Failing {
    type Error = ();

    async fn entries(&self) -> Result<Vec<Entry>, ()> {
        if self.reads_fail.get() {
            Err(())
        } else {
            self.inside.entries().await.map_err(|_| ())
        }
    }

    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, ()> {
        self.inside.unconfirmed().await.map_err(|_| ())
    }

    async fn keep(&self, entry: &Entry) -> Result<(), ()> {
        if self.writes_fail.get() {
            Err(())
        } else {
            self.log.borrow_mut().push("entry kept");
            self.inside.keep(entry).await.map_err(|_| ())
        }
    }

    async fn receive(&self, copy: &Unconfirmed, record: &SentRecord) -> Result<(), ()> {
        if self.writes_fail.get() {
            Err(())
        } else {
            self.inside.receive(copy, record).await.map_err(|_| ())
        }
    }

    async fn settle(&self, record: &SentRecord) -> Result<(), ()> {
        if self.writes_fail.get() {
            Err(())
        } else {
            self.inside.settle(record).await.map_err(|_| ())
        }
    }

    async fn records(&self) -> Result<Vec<SentRecord>, ()> {
        self.inside.records().await.map_err(|_| ())
    }

    async fn forget(&self, id: &SubmissionId) -> Result<(), ()> {
        self.log.borrow_mut().push("number forgotten");
        self.inside.forget(id).await.map_err(|_| ())
    }

    async fn remove(&self, id: &SubmissionId) -> Result<(), ()> {
        self.log.borrow_mut().push("entry removed");
        self.inside.remove(id).await.map_err(|_| ())
    }

    async fn erase(&self) -> Result<(), ()> {
        self.inside.erase().await.map_err(|_| ())
    }
}

/// The real content.
pub(crate) fn library() -> &'static content::Library {
    static READ_ONCE: OnceLock<content::Library> = OnceLock::new();
    READ_ONCE.get_or_init(|| {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let library = content::Library::read(&content);
        library.unwrap_or_else(|errors| panic!("the content is good: {errors}"))
    })
}

/// The French content as phones load it.
pub(crate) fn french() -> Bundle {
    let bundle = library().bundle("fr");
    bundle.unwrap_or_else(|| panic!("there is French content"))
}

/// A Mission Locale with a new key, and that key.
pub(crate) fn site() -> (Site, envelope::PrivateKey) {
    let private = envelope::PrivateKey::generate();
    let public = private.public_key();
    let site = serde_json::json!({
        "id": "demo", "name": "", "address": [], "phone": "", "phone_e164": "", "email": "", "website": "",
        "officer_email": "", "host": "", "mail_provider": "", "time_zone": "Europe/Paris", "opening_hours": { "days": [] },
        "postal_areas": [], "keep_after_delivery_days": 7, "notices": {},
        "keys": [{ "kid": "k1", "public_key": public, "seal_until": "2030-01-01T00:00:00Z" }],
    });
    let site = serde_json::from_value(site);
    (site.unwrap_or_else(|error| panic!("{error}")), private)
}

/// Answers that a form accepts: these, and the first choice of every other question that has to be answered.
pub(crate) fn answered(form: &Form, typed: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (question, text) in typed {
        answers.set(question, text);
    }
    let sections = form.questionnaire.sections.iter();
    for question in sections.flat_map(|section| &section.questions) {
        let is_open = question.required && answers.one(&question.id).is_none();
        if let Some(choice) = question.choices.first().filter(|_| is_open) {
            answers.set(&question.id, &choice.code);
        }
    }
    answers
}

/// Somebody of nineteen from Roubaix.
pub(crate) const LINA: [(&str, &str); 7] = [
    ("first_name", "Lina"),
    ("usage_name", "Diallo"),
    ("birth_date", "2007-05-14"),
    ("postal_code", "59100"),
    ("commune_code", "59512"),
    ("phone", "06 39 98 41 27"),
    ("address_line", "12 rue de l’Épeule"),
];
