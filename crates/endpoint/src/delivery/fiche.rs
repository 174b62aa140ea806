//! The fiche of a registration, in French: every answer under its I-Milo field, in I-Milo's order.
//!
//! Pure. Holds answers: no `Debug`.

mod answer;
mod data;
mod entry;
mod flags;
mod letter;
mod person;
mod plain;
mod telephone;

use content::SiteFile;
use domain::{
    code::Code,
    imilo::{ImiloField, ImiloSection, Sheet},
    journey::Journey,
    language::Language,
    options::{Choice, partner},
    questionnaire::{Question, Section},
    submission::{Message, Submission},
};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{
    option_words,
    transcript::{TranscriptRow, TranscriptSection},
};
use crate::{
    communes::Communes,
    french,
    mails::{FicheWords, Mails},
};
use answer::Reader;
pub(crate) use entry::ImiloEntry;
pub(super) use flags::flags;
pub(crate) use letter::{Arrived, answering, noun};
pub(super) use letter::{Letter, said_call_by};
pub(crate) use person::Person;

/// The whole fiche, as the template takes it.
#[derive(Serialize)]
pub(crate) struct RegistrationFiche {
    title: String,
    kind: String,
    mission_locale: String,
    reference: String,
    received: String,
    pub(crate) filled: String,
    call_by: String,
    pub(crate) person: Person,
    pub(crate) sections: Vec<FicheSection>,
    pub(crate) acknowledged: String,
    pub(crate) channel: String,
    pub(crate) came_from: Option<String>,
    /// The last word on each option.
    pub(crate) options: Vec<String>,
    /// The same for programs: a JSON text, attached to the PDF.
    data: String,
}

/// One section of the dossier, with the fields that this person was asked for.
#[derive(Serialize)]
pub(crate) struct FicheSection {
    pub(crate) title: String,
    pub(crate) rows: Vec<ImiloEntry>,
}

impl RegistrationFiche {
    /// The fiche of one submission.
    pub(super) fn new(
        letter: &Letter,
        sheet: &Sheet,
        submission: &Submission,
        communes: &Communes,
        site: &SiteFile,
        mails: &Mails,
    ) -> Self {
        let message = submission.message();
        let words = &mails.fiche;
        let reader = Reader::new(sheet, submission, communes, words);
        let filled = french::local(message.filled_at, letter.time_zone());
        let person = Person::of(submission, &reader, letter, site);
        let sections = sections(sheet, submission, &reader);
        let data = data::json(letter, message, &person, &sections);
        Self {
            title: letter.title(),
            kind: letter.noun(),
            mission_locale: letter.who_calls().to_owned(),
            reference: letter.reference(),
            received: letter.received(),
            filled: french::stamp(filled),
            call_by: letter.call_by(),
            person,
            sections,
            data,
            acknowledged: acknowledged(message, letter.time_zone(), words),
            channel: if message.shared_device {
                words.shared_device()
            } else {
                words.own_device()
            },
            came_from: came_from(message),
            options: options(message, letter, site, mails),
        }
    }
}

/// The head of the fiche alone.
pub(super) fn head(
    letter: &Letter,
    sheet: &Sheet,
    submission: &Submission,
    communes: &Communes,
    site: &SiteFile,
    mails: &Mails,
) -> Person {
    let reader = Reader::new(sheet, submission, communes, &mails.fiche);
    Person::of(submission, &reader, letter, site)
}

fn sections(sheet: &Sheet, submission: &Submission, reader: &Reader) -> Vec<FicheSection> {
    let journey = Journey::new(&sheet.questionnaire, submission.answers());
    let sections = sheet.sections.iter().map(|section| FicheSection {
        title: section.title.clone(),
        rows: section
            .fields
            .iter()
            .flat_map(|field| entries(field, &journey, reader))
            .collect(),
    });
    sections
        .filter(|section| !section.rows.is_empty())
        .collect()
}

/// What this person's answers put into one field of the sheet.
fn entries(field: &ImiloField, journey: &Journey, reader: &Reader) -> Vec<ImiloEntry> {
    let asked = field
        .questions
        .iter()
        .filter(|question| journey.asks(question));
    asked
        .flat_map(|question| reader.entries(field, question))
        .collect()
}

/// One field of I-Milo, whether this person was asked for it or not.
pub(crate) struct Column {
    pub(crate) section: String,
    pub(crate) field: String,
    /// On one line; nothing where nothing is to enter.
    pub(crate) value: String,
}

