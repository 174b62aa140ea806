//! A phone in memory with a page open on it: every port, every failure on demand, and what was done in order.

mod page;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use domain::{
    answers::Answers,
    bundle::Bundle,
    outbox::{Entry, Method, Outcome, SentRecord, Status, contract},
    owner::OwnerSecret,
    site::Site,
    submission::{Consent, MessageKind, Refusal},
    team_code::TeamCode,
    texts::TextKey,
    time::Timestamp,
    wire::SubmissionId,
};

use super::{Failing, LINA, Still, answered, french, site, store_of};
use crate::{
    communes::Communes,
    compose::Sealed,
    options::Choices,
    ports::{
        Draft, DraftStore, Fetch, HttpError, Lock, Passcode, Preferences, Transport, World,
        memory_lock::MemoryLock,
    },
    progress::LastSent,
};

pub(crate) struct FakePhone {
    pub(crate) clock: Still,
    pub(crate) lock: MemoryLock,
    pub(crate) outbox: Failing,
    pub(crate) is_reached: Cell<bool>,
    pub(crate) keeps_drafts: Cell<bool>,
    pub(crate) draft: RefCell<Option<(Draft, Timestamp)>>,
    pub(crate) preferences: RefCell<BTreeMap<String, String>>,
    pub(crate) keeps_preferences: Cell<bool>,
    pub(crate) language: Cell<&'static str>,
    pub(crate) left_at: Cell<Option<Timestamp>>,
    /// What is served, by its path; all else is out of reach.
    pub(crate) served: RefCell<Vec<(&'static str, Result<String, HttpError>)>>,
    // The page.
    pub(crate) bundle: Bundle,
    pub(crate) site: Site,
    pub(crate) keyless: Site,
    pub(crate) has_keys: Cell<bool>,
    pub(crate) is_notice_new: Cell<bool>,
    pub(crate) known_site: RefCell<Option<(Site, bool)>>,
    pub(crate) communes: RefCell<Communes>,
    pub(crate) answers: RefCell<Answers>,
    pub(crate) is_shared: Cell<bool>,
    pub(crate) about: RefCell<Option<SubmissionId>>,
    pub(crate) consents: RefCell<Vec<Consent>>,
    pub(crate) choices: RefCell<Vec<Choices>>,
    pub(crate) last_choice_at: Cell<Timestamp>,
    pub(crate) has_kept: Cell<bool>,
    pub(crate) draft_waits: Cell<Option<Timestamp>>,
    pub(crate) unsent: RefCell<Option<Sealed>>,
    pub(crate) unkept: RefCell<Vec<SentRecord>>,
    pub(crate) refusals: RefCell<Vec<Refusal>>,
    pub(crate) last_sent: RefCell<Option<LastSent>>,
    pub(crate) said: Cell<Option<TextKey>>,
    pub(crate) to_take_back: RefCell<Option<SubmissionId>>,
}

impl FakePhone {
    /// A phone of one's own on which a registration is filled in, with the endpoint in reach.
    pub(crate) fn new() -> Self {
        let bundle = french();
        let answers = RefCell::new(registration(&bundle));
        let (site, _) = site();
        Self {
            clock: Still::new(),
            lock: MemoryLock::default(),
            outbox: Failing::over(store_of(0)),
            is_reached: Cell::new(true),
            keeps_drafts: Cell::new(true),
            draft: RefCell::default(),
            preferences: RefCell::default(),
            keeps_preferences: Cell::new(true),
            language: Cell::new("fr"),
            left_at: Cell::new(None),
            served: RefCell::default(),
            keyless: Site {
                keys: Vec::new(),
                ..site.clone()
            },
            bundle,
            site,
            has_keys: Cell::new(true),
            is_notice_new: Cell::new(false),
            known_site: RefCell::default(),
            communes: RefCell::new(Communes::Unasked),
            answers,
            is_shared: Cell::new(false),
            about: RefCell::default(),
            consents: RefCell::default(),
            choices: RefCell::default(),
            last_choice_at: Cell::new(Timestamp::from_unix_seconds(0)),
            has_kept: Cell::new(false),
            draft_waits: Cell::new(None),
            unsent: RefCell::default(),
            unkept: RefCell::default(),
            refusals: RefCell::default(),
            last_sent: RefCell::default(),
            said: Cell::new(None),
            to_take_back: RefCell::default(),
        }
    }

