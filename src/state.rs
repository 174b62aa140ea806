//! What the screens share: live values, and ways to read them. Does nothing by itself.

use std::{
    cell::{Cell, OnceCell, RefCell},
    ops::Deref,
};

use domain::{
    answers::Answers,
    bundle::{Bundle, Form},
    code::Code,
    notice::{Layers, Notice},
    options::Purpose,
    outbox::{Asking, Entry, SentRecord, Unconfirmed},
    owner::OwnerSecret,
    places::Territory,
    site::Site,
    submission::{Context, MessageKind, Reason, Refusal},
    time::Timestamp,
    wire::SubmissionId,
    wording::fill,
};

use crate::{
    browser::outbox::Outbox,
    late::{AllHere, Here},
    live::Live,
    screen::{NOTICE, Screen},
    tablet::team::Team,
};

/// What the screens share. Copied freely: a handle to what lives as long as the page.
#[derive(Clone, Copy)]
pub struct State(&'static Values);

/// The values behind a [`State`].
pub struct Values {
    /// What is shown.
    pub screen: Live<Screen>,
    /// Whether somebody is on the way to it, and should find its heading read aloud.
    pub arriving: Cell<bool>,
    /// The sentences and forms of the chosen language.
    pub bundle: Live<&'static Bundle>,
    /// The rest of that language, as far as it is here: what comes with the late code, then with the
    /// rest of it.
    pub more: [Cell<Option<&'static Bundle>>; 2],
    /// The code that comes after the first screen, once it is here.
    pub late: Live<Option<Here>>,
    /// The rest of the code, once it is here, and with it all of the app.
    pub rest: Live<Option<AllHere>>,
    /// Whether all of the app is asked for.
    pub asks_for_all: Cell<bool>,
    /// The files of content loaded in this visit, by path.
    pub loaded: RefCell<Vec<(String, &'static Bundle)>>,
    /// The Mission Locale.
    pub site: Live<&'static Site>,
    /// Whether the endpoint has said what time it is, in this visit.
    pub told_the_time: Live<bool>,
    /// What has been answered; in memory only.
    pub answers: Live<Answers>,
    /// What the last "continue" or "send" refused.
    pub refusals: Live<Vec<Refusal>>,
    /// Whether the person came from the last page to change one thing.
    pub changing: Live<bool>,
    /// Why this form is not for them, while they are told; their answers are in memory until they leave that page.
    pub unfit: Live<Option<Unfit>>,
    /// The date that was asked back, and the age that it makes.
    pub age_asked: RefCell<Option<(String, i16)>>,
    /// Whether that has been on the screen for long enough to be read.
    pub age_is_read: Cell<bool>,
    /// Communes of the postal code, as far as they are known.
    pub communes: Live<Communes>,
    /// Whether the person types the name of hers, beside their list.
    pub types_commune: Live<bool>,
    /// Told when a postal code was found by the name of a town: its field shows it.
    pub town_found: Live<()>,
    /// The version of the notice that was shown in this visit, and when first.
    pub notice_shown: RefCell<Option<(String, Timestamp)>>,
    /// The options chosen for what is being filled in, and when.
    pub wishes: Live<Vec<Chosen>>,
    /// The options of what was sent from this phone, as they stand now, newest first.
    pub choices: Live<Vec<Choices>>,
    /// The moment of the last one that was changed, by the phone's clock.
    pub last_choice_at: Cell<Timestamp>,
    /// Whether the choices of earlier visits were looked for.
    pub recalled: Live<bool>,
    /// Which submission the rights request is about that is being filled in.
    pub about: RefCell<Option<SubmissionId>>,
    /// Where the link came from.
    pub context: Context,
    /// Whether this device passes from hand to hand.
    pub tablet: Live<bool>,
    /// Whether its team has said its code.
    pub team: Live<Team>,
    /// When something last left this shared device.
    pub left_at: Live<Option<Timestamp>>,
    /// Whether the person is asked if she is still there.
    pub idle: Live<bool>,
    /// The place in the history of the last sending: the pages before it are those of what was sent.
    pub sent_place: Cell<f64>,
    /// The place in the history at which the page was opened.
    pub first_place: Cell<f64>,
    /// Whether the page is on its way back there.
    pub starting_over: Cell<bool>,
    /// When the draft was kept that waits on this phone.
    pub draft: Live<Option<Timestamp>>,
    /// Whether this page has kept a draft: one that is gone since was sent or erased in another tab.
    pub kept_draft: Cell<bool>,
    /// Whose phone it is, once the person has said so.
    pub own_phone: Live<Option<bool>>,
    /// The key of the sentence that says so, when the browser has cleared what was kept here.
    pub wiped: Live<Option<&'static str>>,
    /// What waits on this phone.
    pub entries: Live<Vec<Entry>>,
    /// What the endpoint acknowledged and nobody has confirmed: sealed copies stay here.
    pub unconfirmed: Live<Vec<Unconfirmed>>,
    /// When this page asks about them.
    pub asking: Cell<Asking>,
    /// What the endpoint has.
    pub records: Live<Vec<SentRecord>>,
    /// What came of carrying envelopes to another device or from one: the key of its sentence, and how many.
    pub carried: Live<Option<(&'static str, usize)>>,
    /// What was sent in this visit.
    pub last: Live<Option<LastSent>>,
    /// Whether a sending is being prepared.
    pub busy: Live<bool>,
    /// The key of a sentence about what just went wrong.
    pub trouble: Live<Option<&'static str>>,
    /// Whether the outbox survives a closed page.
    pub lasting: Live<bool>,
    /// Where envelopes wait, once it is open.
    pub outbox: OnceCell<Outbox>,
    /// What was sealed but could be neither kept nor sent, with the message that it holds.
    pub unsent: RefCell<Option<(String, Entry)>>,
    /// What the endpoint has and this phone could not keep: known for as long as the page.
    pub unstored: RefCell<Vec<SentRecord>>,
}

/// Why a form is not for somebody.
pub struct Unfit {
    /// Too young, or too old.
    pub reason: Reason,
    /// The page where the date can be corrected.
    pub correct_at: Screen,
}

/// An option that is chosen, and since when by the phone's clock.
pub type Chosen = (Purpose, Timestamp);

/// The options of one registration.
#[derive(Clone)]
pub struct Choices {
    /// Which registration.
    pub about: SubmissionId,
    /// The link that it came by: what is offered depends on it.
    pub source: Option<Code>,
    /// Those chosen and not taken back.
    pub on: Vec<Purpose>,
}

/// What the page after sending needs to know. The first name is there to greet, and leaves with the page.
#[derive(Clone)]
pub struct LastSent {
    /// Which submission.
    pub id: SubmissionId,
    /// What it asks.
    pub kind: MessageKind,
    /// To greet the person.
    pub first_name: String,
    /// The commune, where another Mission Locale serves it: who called back from here is told so.
    pub outside: Option<String>,
    /// When it was kept, or received where nothing could be kept.
    pub kept_at: Timestamp,
}

/// What is known of the communes of a postal code.
#[derive(PartialEq, Eq)]
pub enum Communes {
    /// No complete postal code yet.
    Unasked,
    /// On their way.
    Loading,
    /// What is recorded of each, and its name.
    Found(Vec<(String, String)>),
    /// In another country: the person types the name.
    Abroad,
    /// No commune has that postal code, as far as is known: the person types the name.
    Unknown,
    /// The list cannot be had: the person types the name.
    Unavailable,
}

impl Deref for State {
    type Target = Values;

    fn deref(&self) -> &Values {
        self.0
    }
}

impl State {
    /// The state of an app that has just started; it is never given back.
    pub fn new(
        bundle: &'static Bundle,
        site: &'static Site,
        context: Context,
        tablet: bool,
    ) -> Self {
        Self(Box::leak(Box::new(Values {
            screen: Live::new(Screen::Welcome),
            arriving: Cell::new(false),
            bundle: Live::new(bundle),
            more: Default::default(),
            late: Live::new(None),
            rest: Live::new(None),
            asks_for_all: Cell::new(false),
            loaded: RefCell::new(Vec::new()),
            site: Live::new(site),
            told_the_time: Live::new(false),
            answers: Live::new(Answers::default()),
            refusals: Live::new(Vec::new()),
            changing: Live::new(false),
            unfit: Live::new(None),
            age_asked: RefCell::new(None),
            age_is_read: Cell::new(false),
            communes: Live::new(Communes::Unasked),
            types_commune: Live::new(false),
            town_found: Live::new(()),
            notice_shown: RefCell::new(None),
            wishes: Live::new(Vec::new()),
            choices: Live::new(Vec::new()),
            last_choice_at: Cell::new(Timestamp::from_unix_seconds(0)),
            recalled: Live::new(false),
            unstored: RefCell::new(Vec::new()),
            about: RefCell::new(None),
            context,
            tablet: Live::new(tablet),
            team: Live::new(Team::Unknown),
            left_at: Live::new(None),
            idle: Live::new(false),
            sent_place: Cell::new(0.0),
            first_place: Cell::new(0.0),
            starting_over: Cell::new(false),
            draft: Live::new(None),
            kept_draft: Cell::new(false),
            own_phone: Live::new(None),
            wiped: Live::new(None),
            entries: Live::new(Vec::new()),
            unconfirmed: Live::new(Vec::new()),
            asking: Cell::new(Asking::default()),
            records: Live::new(Vec::new()),
            carried: Live::new(None),
            last: Live::new(None),
            busy: Live::new(false),
            trouble: Live::new(None),
            lasting: Live::new(true),
            outbox: OnceCell::new(),
            unsent: RefCell::new(None),
        })))
    }

    /// The secret of something that was sent from this phone, where it may be kept: the right to act on it.
    pub fn owner_of(self, id: &SubmissionId) -> Option<OwnerSecret> {
        let (entries, records) = (self.entries.peek(), self.records.peek());
        let waiting = entries.iter().find(|entry| entry.id == *id);
        let sent = records.iter().find(|record| record.id == *id);
        let waiting = waiting.and_then(|entry| entry.owner.clone());
        waiting.or_else(|| sent.and_then(|record| record.owner.clone()))
    }

    /// What is found first in the sentences and forms of the language shown, else in the rest of them.
    fn find<T>(self, pick: impl Fn(&'static Bundle) -> Option<T>) -> Option<T> {
        let bundle = *self.bundle.peek();
        pick(bundle).or_else(|| {
            let mut more = self.more.iter();
            more.find_map(|more| more.get().and_then(&pick))
        })
    }

    /// The sentence of that key; nothing when a language file misses it (a test sees to it).
    #[inline(never)]
    pub fn text(self, key: &str) -> &'static str {
        self.find(|bundle| bundle.texts.get(key))
            .map_or("", String::as_str)
    }

    /// The sentence of that key with values put in.
    pub fn text_with(self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }

    /// The language shown: `fr`, `en`.
    pub fn language(self) -> &'static str {
        &self.bundle.peek().language
    }

    /// The Mission Locale, as it is known now.
    pub fn site(self) -> &'static Site {
        *self.site.peek()
    }

    /// The commune that was answered, as people read it.
    pub fn commune(self, answer: &str) -> String {
        let communes = self.communes.read();
        let named = match &*communes {
            Communes::Found(list) => list.iter().find(|(commune, _)| commune == answer),
            _ => None,
        };
        named.map_or(answer, |(_, name)| name).to_owned()
    }

    /// The commune that was answered, where this Mission Locale does not serve it.
    pub fn commune_outside(self) -> Option<String> {
        let answers = self.answers.read();
        let answer = answers.one("commune_code")?;
        let postal_code = answers.one("postal_code").unwrap_or_default();
        let territory = Territory::of(postal_code, answer, &self.site().territory);
        (territory == Some(Territory::Outside)).then(|| self.commune(answer))
    }

    /// The form of a kind of message, in the language shown.
    pub fn form(self, kind: MessageKind) -> Option<&'static Form> {
        self.find(|bundle| bundle.form(kind.questionnaire()))
    }

    /// A notice, in the version that this Mission Locale has in force.
    pub fn notice_named(self, name: &str) -> Option<&'static Notice> {
        let in_force = self.site().notices.get(name).map(String::as_str);
        self.find(|bundle| bundle.notice(name, in_force))
    }

    /// What is shown before anything is sent.
    pub fn notice(self) -> Option<&'static Notice> {
        self.notice_named(NOTICE)
    }

    /// What stands on a notice, or on a page of the content. All of a notice is in the rest of the words.
    pub fn layers(self, name: &str) -> Option<&'static Layers> {
        let in_force = self.site().notices.get(name).map(String::as_str);
        let [_, rest] = &self.more;
        let whole = rest.get().and_then(|rest| rest.notice(name, in_force));
        let notice = whole.or_else(|| self.notice_named(name));
        notice.map(|notice| &notice.layers).or_else(|| {
            self.find(|bundle| bundle.page(name))
                .map(|page| &page.layers)
        })
    }

    /// The sentence for a refusal: the question's own, else the one for that reason. An age is asked back before it.
    pub fn refusal_text(self, form: &'static Form, refusal: &Refusal) -> String {
        let wording = form.wording.questions.get(&refusal.question);
        let own = wording.and_then(|wording| wording.refusal(refusal.reason));
        let sentence =
            own.unwrap_or_else(|| self.text(&["refusals.", refusal.reason.code()].concat()));
        let asked = self.age_asked.borrow();
        match asked.as_ref().filter(|_| refusal.reason.is_of_age()) {
            None => sentence.to_owned(),
            Some((_, age)) => {
                let plural = if *age < 2 { "" } else { "s" };
                let age = age.to_string();
                let values = [("age", age.as_str()), ("s", plural)];
                let asked = self.text_with("section.age_asked", &values);
                [&asked, " ", sentence].concat()
            }
        }
    }

    /// Whether nothing would go with this page: nothing is typed, and nothing that was sealed or sent is in memory alone.
    pub fn may_go(self) -> bool {
        self.answers.peek().is_empty() && *self.lasting.peek()
    }

    /// Whether something that is kept nowhere would go with this page: what is typed, or what waits in memory alone.
    pub fn would_lose(self) -> bool {
        // Read first, to be followed. Once somebody has said yes to a draft, it is kept at every page.
        let own_phone = *self.own_phone.read() == Some(true);
        let is_unfit = self.unfit.read().is_some();
        let is_typed = !self.answers.read().is_empty();
        let waits = !self.entries.read().is_empty() && !*self.lasting.read();
        let is_kept = own_phone && self.kept_draft.get();
        (is_typed && !is_kept && !is_unfit) || waits
    }

    /// Whether the draft of an earlier visit waits for a word: to go on with it, or to erase it.
    pub fn is_draft_offered(self) -> bool {
        self.draft.peek().is_some() && self.answers.peek().is_empty()
    }

    /// What is shown for a screen, as things stand.
    pub fn shown_for(self, screen: Screen) -> Screen {
        let (is_just_sent, is_shared) = (self.last.peek().is_some(), *self.tablet.peek());
        screen.as_things_stand(is_just_sent, is_shared, self.is_draft_offered())
    }

    /// Forgets what the person typed, and that she was told anything.
    pub fn forget_answers(self) {
        self.answers.set(Answers::default());
        self.age_asked.replace(None);
        self.notice_shown.replace(None);
        self.forget_request();
    }

    /// Forgets what belongs to one form, and not the answers that others ask for too.
    pub fn forget_request(self) {
        self.refusals.set(Vec::new());
        self.communes.set(Communes::Unasked);
        self.changing.set(false);
        self.wishes.set(Vec::new());
        self.about.replace(None);
    }
}
