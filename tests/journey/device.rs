//! A phone without a screen: what the app does between the last answer and the outbox.

use std::cell::{Cell, RefCell};

use anyhow::{Result, anyhow, ensure};
use domain::{
    bundle::Bundle,
    code::Code,
    outbox::{Entry, MemoryStore, Method, Outcome, Status, Store},
    owner::OwnerSecret,
    site::Site,
    submission::{Message, MessageKind},
    time::Timestamp,
    wire::SubmissionId,
};
use endpoint::Clock;
use phone::{
    outbox,
    ports::{Transport, World},
    sending,
};

use crate::mission_locale::MissionLocale;

pub(crate) struct Phone {
    pub(crate) outbox: MemoryStore,
    pub(crate) clock: Clock,
    bundle: Bundle,
}

thread_local! {
    static IDS: Cell<u8> = const { Cell::new(0) };
}

impl World for Phone {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn jitter(&self) -> f64 {
        1.0
    }

    fn identity(&self) -> (SubmissionId, OwnerSecret) {
        let id = new_id();
        (id, new_secret())
    }
}

/// Nothing is sent by what keeps it: this phone's outbox is sound.
impl Transport for Phone {
    async fn send(&self, _entry: &Entry, _method: Method) -> Outcome {
        Outcome::Blocked
    }

    async fn status(&self, _id: &SubmissionId) -> Status {
        Status::Silent
    }
}

impl Phone {
    /// A phone that has loaded the French content; its clock goes with the Mission Locale's.
    pub(crate) fn new(mission_locale: &MissionLocale) -> Self {
        let bundle = mission_locale.folder.library.bundle("fr");
        let bundle = bundle.unwrap_or_else(|| panic!("there is French content"));
        Self {
            outbox: MemoryStore::default(),
            clock: mission_locale.clock.clone(),
            bundle,
        }
    }

    /// Answers, checks, seals, and keeps: the entry that waits.
    pub(crate) async fn fill_and_keep(
        &self,
        site: &Site,
        kind: MessageKind,
        typed: &[(&str, &str)],
    ) -> Result<Entry> {
        self.keep(site, self.message(kind, typed, None).await?)
            .await
    }

    /// A rights request about something that this phone sent, sealed and kept like all else.
    pub(crate) async fn ask_and_keep(
        &self,
        site: &Site,
        about: &SubmissionId,
        typed: &[(&str, &str)],
    ) -> Result<Entry> {
        let kind = MessageKind::RightsRequest;
        let message = self.message(kind, typed, Some(about)).await?;
        self.keep(site, message).await
    }

    async fn keep(&self, site: &Site, message: Message) -> Result<Entry> {
        let (outbox, unsent) = (Some(&self.outbox), RefCell::default());
        let kept = sending::seal_and_keep(self, outbox, site, message, &unsent).await;
        let (entry, unkept) = kept.map_err(|key| anyhow!("{key:?}"))?;
        ensure!(unkept.is_none(), "it is kept");
        Ok(entry)
    }

    /// The secret of something that this phone sent, as the app finds it.
    pub(crate) async fn owner_of(&self, id: &SubmissionId) -> Option<OwnerSecret> {
        let Ok(entries) = self.outbox.entries().await;
        let Ok(records) = self.outbox.records().await;
        outbox::owner_of(id, &entries, &records)
    }

    async fn message(
        &self,
        kind: MessageKind,
        typed: &[(&str, &str)],
        about: Option<&SubmissionId>,
    ) -> Result<Message> {
        let proof = match about {
            Some(about) => self.owner_of(about).await,
            None => None,
        };
        let now = self.clock.now();
        testing::message(
            &self.bundle,
            kind,
            typed,
            |_| 0,
            now,
            |parts| {
                parts.about = about.cloned();
                parts.proof = proof;
                parts.context.source = Code::of_link("instagram");
            },
        )
    }
}

fn new_secret() -> OwnerSecret {
    let number = IDS.get();
    OwnerSecret::from_random([number ^ 0xff; 16])
}

fn new_id() -> SubmissionId {
    let number = IDS.get() + 1;
    IDS.set(number);
    SubmissionId::from_random([number; 16])
}
