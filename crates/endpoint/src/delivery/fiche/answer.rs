//! One answer in the words of the person and of the form.

use domain::{
    answers::Answers,
    formats,
    imilo::Sheet,
    phone::PhoneNumber,
    places,
    questionnaire::{Kind, Question},
    submission::Submission,
    time::Date,
};

use super::telephone;
use crate::{communes::Communes, french, mails::FicheWords};

/// A commune as an answer names it.
pub(super) enum Known<'a> {
    /// A name that was typed by hand.
    Typed,
    /// A code that stands in no list.
    Code(&'a str),
    /// A commune.
    Whole { name: String, code: &'a str },
    /// A part of one: Lomme of Lille.
    Part {
        part: String,
        name: String,
        code: &'a str,
    },
}

/// Reads the answers of one submission with the words of its sheet.
pub(super) struct Reader<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) answers: &'a Answers,
    pub(super) communes: &'a Communes,
    pub(super) words: &'a FicheWords,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        submission: &'a Submission,
        communes: &'a Communes,
        words: &'a FicheWords,
    ) -> Self {
        Self {
            sheet,
            answers: submission.answers(),
            communes,
            words,
        }
    }
}

impl Reader<'_> {
    /// The answer to `question` in the person's words; nothing when it was left out.
    pub(super) fn said(&self, question: &str) -> Option<String> {
        let question = self.sheet.questionnaire.question(question)?;
        if question.kind == Kind::Choices {
            return self.labels(&question.id);
        }
        let text = self.answers.one(&question.id)?;
        Some(self.label(question, text))
    }

    /// The labels of several choices, on one line; nothing when none was made.
    pub(super) fn labels(&self, question: &str) -> Option<String> {
        let codes = self.answers.many(question);
        let labels: Vec<&str> = codes
            .iter()
            .map(|code| self.choice(question, code))
            .collect();
        (!labels.is_empty()).then(|| labels.join(", "))
    }

    /// The name and the code of a commune; a name that was typed stays as it is.
    pub(super) fn commune(&self, commune: &str) -> String {
        match self.known_commune(commune) {
            Known::Typed => commune.to_owned(),
            Known::Code(code) => format!("INSEE {code}"),
            Known::Whole { name, code } => format!("{name} (INSEE {code})"),
            // "Lomme (Lille, INSEE 59350)": a part of a commune has no code of its own in I-Milo.
            Known::Part { part, name, code } => format!("{part} ({name}, INSEE {code})"),
        }
    }

    /// What is known of the commune of an answer.
    pub(super) fn known_commune<'a>(&self, commune: &'a str) -> Known<'a> {
        let Some(code) = places::insee_code(commune) else {
            return Known::Typed;
        };
        let postal_code = self.answers.one("postal_code").unwrap_or_default();
        let Some(name) = self.communes.name(postal_code, commune) else {
            return Known::Code(code);
        };
        let part = name
            .strip_suffix(')')
            .and_then(|name| name.split_once(" ("));
        match part {
            Some((part, name)) => Known::Part {
                part: part.to_owned(),
                name: name.to_owned(),
                code,
            },
            None => Known::Whole { name, code },
        }
    }

    fn label(&self, question: &Question, text: &str) -> String {
        match question.kind {
            Kind::Choice | Kind::Choices => self.choice(&question.id, text).to_owned(),
            Kind::YesNo | Kind::Tick | Kind::Year => {
                match (self.choice(&question.id, text), text) {
                    // The words of the file, and our own where it has none.
                    (label, code) if label != code => label.to_owned(),
                    (_, "yes") => self.words.answer_yes(),
                    (_, "no") => self.words.answer_no(),
                    (_, domain::submission::EARLIER) => self.words.answer_earlier(),
                    (year, _) => year.to_owned(),
                }
            }
            Kind::PostalCode if text == formats::ABROAD => self.words.answer_abroad(),
            Kind::Date => text
                .parse::<Date>()
                .map_or_else(|_| text.to_owned(), french::slashed),
            Kind::Commune => self.commune(text),
            // Grouped two by two however it was typed: it is read aloud and dialled.
            Kind::Phone => PhoneNumber::parse(text)
                .map_or_else(|_| text.to_owned(), |phone| telephone::shown(&phone)),
            Kind::Name if text == formats::NO_NAME => self.words.answer_one_name(),
            Kind::Text | Kind::Name | Kind::Email | Kind::PostalCode => text.to_owned(),
        }
    }

    fn choice<'a>(&'a self, question: &str, code: &'a str) -> &'a str {
        self.sheet
            .wording
            .questions
            .get(question)
            .map_or(code, |words| words.choice(code))
    }
}
