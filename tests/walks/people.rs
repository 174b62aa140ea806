//! The people of a walk: each answers differently, so that nobody can be taken for another.

use anyhow::{Context, Result, bail};
use content::Library;
use domain::{
    answers::Answers,
    bundle::Bundle,
    journey::Journey,
    language::Language,
    submission::{Context as Link, Message, MessageKind, Submission},
    time::Timestamp,
};

use crate::chance::Chance;

/// What every walk needs of `content/`, read once.
pub(crate) struct People {
    pub(crate) library: Library,
    bundle: Bundle,
}

impl People {
    pub(crate) fn new() -> Result<Self> {
        let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let library = Library::read(&content)?;
        let bundle = library.bundle("fr").context("French content")?;
        Ok(Self { library, bundle })
    }

    /// A registration, checked as the app checks it.
    pub(crate) fn registration(&self, chance: &Chance, now: Timestamp) -> Result<Message> {
        let kind = MessageKind::Registration;
        let form = self.bundle.form(kind.questionnaire()).context("the form")?;
        let notice = self.bundle.notice("preinscription", None);
        let notice = notice.context("the notice")?;
        let mut answers = Answers::default();
        let number = 10_000_000 + chance.below(89_999_999);
        for (question, text) in [
            ("birth_date", "2007-05-14"),
            ("postal_code", "59100"),
            ("commune_code", "59512"),
            ("first_name", &name(chance)),
            ("usage_name", &name(chance)),
            ("phone", &format!("06{number}")),
            (
                "address_line",
                &format!("{} rue de l’Épeule", 1 + chance.below(200)),
            ),
        ] {
            answers.set(question, text);
        }
        let questions = form.questionnaire.sections.iter();
        for question in questions.flat_map(|section| &section.questions) {
            let open = question.required && answers.one(&question.id).is_none();
            if open && !question.choices.is_empty() {
                let choice = &question.choices[chance.below(question.choices.len())];
                answers.set(&question.id, &choice.code);
            }
        }
        let shown = notice.acknowledgement(Language::French, now);
        let message = Message {
            kind,
            questionnaire: form.reference().context("the form's name")?,
            language: Language::French,
            about: None,
            answers: Journey::new(&form.questionnaire, &answers).only_asked(&answers),
            acknowledgement: shown.context("the notice's name")?,
            consents: Vec::new(),
            context: Link::default(),
            filled_at: now,
            shared_device: false,
        };
        match Submission::check(message, &form.questionnaire) {
            Ok(submission) => Ok(submission.message().clone()),
            Err(refusals) => bail!("refused: {refusals:?}"),
        }
    }
}

/// A name that nobody else has.
fn name(chance: &Chance) -> String {
    let letter = |_| char::from(b'a' + u8::try_from(chance.below(26)).unwrap_or_default());
    format!("Z{}", (0..9).map(letter).collect::<String>())
}
