//! A phone without a screen: what the app does between the last answer and the outbox.

use std::cell::Cell;

use anyhow::{Context, Result, bail};
use app::sync::World;
use domain::{
    answers::Answers,
    bundle::Bundle,
    code::Code,
    journey::Journey,
    language::Language,
    outbox::{Entry, MemoryStore, Store},
    site::Site,
    submission::{Context as Link, Message, MessageKind, Submission},
    time::Timestamp,
    wire::{MAX_BODY_BYTES, PADDING_BYTES, SEAL_INFO, SubmissionId, seal_aad},
};
use endpoint::Clock;

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
        let bundle = mission_locale.library.bundle("fr");
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
        self.keep(site, self.message(kind, typed)?).await
    }

    /// A rights request about something that this phone sent, sealed and kept like all else.
    pub(crate) async fn ask_and_keep(
        &self,
        site: &Site,
        about: &SubmissionId,
        typed: &[(&str, &str)],
    ) -> Result<Entry> {
        let message = Message {
            about: Some(about.clone()),
            ..self.message(MessageKind::RightsRequest, typed)?
        };
        self.keep(site, message).await
    }

    async fn keep(&self, site: &Site, message: Message) -> Result<Entry> {
        let kind = message.kind;
        let now = self.clock.now();
        let key = site.sealing_key(now).context("a key to seal to")?;
        let id = new_id();
        let plaintext = serde_json::to_string(&message)?;
        let aad = seal_aad(&key.kid, &id);
        let envelope = envelope::seal(
            &key.kid,
            &key.public_key,
            SEAL_INFO,
            &aad,
            &plaintext,
            PADDING_BYTES,
        )?;
        let body = envelope.to_json();
        anyhow::ensure!(body.len() <= MAX_BODY_BYTES, "it fits");
        let sha256 = envelope::sha256_hex(body.as_bytes());
        let entry = Entry::new(id, kind, body, sha256, now);
        let Ok(()) = self.outbox.keep(&entry).await;
        Ok(entry)
    }

    fn message(&self, kind: MessageKind, typed: &[(&str, &str)]) -> Result<Message> {
        let form = self.bundle.form(kind.questionnaire()).context("the form")?;
        let notice = self
            .bundle
            .notice("preinscription", None)
            .context("the notice")?;
        let mut answers = Answers::default();
        for (question, text) in typed {
            answers.set(question, text);
        }
        for question in form
            .questionnaire
            .sections
            .iter()
            .flat_map(|section| &section.questions)
        {
            let open = question.required && answers.one(&question.id).is_none();
            let choice = question.choices.first().filter(|_| open);
            if let Some(choice) = choice {
                answers.set(&question.id, &choice.code);
            }
        }
        let answers = Journey::new(&form.questionnaire, &answers).only_asked(&answers);
        let shown = notice.acknowledgement(Language::French, self.clock.now());
        let message = Message {
            kind,
            questionnaire: form.reference().context("the form's name")?,
            language: Language::French,
            about: None,
            answers,
            acknowledgement: shown.context("the notice's name")?,
            consents: Vec::new(),
            context: Link {
                source: Code::of_link("instagram"),
                event: None,
            },
            filled_at: self.clock.now(),
            shared_device: false,
        };
        match Submission::check(message, &form.questionnaire) {
            Ok(submission) => Ok(submission.message().clone()),
            Err(refusals) => bail!("refused: {refusals:?}"),
        }
    }
}

fn new_id() -> SubmissionId {
    let number = IDS.get() + 1;
    IDS.set(number);
    SubmissionId::from_random([number; 16])
}
