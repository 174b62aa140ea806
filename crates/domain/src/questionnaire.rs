//! A questionnaire: sections, and in each the questions in order.
//!
//! It is data, written by an advisor in `content/questionnaires/`, and knows no language:
//! every sentence is in [`crate::wording`], every I-Milo field in [`crate::imilo`].

use std::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    binary::{Binary, BinaryReader, binary_structs, write_number},
    site::Site,
};

/// What a form asks, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// Stable name, `preinscription` for example.
    pub id: String,
    /// The edition, changed whenever a question changes; free text such as `2026-11`.
    pub version: String,
    /// Each section is one page.
    pub sections: Vec<Section>,
}

binary_structs! {
    Questionnaire { id, version, sections }
    Section { id, questions }
    Question { id, kind, required, choices, ask_when, max_length, ages, last_years, autocomplete }
    Choice { code, exclusive, icon, only_with }
    Condition { question, is, is_not }
    Ages { from, to }
}

impl Questionnaire {
    /// Every question, in the order of the file.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question called `id`.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }
}

/// One page of questions on one idea.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Stable name; also the last part of the page's path.
    pub id: String,
    /// One to four questions, more where they are parts of one thing, such as an address.
    pub questions: Vec<Question>,
}

/// What the file says of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable name in English `snake_case`; the key of the answer on the wire.
    pub id: String,
    /// What counts as an answer.
    pub kind: Kind,
    /// Whether the form can be sent without it.
    #[serde(default)]
    pub required: bool,
    /// The codes of a `choice` or `choices`, in the order shown.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Asked only when this holds; always, without it.
    #[serde(default)]
    pub ask_when: Option<Condition>,
    /// Longest `text` accepted, in characters; 60 without it.
    #[serde(default)]
    pub max_length: Option<u16>,
    /// For a birth `date`: the ages, in whole years, that this form is for.
    #[serde(default)]
    pub ages: Option<Ages>,
    /// For a `year`: how many years back can be named before `earlier`.
    #[serde(default)]
    pub last_years: Option<i16>,
    /// The HTML autofill token, such as `given-name`; `bday` for a date in three fields.
    #[serde(default)]
    pub autocomplete: Option<String>,
}

impl Question {
    /// Longest text accepted when the file names no limit, in characters.
    pub const DEFAULT_MAX_LENGTH: u16 = 60;
    /// The same of a name: there are cards with seven given names.
    pub const DEFAULT_MAX_LENGTH_OF_NAME: u16 = 100;

    /// Longest text accepted, in characters.
    pub fn max_length(&self) -> usize {
        let unsaid = match self.kind {
            Kind::Name => Self::DEFAULT_MAX_LENGTH_OF_NAME,
            _ => Self::DEFAULT_MAX_LENGTH,
        };
        usize::from(self.max_length.unwrap_or(unsaid))
    }

    /// The choice of that code.
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.code == code)
    }
}

/// What counts as an answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One code of a list.
    Choice,
    /// Any number of codes of a list.
    Choices,
    /// Free text on one line.
    Text,
    /// A day, `2007-02-28`.
    Date,
    /// A telephone number of any country.
    Phone,
    /// An e-mail address.
    Email,
    /// Five digits.
    PostalCode,
    /// The INSEE code of a commune; where the list could not be had, its name as typed.
    Commune,
    /// `yes` or `no`.
    YesNo,
    /// One box, off at first: `yes`, or no answer.
    Tick,
    /// A recent year, `2024`, or `earlier`.
    Year,
    /// A name as a civil register has it, in Latin letters.
    Name,
}

impl Kind {
    /// Every kind; its place here is how it is written in binary.
    pub const ALL: [Self; 12] = [
        Self::Choice,
        Self::Choices,
        Self::Text,
        Self::Date,
        Self::Phone,
        Self::Email,
        Self::PostalCode,
        Self::Commune,
        Self::YesNo,
        Self::Tick,
        Self::Year,
        Self::Name,
    ];
}

impl Binary for Kind {
    fn write(&self, into: &mut Vec<u8>) {
        write_number(*self as usize, into);
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        let place = from.number();
        Self::ALL.get(place).copied().unwrap_or(Self::Text)
    }
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable code; what is stored and sent.
    pub code: String,
    /// Of several choices, one that stands alone ("none").
    #[serde(default)]
    pub exclusive: bool,
    /// A line drawing beside the label: the `d` of an SVG path in a box of 24 by 24.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// What a Mission Locale has to do for the choice to be shown. It is accepted, and printed, from every phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_with: Option<Service>,
}

impl Choice {
    /// Whether this Mission Locale shows it.
    pub fn is_offered(&self, site: &Site) -> bool {
        self.only_with.is_none_or(|Service::TextMessages| site.sms)
    }
}

/// What some Missions Locales do and others do not; each is a line of the site's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Service {
    /// Sends text messages.
    #[serde(rename = "sms")]
    TextMessages,
}

impl Binary for Service {
    fn write(&self, into: &mut Vec<u8>) {
        write_number(*self as usize, into);
    }

    fn read(from: &mut BinaryReader<'_>) -> Self {
        from.number();
        Self::TextMessages
    }
}

/// A condition on the answer to an earlier question.
///
/// Exactly one of `is` and `is_not` has codes; `content` refuses a file that breaks this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The earlier question.
    pub question: String,
    /// Holds when the answer is one of these; an unanswered question is none of them.
    #[serde(default)]
    pub is: Vec<String>,
    /// Holds unless the answer is one of these; so also while it is unanswered.
    #[serde(default)]
    pub is_not: Vec<String>,
}

/// Both bounds included, in whole years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ages {
    /// The youngest age.
    pub from: i16,
    /// The oldest age: 25 lasts until the day before the 26th birthday.
    pub to: i16,
}

#[cfg(test)]
pub(crate) mod tests_support {
    //! A small questionnaire that has every kind of question.

    use super::Questionnaire;

    pub(crate) fn sample() -> Questionnaire {
        serde_json::from_str(include_str!("questionnaire/sample.json"))
            .unwrap_or_else(|error| panic!("sample.json: {error}"))
    }
}
