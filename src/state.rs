//! What the screens share: signals, and ways to read them. Does nothing by itself.

use std::{ops::Deref, rc::Rc, sync::Arc};

use domain::{
    answers::Answers,
    bundle::{Bundle, Form},
    notice::Notice,
    outbox::{Entry, SentRecord},
    site::Site,
    submission::{Context, MessageKind, Reason, Refusal},
    time::Timestamp,
    wire::SubmissionId,
    wording::fill,
};
use leptos::prelude::*;

use crate::{browser::outbox::AnyOutbox, screen::Screen};

/// The notice that is shown before a registration.
const NOTICE: &str = "preinscription";

/// The signals. Copied freely: each is a handle.
#[derive(Clone, Copy)]
pub struct State {
    /// What is shown.
    pub screen: RwSignal<Screen>,
    /// The sentences and forms of the chosen language.
    pub bundle: RwSignal<Arc<Bundle>>,
    /// The Mission Locale.
    pub site: RwSignal<Arc<Site>>,
    /// What has been answered; in memory only.
    pub answers: RwSignal<Answers>,
    /// What the last "continue" or "send" refused.
    pub refusals: RwSignal<Vec<Refusal>>,
    /// Whether the person came from the last page to change one thing.
    pub changing: RwSignal<bool>,
    /// Why this form is not for them.
    pub unfit: RwSignal<Option<Reason>>,
    /// Communes of the postal code, as far as they are known.
    pub communes: RwSignal<Communes>,
    /// When the notice was first shown in this visit.
    pub notice_shown_at: RwSignal<Option<Timestamp>>,
    /// Where the link came from.
    pub context: StoredValue<Context>,
    /// What waits on this phone.
    pub entries: RwSignal<Vec<Entry>>,
    /// What the endpoint has.
    pub records: RwSignal<Vec<SentRecord>>,
    /// What was sent in this visit.
    pub last: RwSignal<Option<LastSent>>,
    /// Whether a sending is being prepared.
    pub busy: RwSignal<bool>,
    /// The key of a sentence about what just went wrong.
    pub trouble: RwSignal<Option<&'static str>>,
    /// Whether the outbox survives a closed page.
    pub lasting: RwSignal<bool>,
    /// Where envelopes wait.
    pub outbox: StoredValue<Option<Rc<AnyOutbox>>, LocalStorage>,
    /// What was sealed but could be neither kept nor sent, with the answers it holds.
    pub unsent: StoredValue<Option<(Answers, Entry)>>,
}

/// What the page after sending needs to know. The first name is there to greet, and leaves with the page.
#[derive(Clone)]
pub struct LastSent {
    /// Which submission.
    pub id: SubmissionId,
    /// To greet the person.
    pub first_name: String,
    /// When it was kept, or received where nothing could be kept.
    pub kept_at: Timestamp,
}

/// What is known of the communes of a postal code.
#[derive(Clone, PartialEq, Eq)]
pub enum Communes {
    /// No complete postal code yet.
    Unasked,
    /// On their way.
    Loading,
    /// INSEE code and name of each.
    Found(Vec<(String, String)>),
    /// The list cannot be had: the person types the name.
    Unavailable,
}

/// A form of the language shown; a handle, cheap to clone.
#[derive(Clone)]
pub struct ShownForm {
    bundle: Arc<Bundle>,
    index: usize,
}

impl Deref for ShownForm {
    type Target = Form;

    fn deref(&self) -> &Form {
        &self.bundle.forms[self.index]
    }
}

impl State {
    /// The state of an app that has just started.
    pub fn new(screen: Screen, bundle: Bundle, site: Site, context: Context) -> Self {
        Self {
            screen: RwSignal::new(screen),
            bundle: RwSignal::new(Arc::new(bundle)),
            site: RwSignal::new(Arc::new(site)),
            answers: RwSignal::new(Answers::default()),
            refusals: RwSignal::new(Vec::new()),
            changing: RwSignal::new(false),
            unfit: RwSignal::new(None),
            communes: RwSignal::new(Communes::Unasked),
            notice_shown_at: RwSignal::new(None),
            context: StoredValue::new(context),
            entries: RwSignal::new(Vec::new()),
            records: RwSignal::new(Vec::new()),
            last: RwSignal::new(None),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            lasting: RwSignal::new(true),
            outbox: StoredValue::new_local(None),
            unsent: StoredValue::new(None),
        }
    }

    /// The sentence of that key; the key itself when a language file misses it (a test sees to it).
    pub fn text(&self, key: &str) -> String {
        let bundle = self.bundle.get_untracked();
        bundle
            .texts
            .get(key)
            .cloned()
            .unwrap_or_else(|| key.to_owned())
    }

    /// The sentence of that key with values put in.
    pub fn text_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(&self.text(key), values)
    }

    /// The language shown: `fr`, `en`.
    pub fn language(&self) -> String {
        self.bundle.get_untracked().language.clone()
    }

    /// The form of a kind of message, in the language shown.
    pub fn form(&self, kind: MessageKind) -> Option<ShownForm> {
        let bundle = self.bundle.get_untracked();
        let is_it = |form: &Form| form.questionnaire.id == kind.questionnaire();
        let index = bundle.forms.iter().position(is_it)?;
        Some(ShownForm { bundle, index })
    }

    /// What is shown before a registration, in the version that this Mission Locale has in force.
    pub fn notice(&self) -> Option<Notice> {
        let site = self.site.get_untracked();
        let in_force = site.notices.get(NOTICE).map(String::as_str);
        self.bundle
            .get_untracked()
            .notice(NOTICE, in_force)
            .cloned()
    }

    /// The sentence for a refusal: the question's own, else the one for that reason.
    pub fn refusal_text(&self, form: &Form, refusal: &Refusal) -> String {
        let wording = form.wording.questions.get(&refusal.question);
        let own = wording.and_then(|wording| wording.refusal(refusal.reason));
        own.map_or_else(
            || {
                let mut key = String::from("refusals.");
                key.push_str(refusal.reason.code());
                self.text(&key)
            },
            ToOwned::to_owned,
        )
    }

    /// Forgets what the person typed.
    pub fn forget_answers(&self) {
        self.answers.set(Answers::default());
        self.refusals.set(Vec::new());
        self.communes.set(Communes::Unasked);
        self.changing.set(false);
    }
}
