//! Application state: the signals that all screens share, and ways to read them. Does nothing by itself.

use std::{
    cell::{Cell, OnceCell, RefCell},
    ops::Deref,
};

use domain::{
    answers::Answers,
    bundle::Bundle,
    outbox::{Asking, Entry, SentRecord, Unconfirmed},
    owner::OwnerSecret,
    site::Site,
    submission::{Context, Refusal},
    texts::TextKey,
    time::Timestamp,
    wire::SubmissionId,
};
use elements::RwSignal;
use phone::{
    communes::{self, Communes},
    compose::Sealed,
    draft,
    notice::Shown,
    options::{Choices, Wish},
    outbox,
    progress::LastSent,
    refusals::Unfit,
    screen::Screen,
    shared_device::team::Team,
    unsaved::{self, Held},
};

use crate::browser::outbox::Outbox;

mod words;

/// What the screens share. Copied freely: a handle to what lives as long as the page.
#[derive(Clone, Copy)]
pub struct State(&'static Values);

/// The values behind a [`State`].
pub struct Values {
    /// What is shown.
    pub screen: RwSignal<Screen>,
    /// Whether the next screen takes the focus to its heading, so that it is read aloud.
    pub focus_on_show: Cell<bool>,
    /// The sentences and forms of the chosen language.
    pub bundle: RwSignal<&'static Bundle>,
    /// The rest of the words of that language, once they are here.
    pub rest_words: RwSignal<Option<&'static Bundle>>,
    /// The files of content loaded in this visit, by path.
    pub loaded: RefCell<Vec<(String, &'static Bundle)>>,
    /// The Mission Locale.
    pub site: RwSignal<&'static Site>,
    /// Whether the endpoint has said what time it is, in this visit.
    pub told_the_time: RwSignal<bool>,
    /// What has been answered; in memory only.
    pub answers: RwSignal<Answers>,
    /// What the last "continue" or "send" refused.
    pub refusals: RwSignal<Vec<Refusal>>,
    /// Whether the person came from the last page to change one thing.
    pub changing: RwSignal<bool>,
    /// Why this form is not for them, while they are told; their answers are in memory until they leave that page.
    pub unfit: RwSignal<Option<Unfit>>,
    /// The date that was asked back, and the age that it makes.
    pub age_asked: RefCell<Option<(String, i16)>>,
    /// Whether that has been on the screen for long enough to be read.
    pub age_is_read: Cell<bool>,
    /// Communes of the postal code, as far as they are known.
    pub communes: RwSignal<Communes>,
    /// Whether the person types the name of hers, beside their list.
    pub types_commune: RwSignal<bool>,
    /// Told when a postal code was found by the name of a town: its field shows it.
    pub town_found: RwSignal<()>,
    /// The version of the notice that was shown in this visit, and when first.
    pub notice_shown: RefCell<Option<Shown>>,
    /// The options chosen for what is being filled in, and when.
    pub pending_options: RwSignal<Vec<Wish>>,
    /// The options of what was sent from this phone, as they stand now, newest first.
    pub choices: RwSignal<Vec<Choices>>,
    /// The moment of the last one that was changed, by the phone's clock.
    pub last_choice_at: Cell<Timestamp>,
    /// Whether the choices of earlier visits were looked for.
    pub options_loaded: RwSignal<bool>,
    /// Which submission the rights request is about that is being filled in.
    pub about: RefCell<Option<SubmissionId>>,
    /// Where the link came from.
    pub context: Context,
    /// Whether this device passes from hand to hand.
    pub shared_device: RwSignal<bool>,
    /// Whether its team has said its code.
    pub team: RwSignal<Team>,
    /// When something last left this shared device.
    pub left_at: RwSignal<Option<Timestamp>>,
    /// Whether the person is asked if she is still there.
    pub idle_warning: RwSignal<bool>,
    /// The place in the history of the last sending: the pages before it are those of what was sent.
    pub sent_place: Cell<f64>,
    /// The place in the history at which the page was opened.
    pub first_place: Cell<f64>,
    /// Whether the page is on its way back there.
    pub starting_over: Cell<bool>,
    /// When the draft was kept that waits on this phone.
    pub draft: RwSignal<Option<Timestamp>>,
    /// Whether this page has kept a draft: one that is gone since was sent or erased in another tab.
    pub kept_draft: Cell<bool>,
    /// Whose phone it is, once the person has said so.
    pub own_phone: RwSignal<Option<bool>>,
    /// The key of the sentence that says so, when the browser has cleared what was kept here.
    pub eviction_notice: RwSignal<Option<TextKey>>,
    /// What waits on this phone.
    pub entries: RwSignal<Vec<Entry>>,
    /// What the endpoint acknowledged and has not confirmed as delivered: sealed copies stay here.
    pub unconfirmed: RwSignal<Vec<Unconfirmed>>,
    /// When this page asks about them.
    pub asking: Cell<Asking>,
    /// What the endpoint has.
    pub records: RwSignal<Vec<SentRecord>>,
    /// What came of carrying envelopes to another device or from one: the key of its sentence, and how many.
    pub transfer_result: RwSignal<Option<(TextKey, usize)>>,
    /// What was sent in this visit.
    pub last_sent: RwSignal<Option<LastSent>>,
    /// Whether a sending is being prepared.
    pub busy: RwSignal<bool>,
    /// The key of a sentence about what just went wrong.
    pub trouble: RwSignal<Option<TextKey>>,
    /// Whether the outbox survives a closed page.
    pub lasting: RwSignal<bool>,
    /// Where envelopes wait, once it is open.
    pub outbox: OnceCell<Outbox>,
    /// What was sealed but could be neither kept nor sent.
    pub unsent: RefCell<Option<Sealed>>,
    /// What the endpoint has and this phone could not keep: known for as long as the page.
    pub unsaved_records: RefCell<Vec<SentRecord>>,
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
            screen: RwSignal::new(Screen::Welcome),
            focus_on_show: Cell::new(false),
            bundle: RwSignal::new(bundle),
            rest_words: RwSignal::new(None),
            loaded: RefCell::new(Vec::new()),
            site: RwSignal::new(site),
            told_the_time: RwSignal::new(false),
            answers: RwSignal::new(Answers::default()),
            refusals: RwSignal::new(Vec::new()),
            changing: RwSignal::new(false),
            unfit: RwSignal::new(None),
            age_asked: RefCell::new(None),
            age_is_read: Cell::new(false),
            communes: RwSignal::new(Communes::Unasked),
            types_commune: RwSignal::new(false),
            town_found: RwSignal::new(()),
            notice_shown: RefCell::new(None),
            pending_options: RwSignal::new(Vec::new()),
            choices: RwSignal::new(Vec::new()),
            last_choice_at: Cell::new(Timestamp::from_unix_seconds(0)),
            options_loaded: RwSignal::new(false),
            unsaved_records: RefCell::new(Vec::new()),
            about: RefCell::new(None),
            context,
            shared_device: RwSignal::new(tablet),
            team: RwSignal::new(Team::Unknown),
            left_at: RwSignal::new(None),
            idle_warning: RwSignal::new(false),
            sent_place: Cell::new(0.0),
            first_place: Cell::new(0.0),
            starting_over: Cell::new(false),
            draft: RwSignal::new(None),
            kept_draft: Cell::new(false),
            own_phone: RwSignal::new(None),
            eviction_notice: RwSignal::new(None),
            entries: RwSignal::new(Vec::new()),
            unconfirmed: RwSignal::new(Vec::new()),
            asking: Cell::new(Asking::default()),
            records: RwSignal::new(Vec::new()),
            transfer_result: RwSignal::new(None),
            last_sent: RwSignal::new(None),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            lasting: RwSignal::new(true),
            outbox: OnceCell::new(),
            unsent: RefCell::new(None),
        })))
    }

    /// The secret of something that was sent from this phone, where it may be kept: the right to act on it.
    pub fn owner_of(self, id: &SubmissionId) -> Option<OwnerSecret> {
        let (entries, records) = (self.entries.read_untracked(), self.records.read_untracked());
        outbox::owner_of(id, &entries, &records)
    }

    /// The Mission Locale, as it is known now.
    pub fn site(self) -> &'static Site {
        *self.site.read_untracked()
    }

    /// The commune that was answered, as people read it.
    pub fn commune(self, answer: &str) -> String {
        self.communes.read().name_of(answer).to_owned()
    }

    /// The commune that was answered, where this Mission Locale does not serve it.
    pub fn commune_outside(self) -> Option<String> {
        let answers = self.answers.read();
        let answer = answers.one("commune_code")?;
        let postal_code = answers.one("postal_code").unwrap_or_default();
        let is_outside = communes::is_outside(postal_code, answer, &self.site().territory);
        is_outside.then(|| self.commune(answer))
    }

    /// Whether nothing would go with this page.
    pub fn may_go(self) -> bool {
        unsaved::nothing_would_go(
            &self.answers.read_untracked(),
            *self.lasting.read_untracked(),
        )
    }

    /// Whether something that is kept nowhere would go with this page.
    pub fn would_lose(self) -> bool {
        // After a yes to drafts, one is kept at every page.
        let is_own_phone = *self.own_phone.read() == Some(true);
        unsaved::would_be_lost(Held {
            answers: &self.answers.read(),
            is_turned_away: self.unfit.read().is_some(),
            is_kept_as_draft: is_own_phone && self.kept_draft.get(),
            waiting: self.entries.read().len(),
            lasting: *self.lasting.read(),
        })
    }

    /// Whether the draft of an earlier visit waits for a word.
    pub fn is_draft_offered(self) -> bool {
        draft::is_offered(*self.draft.read_untracked(), &self.answers.read_untracked())
    }

    /// What is shown for a screen, as things stand.
    pub fn shown_for(self, screen: Screen) -> Screen {
        let (is_just_sent, is_shared) = (
            self.last_sent.read_untracked().is_some(),
            *self.shared_device.read_untracked(),
        );
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
        self.pending_options.set(Vec::new());
        self.about.replace(None);
    }
}
