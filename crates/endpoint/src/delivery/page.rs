//! What stands on the page, in French: every answer under its I-Milo field, in I-Milo's order.
//!
//! Pure. Holds answers: no `Debug`.

mod answer;
mod letter;
mod plain;
mod telephone;

use content::SiteFile;
use domain::{
    code::Code,
    identity::Identity,
    imilo::{ImiloField, Sheet},
    journey::Journey,
    language::Language,
    options::{Choice, partner},
    places::Territory,
    questionnaire::{Question, Section},
    submission::{Message, Submission},
};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{
    french, option_words,
    record::{RecordRow, RecordSection},
};
use crate::communes::Communes;
use answer::Reader;
pub(super) use letter::Letter;

/// The whole page, as the template takes it.
#[derive(Serialize)]
pub(crate) struct Page {
    title: String,
    kind: &'static str,
    mission_locale: String,
    reference: String,
    received: String,
    filled: String,
    call_by: String,
    person: Person,
    sections: Vec<PageSection>,
    acknowledged: String,
    channel: &'static str,
    came_from: Option<String>,
    /// The last word on each option.
    options: Vec<String>,
}

/// Who to call, and what to know before: each part by itself, for what one of them lacks must not hide the others.
#[derive(Serialize)]
struct Person {
    name: Option<String>,
    phone: Option<String>,
    slots: Option<String>,
    age: Option<i16>,
    minor: bool,
    commune: Option<String>,
    territory: Option<Territory>,
}

/// One section of the dossier, with the fields that this person was asked for.
#[derive(Serialize)]
struct PageSection {
    title: String,
    rows: Vec<Row>,
}

/// One field of the dossier.
#[derive(Serialize)]
struct Row {
    field: String,
    /// One for each question that fills it.
    lines: Vec<Line>,
}

/// One answer.
#[derive(Serialize)]
struct Line {
    /// What was answered; nothing when the question was left out.
    answer: Option<String>,
    /// What to enter in I-Milo, where that is another thing or is known.
    imilo: Option<String>,
}

impl Page {
    /// The page of one submission.
    pub(super) fn new(
        letter: &Letter,
        sheet: &Sheet,
        submission: &Submission,
        communes: &Communes,
        site: &SiteFile,
    ) -> Self {
        let message = submission.message();
        let reader = Reader {
            sheet,
            answers: submission.answers(),
            communes,
        };
        let filled = french::local(message.filled_at, letter.time_zone());
        Self {
            title: letter.title(),
            kind: letter.noun(),
            mission_locale: site.public.name.clone(),
            reference: letter.reference(),
            received: letter.received(),
            filled: french::stamp(filled),
            call_by: letter.call_by(),
            person: person(&Identity::of(submission), &reader, letter, site),
            sections: sections(sheet, submission, &reader),
            acknowledged: acknowledged(message, letter.time_zone()),
            channel: if message.shared_device {
                "appareil partagé"
            } else {
                "téléphone personnel"
            },
            came_from: came_from(message),
            options: options(message, letter, site),
        }
    }
}

fn person(identity: &Identity, reader: &Reader, letter: &Letter, site: &SiteFile) -> Person {
    Person {
        name: identity.full_name(),
        // As typed where it is no number that is known: an advisor may still read one in it.
        phone: match &identity.phone {
            Some(phone) => Some(telephone::shown(phone)),
            None => reader.answers.one("phone").map(ToOwned::to_owned),
        },
        slots: reader.labels("contact_slots"),
        age: identity.age_at(letter.received_at()),
        minor: identity.is_minor_at(letter.received_at()),
        commune: identity
            .commune_code
            .as_deref()
            .map(|it| reader.commune(it)),
        territory: Territory::of(
            reader.answers.one("postal_code").unwrap_or_default(),
            identity.commune_code.as_deref().unwrap_or_default(),
            &site.public.territory,
        ),
    }
}

fn sections(sheet: &Sheet, submission: &Submission, reader: &Reader) -> Vec<PageSection> {
    let journey = Journey::new(&sheet.questionnaire, submission.answers());
    let row = |field: &ImiloField| {
        let asked = field
            .questions
            .iter()
            .filter(|question| journey.asks(question));
        let lines: Vec<Line> = asked.map(|question| reader.line(question)).collect();
        (!lines.is_empty()).then(|| Row {
            field: field.title.clone(),
            lines,
        })
    };
    let sections = sheet.sections.iter().map(|section| PageSection {
        title: section.title.clone(),
        rows: section.fields.iter().filter_map(row).collect(),
    });
    sections
        .filter(|section| !section.rows.is_empty())
        .collect()
}

/// Every question that this person was asked, in the order and the words of the form.
pub(crate) fn as_asked(
    sheet: &Sheet,
    submission: &Submission,
    communes: &Communes,
) -> Vec<RecordSection> {
    let answers = submission.answers();
    let reader = Reader {
        sheet,
        answers,
        communes,
    };
    let journey = Journey::new(&sheet.questionnaire, answers);
    let row = |question: &Question| {
        let words = sheet.wording.questions.get(&question.id);
        RecordRow {
            label: words.map_or_else(|| question.id.clone(), |words| words.label.clone()),
            value: reader.line(&question.id).answer,
        }
    };
    let section = |section: &Section| {
        let words = sheet.wording.sections.get(&section.id);
        let asked = section.questions.iter();
        RecordSection {
            title: words.map_or_else(|| section.id.clone(), |words| words.title.clone()),
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
pub(crate) fn acknowledged(message: &Message, time_zone: &TimeZone) -> String {
    let shown = &message.acknowledgement;
    let at = french::stamp(french::local(shown.shown_at, time_zone));
    // Sixty-four signs in a row would leave the page.
    let digits: Vec<char> = shown.digest.chars().collect();
    let groups: Vec<String> = digits.chunks(16).map(String::from_iter).collect();
    let digest = groups.join(" ");
    format!(
        "«\u{a0}{}\u{a0}», version {}, affichée le {at} en {}, empreinte {digest}",
        shown.notice,
        shown.version,
        language(shown.language)
    )
}

/// What staff call a language.
pub(crate) fn language(language: Language) -> &'static str {
    match language {
        Language::French => "français",
        Language::English => "anglais",
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
fn options(message: &Message, letter: &Letter, site: &SiteFile) -> Vec<String> {
    let partner = partner(&site.public, message.context.source.as_deref());
    let line = |choice: &Choice| {
        let at = french::stamp(french::local(choice.at, letter.time_zone()));
        let word = if choice.granted { "oui" } else { "non" };
        format!(
            "{}\u{a0}: {word}, le {at}",
            option_words(choice.purpose, partner)
        )
    };
    let asked_back = |choice: &Choice| {
        let at = french::stamp(french::local(choice.at, letter.time_zone()));
        format!(
            "{}\u{a0}: reprise le {at} sans preuve que c’est la personne\u{a0}; à voir avec elle avant de s’en servir",
            option_words(choice.purpose, partner)
        )
    };
    let words = letter.choices();
    let standing = words.standing.iter().map(line);
    standing
        .chain(words.asked_back.iter().map(asked_back))
        .collect()
}
