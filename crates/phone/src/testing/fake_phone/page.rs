//! The page that is open on the phone in memory: what is answered and shown there.

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
};

use domain::{
    answers::Answers,
    language::Language,
    outbox::SentRecord,
    site::Site,
    submission::{Context, Message, MessageKind, Refusal, Refused},
    texts::TextKey,
    time::Timestamp,
    wire::SubmissionId,
};

use super::{Failing, FakePhone};
use crate::{
    communes::{self, Communes},
    compose::{self, Parts, Sealed},
    draft,
    options::{self, Choices, said},
    outbox,
    ports::{Draft, World},
    progress::LastSent,
    sending, shared_device, site, transfer,
};

impl draft::Page for &FakePhone {
    fn answers(&self) -> impl Deref<Target = Answers> {
        self.answers.borrow()
    }

    fn has_kept(&self) -> &Cell<bool> {
        &self.has_kept
    }

    fn draft_waits(&self, since: Option<Timestamp>) {
        self.draft_waits.set(since);
    }

    fn say_whose_phone(&self, is_own: bool) {
        self.log(if is_own {
            "said: kept"
        } else {
            "said: not kept"
        });
    }

    fn take_up(&self, draft: Draft) {
        self.answers.replace(draft.answers);
    }

    fn say_unreadable(&self) {
        self.said.set(Some(key!("draft.unreadable")));
    }
}

impl options::Page for &FakePhone {
    fn is_shared(&self) -> bool {
        self.is_shared.get()
    }

    fn choices(&self) -> impl Deref<Target = Vec<Choices>> {
        self.choices.borrow()
    }

    fn know_choices(&self, choices: Vec<Choices>) {
        self.choices.replace(choices);
    }

    fn change_choices(&self, change: impl FnOnce(&mut Vec<Choices>)) {
        change(&mut self.choices.borrow_mut());
    }
}

impl outbox::Page for &FakePhone {
    type Outbox = Failing;

    fn outbox(&self) -> Option<&Failing> {
        Some(&self.outbox)
    }

    async fn refresh(&self) {
        self.log("outbox shown");
    }
}

impl sending::Page for &FakePhone {
    fn site(&self) -> &Site {
        if self.has_keys.get() {
            &self.site
        } else {
            &self.keyless
        }
    }

    fn know_unkept(&self, record: Option<SentRecord>) {
        self.unkept.borrow_mut().extend(record);
    }

    async fn refresh_site(&self) -> bool {
        self.log("keys asked");
        let is_reached = self.is_reached.get();
        self.has_keys.set(is_reached);
        is_reached
    }

    fn is_notice_new(&self) -> bool {
        self.is_notice_new.take()
    }

    fn about(&self) -> Option<SubmissionId> {
        self.about.borrow().clone()
    }

    fn message(
        &self,
        kind: MessageKind,
        answers: &Answers,
        about: Option<SubmissionId>,
    ) -> Result<Message, Refused> {
        let form = self.bundle.form(kind.questionnaire());
        let notice = self.bundle.notice("preinscription", None);
        let (Some(form), Some(notice)) = (form, notice) else {
            return Err(Refused::Frame);
        };
        compose::message(Parts {
            kind,
            form,
            answers,
            language: Language::French,
            notice,
            shown_at: Timestamp::from_unix_seconds(1_800_000_000),
            about,
            proof: None,
            consents: self.consents.borrow().clone(),
            context: Context::default(),
            filled_at: self.now(),
            shared_device: self.is_shared.get(),
        })
    }

    fn refuse(&self, refusals: Vec<Refusal>) {
        self.refusals.replace(refusals);
    }

    fn unsent(&self) -> &RefCell<Option<Sealed>> {
        &self.unsent
    }

    fn commune_outside(&self) -> Option<String> {
        None
    }

    fn last_choice_at(&self) -> &Cell<Timestamp> {
        &self.last_choice_at
    }

    fn forget_answers_of(&self, sent: LastSent) {
        self.log("answers forgotten");
        self.last_sent.replace(Some(sent));
        self.answers.replace(Answers::default());
    }

    fn forget_sent(&self, id: &SubmissionId) {
        let is_last = |last: &mut LastSent| last.id == *id;
        self.last_sent.borrow_mut().take_if(is_last);
    }

    fn take_back_later(&self, id: SubmissionId) {
        self.to_take_back.replace(Some(id));
    }

    fn leave(&self) {
        self.log("leaves");
    }

    fn show_sent(&self) {
        self.log("sent shown");
    }

    fn say_sent(&self, result: Result<(), TextKey>) {
        self.said.set(result.err());
    }

    fn say_choice(&self, told: Result<(), TextKey>) {
        self.said.set(Some(said(told, true)));
    }
}

impl site::Page for &FakePhone {
    fn site(&self) -> &Site {
        &self.site
    }

    fn know_site(&self, site: Site, is_alike: bool) {
        self.known_site.replace(Some((site, is_alike)));
    }
}

impl communes::Page for &FakePhone {
    fn list_path(&self, name: &str) -> Option<String> {
        Some(["/communes/", name, ".json"].concat())
    }

    fn near_path(&self) -> Option<String> {
        Some("/communes/near.json".to_owned())
    }

    fn communes(&self) -> impl Deref<Target = Communes> {
        self.communes.borrow()
    }

    fn know(&self, communes: Communes) {
        if communes == Communes::Loading {
            self.log("loading");
        }
        self.communes.replace(communes);
    }

    fn is_asked(&self, postal_code: &str) -> bool {
        self.answers.borrow().one("postal_code") == Some(postal_code)
    }

    fn settle(&self, communes: Communes) {
        self.log("settled");
        self.communes.replace(communes);
    }

    fn own_areas(&self) -> &[String] {
        &self.site.postal_areas
    }
}

impl shared_device::Page for &FakePhone {
    fn set_shared(self, on: bool) {
        self.is_shared.set(on);
    }

    fn watch(self) {
        self.log("watched");
    }

    fn forget_typed(self) {
        self.answers.replace(Answers::default());
    }

    fn forget_last_sent(self) {
        self.last_sent.replace(None);
        self.unkept.borrow_mut().clear();
    }

    fn start_over(self) {
        self.log("first screen");
        self.language.set("fr");
    }

    fn in_hand(self) -> Option<SubmissionId> {
        let last = self.last_sent.borrow();
        last.as_ref().map(|last| last.id.clone())
    }

    fn numbers_are_gone(self) {}

    fn something_left(self, at: Timestamp) {
        self.left_at.set(Some(at));
    }
}

impl transfer::Page for &FakePhone {
    fn has(&self, id: &SubmissionId) -> bool {
        let unsent = self.last_sent.borrow();
        unsent.as_ref().is_some_and(|last| last.id == *id)
    }

    fn say_transfer(&self, said: (TextKey, usize)) {
        self.said.set(Some(said.0));
    }

    fn look_again(&self) {
        self.log("leaves");
    }
}