/// Every field that the questionnaire fills: the same ones for everybody who filled in this edition.
pub(super) fn columns(
    sheet: &Sheet,
    submission: &Submission,
    communes: &Communes,
    words: &FicheWords,
) -> Vec<Column> {
    let reader = Reader::new(sheet, submission, communes, words);
    let journey = Journey::new(&sheet.questionnaire, submission.answers());
    let column = |section: &ImiloSection, field: &ImiloField| -> Vec<Column> {
        let entries = entries(field, &journey, &reader);
        let named = |name: &str| -> Vec<String> {
            let entries = entries.iter().filter(|entry| entry.field == name);
            entries.filter_map(ImiloEntry::line).collect()
        };
        let fields = entry::names(field).into_iter();
        fields
            .map(|name| Column {
                section: section.title.clone(),
                field: name.to_owned(),
                value: named(name).join(", "),
            })
            .collect()
    };
    let sections = sheet.sections.iter();
    sections
        .flat_map(|section| {
            section
                .fields
                .iter()
                .flat_map(move |field| column(section, field))
        })
        .collect()
}

/// Every question that this person was asked, in the order and the words of the form.
pub(crate) fn as_asked(
    sheet: &Sheet,
    submission: &Submission,
    communes: &Communes,
    words: &FicheWords,
) -> Vec<TranscriptSection> {
    let reader = Reader::new(sheet, submission, communes, words);
    let journey = Journey::new(&sheet.questionnaire, submission.answers());
    let row = |question: &Question| {
        let own = sheet.wording.questions.get(&question.id);
        TranscriptRow {
            label: own.map_or_else(|| question.id.clone(), |words| words.label.clone()),
            value: reader.said(&question.id),
        }
    };
    let section = |section: &Section| {
        let own = sheet.wording.sections.get(&section.id);
        let asked = section.questions.iter();
        TranscriptSection {
            title: own.map_or_else(|| section.id.clone(), |words| words.title.clone()),
            rows: asked
                .filter(|question| journey.asks(&question.id))
                .map(row)
                .collect(),
        }
    };
    let sections = sheet.questionnaire.sections.iter().map(section);
    sections
        .filter(|section| !section.rows.is_empty())
        .collect()
}

/// Proof that the notice was shown: which, its version and digest, when, in which language (article 5.2).
pub(crate) fn acknowledged(message: &Message, time_zone: &TimeZone, words: &FicheWords) -> String {
    let shown = &message.acknowledgement;
    let at = french::stamp(french::local(shown.shown_at, time_zone));
    // Sixty-four signs in a row would leave the paper.
    let digits: Vec<char> = shown.digest.chars().collect();
    let groups: Vec<String> = digits.chunks(16).map(String::from_iter).collect();
    let digest = groups.join(" ");
    words.notice(
        &shown.notice,
        &shown.version,
        &at,
        &language(shown.language, words),
        &digest,
    )
}

/// What staff call a language.
pub(crate) fn language(language: Language, words: &FicheWords) -> String {
    match language {
        Language::French => words.french(),
        Language::SimpleFrench => words.simple_french(),
        Language::English => words.english(),
        Language::Spanish => words.spanish(),
        Language::Ukrainian => words.ukrainian(),
        Language::Arabic => words.arabic(),
    }
}

fn came_from(message: &Message) -> Option<String> {
    let parts: Vec<&str> = [&message.context.source, &message.context.event]
        .into_iter()
        .flatten()
        .map(Code::as_str)
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// As the record has them: what came later, and before this was printed, counts too.
fn options(message: &Message, letter: &Letter, site: &SiteFile, mails: &Mails) -> Vec<String> {
    let words = &mails.fiche;
    let option = |choice: &Choice, partner| option_words(choice.purpose, partner, &mails.options);
    let partner = partner(&site.public, message.context.source.as_deref());
    let line = |choice: &Choice| {
        let at = french::stamp(french::local(choice.at, letter.time_zone()));
        let word = if choice.granted {
            words.yes()
        } else {
            words.no()
        };
        words.option(&option(choice, partner), &word, &at)
    };
    let asked_back = |choice: &Choice| {
        let at = french::stamp(french::local(choice.at, letter.time_zone()));
        words.option_asked_back(&option(choice, partner), &at)
    };
    let said = letter.choices();
    let standing = said.standing.iter().map(line);
    standing
        .chain(said.asked_back.iter().map(asked_back))
        .collect()
}