    /// The database and the network are as good as gone.
    pub(crate) fn keeps_and_reaches_nothing(&self) {
        self.outbox.writes_fail.set(true);
        self.is_reached.set(false);
    }

    pub(crate) fn keeps_and_reaches_again(&self) {
        self.outbox.writes_fail.set(false);
        self.is_reached.set(true);
    }

    /// A draft of these answers, kept so many seconds ago.
    pub(crate) fn has_draft_since(&self, seconds: i64) {
        let kept_at = self.clock.now().plus_seconds(-seconds);
        self.draft.replace(Some((self.draft_now(), kept_at)));
    }

    /// The draft that would be kept now.
    pub(crate) fn draft_now(&self) -> Draft {
        Draft {
            path: "/preinscription/identite".into(),
            answers: self.answers.borrow().clone(),
        }
    }

    pub(crate) fn kept_word(&self, name: &str) -> Option<String> {
        self.preferences.borrow().get(name).cloned()
    }

    pub(crate) fn keep_word(&self, name: &str, value: &str) {
        let mut preferences = self.preferences.borrow_mut();
        preferences.insert(name.to_owned(), value.to_owned());
    }

    /// The answers that a new phone has.
    pub(crate) fn filled_in(&self) -> Answers {
        registration(&self.bundle)
    }

    pub(crate) fn logged(&self) -> Vec<&'static str> {
        self.outbox.log.take()
    }

    fn log(&self, line: &'static str) {
        self.outbox.log.borrow_mut().push(line);
    }
}

/// A registration that its form accepts.
fn registration(bundle: &Bundle) -> Answers {
    let form = bundle.form(MessageKind::Registration.questionnaire());
    answered(form.unwrap_or_else(|| panic!("the form")), &LINA)
}

impl World for &FakePhone {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn jitter(&self) -> f64 {
        self.clock.jitter()
    }

    fn identity(&self) -> (SubmissionId, OwnerSecret) {
        self.clock.identity()
    }
}

impl Transport for &FakePhone {
    async fn send(&self, entry: &Entry, _method: Method) -> Outcome {
        if self.is_reached.get() {
            Outcome::Received(contract::receipt(entry))
        } else {
            Outcome::Later {
                retry_after_seconds: None,
            }
        }
    }

    async fn status(&self, _id: &SubmissionId) -> Status {
        Status::Silent
    }
}

impl Lock for &FakePhone {
    fn if_free<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>> {
        self.lock.if_free(work)
    }

    fn in_turn<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>> {
        self.lock.in_turn(work)
    }
}

impl DraftStore for &FakePhone {
    async fn keep_draft(&self, draft: &Draft, now: Timestamp) -> bool {
        let keeps = self.keeps_drafts.get();
        if keeps {
            self.log("draft kept");
            self.draft.replace(Some((draft.clone(), now)));
        }
        keeps
    }

    async fn draft_kept_at(&self) -> Option<Timestamp> {
        self.draft.borrow().as_ref().map(|(_, kept_at)| *kept_at)
    }

    async fn open_draft(&self) -> Option<Draft> {
        self.draft.borrow().as_ref().map(|(draft, _)| draft.clone())
    }

    async fn clear_draft(&self) -> bool {
        self.log("draft cleared");
        self.draft.replace(None).is_some()
    }
}

impl Fetch for &FakePhone {
    async fn fetch(&self, path: &str) -> Result<String, HttpError> {
        let served = self.served.borrow();
        let found = served.iter().find(|(served, _)| *served == path);
        found.map_or(Err(HttpError::Unreachable), |(_, json)| json.clone())
    }

    fn read_site(&self, json: &str) -> Option<Site> {
        serde_json::from_str(json).ok()
    }

    fn read_texts(&self, json: &str) -> Option<Vec<String>> {
        serde_json::from_str(json).ok()
    }
}

impl Preferences for &FakePhone {
    async fn preference(&self, name: &str) -> Option<String> {
        self.kept_word(name)
    }

    async fn set_preference(&self, name: &str, value: &str) -> bool {
        let keeps = self.keeps_preferences.get();
        if keeps {
            self.keep_word(name, value);
        }
        keeps
    }
}

impl Passcode for &FakePhone {
    async fn is_right(&self, said: &str, kept: &TeamCode) -> bool {
        kept.hash == said
    }
}
