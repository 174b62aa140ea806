//! One answer, as an advisor reads it and as I-Milo wants it.

use domain::{
    answers::Answers,
    formats,
    identity::unaccented_capitals,
    imilo::{DiplomaLevel, Sheet},
    phone::PhoneNumber,
    places,
    questionnaire::{Kind, Question},
    time::Date,
};

use super::{Line, telephone};
use crate::{communes::Communes, delivery::french, mails::FicheWords};

/// The questions that I-Milo wants in capitals without accents.
const SURNAMES: [&str; 2] = ["usage_name", "birth_name"];

/// Reads the answers of one submission with the words of its sheet.
pub(super) struct Reader<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) answers: &'a Answers,
    pub(super) communes: &'a Communes,
    pub(super) words: &'a FicheWords,
}

impl Reader<'_> {
    /// The answer to `question`, and what to enter in I-Milo.
    pub(super) fn line(&self, question: &str) -> Line {
        let Some(question) = self.sheet.questionnaire.question(question) else {
            return Line {
                answer: None,
                imilo: None,
            };
        };
        if question.kind == Kind::Choices {
            return Line {
                answer: self.labels(&question.id),
                imilo: self.imilo_values(question),
            };
        }
        match self.answers.one(&question.id) {
            Some(text) => Line {
                answer: Some(self.label(question, text)),
                imilo: self.imilo(question, text),
            },
            // A box left alone is an answer of sorts.
            None if question.kind == Kind::Tick => Line {
                answer: Some(self.words.answer_no()),
                imilo: None,
            },
            None => Line {
                answer: None,
                imilo: None,
            },
        }
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
        let Some(code) = places::insee_code(commune) else {
            return commune.to_owned();
        };
        let postal_code = self.answers.one("postal_code").unwrap_or_default();
        match self.communes.name(postal_code, commune) {
            // "Lomme (Lille, INSEE 59350)": a part of a commune has no code of its own in I-Milo.
            Some(name) => match name.strip_suffix(')') {
                Some(name) => format!("{name}, INSEE {code})"),
                None => format!("{name} (INSEE {code})"),
            },
            None => format!("INSEE {code}"),
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

    fn imilo(&self, question: &Question, text: &str) -> Option<String> {
        if SURNAMES.contains(&question.id.as_str()) {
            // Whose one name was given as the first name has it as the surname in I-Milo.
            let has_none = |question| self.answers.one(question) == Some(formats::NO_NAME);
            let name = match text {
                formats::NO_NAME if has_none("usage_name") => self.answers.one("first_name")?,
                formats::NO_NAME => return None,
                _ => text,
            };
            return Some(unaccented_capitals(name));
        }
        self.value(&question.id, text)
            .or_else(|| self.level(question, text))
    }

    fn imilo_values(&self, question: &Question) -> Option<String> {
        let codes = self.answers.many(&question.id).iter();
        let values: Vec<String> = codes
            .filter_map(|code| self.value(&question.id, code))
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    fn value(&self, question: &str, code: &str) -> Option<String> {
        self.sheet.values.get(question)?.get(code).cloned()
    }

    /// Both national scales, for the question whose choices are diplomas.
    fn level(&self, question: &Question, code: &str) -> Option<String> {
        let diplomas = question
            .choices
            .iter()
            .any(|choice| has_level(self.sheet.levels.get(&choice.code)));
        let level = self.sheet.levels.get(code).filter(|_| diplomas)?;
        let scales = [
            level
                .level_1969
                .as_ref()
                .map(|level| self.words.level_1969(level)),
            level
                .level_2019
                .as_ref()
                .map(|level| self.words.level_2019(level)),
        ];
        let scales: Vec<String> = scales.into_iter().flatten().collect();
        (!scales.is_empty()).then(|| scales.join(" · "))
    }

    fn choice<'a>(&'a self, question: &str, code: &'a str) -> &'a str {
        self.sheet
            .wording
            .questions
            .get(question)
            .map_or(code, |words| words.choice(code))
    }
}

fn has_level(level: Option<&DiplomaLevel>) -> bool {
    level.is_some_and(|level| level.level_1969.is_some() || level.level_2019.is_some())
}
