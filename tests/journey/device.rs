//! A phone without a screen: what the app does between the last answer and the outbox.

use std::cell::Cell;

use anyhow::{Result, anyhow, ensure};
use domain::{
    bundle::Bundle,
    code::Code,
    outbox::{Entry, MemoryStore, Store},
    owner::OwnerSecret,
    site::Site,
    submission::{Message, MessageKind},
    time::Timestamp,
    wire::SubmissionId,
};
use endpoint::Clock;
use phone::{
    compose,
    outbox::{Kept, keep_or_send},
    ports::World,
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
        let identity = || (new_id(), new_secret());
        let sealed = compose::seal(site, message, None, identity, self.clock.now());
        let entry = sealed.map_err(|error| anyhow!("{error:?}"))?.entry;
        let kept = keep_or_send(&self.outbox, &entry, async |_: &_| None).await;
        ensure!(kept == Kept::OnPhone, "it is kept");
        Ok(entry)
    }

    /// The secret of something that this phone sent, as the app finds it.
    pub(crate) async fn owner_of(&self, id: &SubmissionId) -> Option<OwnerSecret> {
        let Ok(entries) = self.outbox.entries().await;
        let Ok(records) = self.outbox.records().await;
        let waiting = entries.into_iter().find(|entry| entry.id == *id);
        let sent = records.into_iter().find(|record| record.id == *id);
        let waiting = waiting.and_then(|entry| entry.owner);
        waiting.or_else(|| sent.and_then(|record| record.owner))
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
