//! People who register: each answers the whole questionnaire, each in another way.
//!
//! What they answer follows from the questionnaire, so that it stays valid when questions change.

use std::path::Path;

use anyhow::{Context, bail};
use content::Library;
use domain::{
    answers::Answers,
    bundle::Form,
    code::Code,
    journey::Journey,
    language::Language,
    notice::Notice,
    owner::OwnerSecret,
    questionnaire::{Kind, Question, Questionnaire},
    submission::{Context as Link, Message, MessageKind, Submission, years},
    time::{Date, Timestamp},
};

const LANGUAGE: Language = Language::French;
const KIND: MessageKind = MessageKind::Registration;

/// In the territory of the demo, and in the app folder of the [`SiteFolder`](testing::SiteFolder).
const POSTAL_CODE: &str = "59100";
/// The INSEE code of a commune of that postal code.
const COMMUNE: &str = "59512";

/// Everybody, in order: what they fill and what they were told.
pub(crate) struct People {
    form: Form,
    notice: Notice,
}

impl People {
    /// Reads the registration form and its notice.
    ///
    /// # Errors
    /// When the content is not whole.
    pub(crate) fn read(content: &Path) -> anyhow::Result<Self> {
        let bundle = Library::read(content)?.bundle(LANGUAGE.code());
        let bundle = bundle.context("there is no French content")?;
        let form = bundle.form(KIND.questionnaire());
        let notice = bundle.notice(KIND.questionnaire(), None);
        Ok(Self {
            form: form.context("there is no registration form")?.clone(),
            notice: notice.context("the form has no notice")?.clone(),
        })
    }

    /// What everybody fills in.
    pub(crate) fn questionnaire(&self) -> &Questionnaire {
        &self.form.questionnaire
    }

    /// What the person of that number sends.
    ///
    /// # Errors
    /// When the questionnaire has a rule that these people do not know.
    pub(crate) fn message(&self, number: u32, now: Timestamp) -> anyhow::Result<Message> {
        let questionnaire = &self.form.questionnaire;
        let mut answers = Answers::default();
        for question in questionnaire.questions() {
            answer(&mut answers, question, number, now.date());
        }
        let answers = Journey::new(questionnaire, &answers).only_asked(&answers);
        let shown = self.notice.acknowledgement(LANGUAGE, now);
        let message = Message {
            kind: KIND,
            questionnaire: self.form.reference().context("the form's name")?,
            language: LANGUAGE,
            about: None,
            proof: None,
            owner: Some(secret(number)),
            answers,
            acknowledgement: shown.context("the notice's name")?,
            consents: Vec::new(),
            context: Link {
                source: Code::of_link("instagram"),
                event: None,
            },
            filled_at: now,
            shared_device: false,
        };
        match Submission::check(message, questionnaire) {
            Ok(submission) => Ok(submission.message().clone()),
            Err(refusals) => bail!("these people no longer know the form: {refusals:?}"),
        }
    }
}

fn answer(answers: &mut Answers, question: &Question, number: u32, today: Date) {
    let turn = usize::try_from(number).unwrap_or_default();
    let choice = |shift: usize| {
        let codes = question.choices.iter().map(|choice| choice.code.as_str());
        codes
            .cycle()
            .nth((turn + shift) % question.choices.len().max(1))
    };
    let id = &question.id;
    match question.kind {
        Kind::Choice => answers.set(id, choice(0).unwrap_or_default()),
        Kind::Choices => {
            for code in [choice(0), choice(1)].into_iter().flatten() {
                answers.toggle(question, code, true);
            }
        }
        Kind::Text | Kind::Name => answers.set(id, &format!("Zéphyrine {}", letters(number))),
        Kind::Date => answers.set(id, &birth_date(question, number, today)),
        Kind::Phone => answers.set(id, &format!("06{:08}", number % 100_000_000)),
        Kind::Email => answers.set(id, &format!("{}@example.fr", letters(number))),
        Kind::PostalCode => answers.set(id, POSTAL_CODE),
        Kind::Commune => answers.set(id, COMMUNE),
        Kind::YesNo => answers.set(
            id,
            if number.is_multiple_of(2) {
                "yes"
            } else {
                "no"
            },
        ),
        // A box is mostly left alone.
        Kind::Tick => answers.set(id, if number % 10 == 9 { "yes" } else { "" }),
        Kind::Year => {
            let years: Vec<String> = years(question, today).collect();
            answers.set(
                id,
                years
                    .iter()
                    .cycle()
                    .nth(turn % 7)
                    .map_or("", String::as_str),
            );
        }
    }
}

/// A day of birth well within the ages that the form is for.
fn birth_date(question: &Question, number: u32, today: Date) -> String {
    let (from, to) = question.ages.map_or((17, 24), |ages| (ages.from, ages.to));
    let span = u32::try_from(to - from).unwrap_or_default().max(1);
    let age = from + 1 + i16::try_from(number % span).unwrap_or_default();
    let (month, day) = (1 + number % 12, 1 + number % 28);
    format!("{:04}-{month:02}-{day:02}", today.year() - age)
}

/// A secret for a number, as the phone of that person would have drawn it.
fn secret(number: u32) -> OwnerSecret {
    let [a, b, c, d] = number.to_be_bytes();
    OwnerSecret::from_random([7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, a, b, c, d])
}

/// A name for a number: other letters for another number.
fn letters(mut number: u32) -> String {
    let mut name = String::new();
    loop {
        let letter = u8::try_from(number % 26).unwrap_or_default();
        name.insert(0, char::from(b'a' + letter));
        number /= 26;
        if number == 0 {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everybody_is_accepted_and_nobody_is_like_another() -> anyhow::Result<()> {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let people = People::read(&content)?;
        let mut seen = BTreeSet::new();
        for day in ["2026-01-01T00:00:00Z", "2028-02-29T23:59:59Z"] {
            for number in 0..300 {
                let message = people.message(number, day.parse()?)?;
                assert!(
                    message.answers.iter().count() > 15,
                    "most questions are answered"
                );
                assert!(seen.insert(serde_json::to_string(&message)?), "{number}");
            }
        }
        Ok(())
    }

    #[test]
    fn another_number_has_other_letters() {
        assert_eq!([0, 25, 26, 701].map(letters), ["a", "z", "ba", "baz"]);
    }
}
