//! The words of a questionnaire in one language: each question, choice and section has its own, none is left over.

use std::{collections::BTreeMap, path::Path};

use domain::{
    questionnaire::{Kind, Question},
    submission::Reason,
    wording::{QuestionWording, SectionWording, Wording},
};

use crate::{
    fields::Fields,
    form::{Asked, Form, own_codes},
    list::List,
    problem::Problems,
    source::Source,
};

/// Reads the words of `form` in `language`, and adds what it borrows and the labels of its lists.
///
/// `lent` are the words of the questionnaire it borrows from.
pub(crate) fn read(
    folder: &Path,
    form: &Form,
    language: &str,
    lent: Option<&Wording>,
    lists: &BTreeMap<String, List>,
    problems: &Problems,
) -> Option<Wording> {
    let source = Source::load(
        &folder.join(format!("{}.{language}.toml", form.id)),
        problems,
    )?;
    let table = source.parse()?;
    let top = source.top(&table);
    let title = top
        .required("title", "le nom du formulaire")
        .and_then(|value| value.text());
    let sections = sections(&top, form, lent);
    let questions = questions(&top, form, language, lent, lists);
    refuse_hidden_labels(&top, form, &sections, &questions);
    top.refuse_unknown();
    Some(Wording {
        title: title?,
        sections: sections.into_iter().collect(),
        questions: questions.into_iter().collect(),
    })
}

/// A question whose label is the title of its page is asked by that title, and its label is not shown a second time: it is
/// the first of the page, for a field further down would have no words.
fn refuse_hidden_labels(
    top: &Fields<'_>,
    form: &Form,
    sections: &BTreeMap<String, SectionWording>,
    questions: &BTreeMap<String, QuestionWording>,
) {
    for section in &form.sections {
        let Some(title) = sections.get(&section.id).map(|words| &words.title) else {
            continue;
        };
        for asked in section.questions.iter().skip(1) {
            let id = &asked.question.id;
            if questions.get(id).is_some_and(|words| words.label == *title) {
                top.place.refuse(format!(
                    "il faut à sections.{} un autre titre : \"{title}\" est déjà la question {id}, qui n’est pas la première de la page",
                    section.id
                ));
            }
        }
    }
}

fn sections(
    top: &Fields<'_>,
    form: &Form,
    lent: Option<&Wording>,
) -> BTreeMap<String, SectionWording> {
    let mut sections = BTreeMap::new();
    let own = top.optional("sections").and_then(|value| value.fields());
    for section in &form.sections {
        let borrowed = lent
            .and_then(|lent| lent.sections.get(&section.id))
            .cloned();
        let words = match &own {
            Some(own) if borrowed.is_some() => own.optional(&section.id),
            Some(own) => own.required(&section.id, "les mots de cette rubrique"),
            None => None,
        };
        if own.is_none() && borrowed.is_none() {
            top.place
                .refuse(format!("il faut une table sections.{}", section.id));
        }
        let words = words.and_then(|value| value.fields()).and_then(|fields| {
            let title = fields
                .required("title", "le titre de la page")
                .and_then(|value| value.text());
            let lead = fields.optional("lead").and_then(|value| value.text());
            fields.refuse_unknown();
            Some(SectionWording {
                title: title?,
                lead,
            })
        });
        sections.extend(words.or(borrowed).map(|words| (section.id.clone(), words)));
    }
    if let Some(own) = own {
        own.refuse_unknown();
    }
    sections
}

fn questions(
    top: &Fields<'_>,
    form: &Form,
    language: &str,
    lent: Option<&Wording>,
    lists: &BTreeMap<String, List>,
) -> BTreeMap<String, QuestionWording> {
    let mut questions = BTreeMap::new();
    let own = top.optional("questions").and_then(|value| value.fields());
    for asked in form.questions() {
        let id = &asked.question.id;
        let words = if asked.origin == form.id {
            if own.is_none() {
                top.place
                    .refuse(format!("il faut une table questions.{id}"));
            }
            own.as_ref()
                .and_then(|own| question(own, asked, language, lists))
        } else {
            lent.and_then(|lent| lent.questions.get(id)).cloned()
        };
        questions.extend(words.map(|words| (id.clone(), words)));
    }
    if let Some(own) = own {
        own.refuse_unknown();
    }
    questions
}

fn question(
    own: &Fields<'_>,
    asked: &Asked,
    language: &str,
    lists: &BTreeMap<String, List>,
) -> Option<QuestionWording> {
    let question = &asked.question;
    let fields = own
        .required(&question.id, "les mots de cette question")?
        .fields()?;
    let label = fields
        .required("label", "la question elle-même")
        .and_then(|value| value.text());
    let hint = fields.optional("hint").and_then(|value| value.text());
    let list = asked.list.as_ref().and_then(|list| lists.get(list));
    let mut choices = list.map(|list| list.labels(language)).unwrap_or_default();
    let codes = own_codes(question);
    if !codes.is_empty()
        && let Some(labels) = fields
            .required("choices", "un libellé par choix")
            .and_then(|value| value.fields())
    {
        for code in codes {
            let label = labels
                .required(&code, "le libellé de ce choix")
                .and_then(|value| value.text());
            choices.extend(label.map(|label| (code, label)));
        }
        labels.refuse_unknown();
    }
    let mut refusals = BTreeMap::new();
    if let Some(sentences) = fields.optional("refusals").and_then(|value| value.fields()) {
        for reason in reasons(question) {
            let sentence = sentences
                .optional(reason.code())
                .and_then(|value| value.text());
            refusals.extend(sentence.map(|sentence| (reason.code().to_owned(), sentence)));
        }
        sentences.refuse_unknown();
    }
    fields.refuse_unknown();
    Some(QuestionWording {
        label: label?,
        hint,
        choices: choices.into_iter().collect(),
        refusals: refusals.into_iter().collect(),
    })
}

/// Why an answer to this question can be refused: a sentence for anything else would never be read.
fn reasons(question: &Question) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if question.required {
        reasons.push(Reason::Missing);
    }
    if question.ages.is_some() {
        reasons.extend([Reason::TooYoung, Reason::TooOld]);
    }
    reasons.extend_from_slice(match question.kind {
        Kind::Choice | Kind::YesNo | Kind::Tick => &[Reason::NotAChoice],
        Kind::Choices => &[Reason::NotAChoice, Reason::NotAlone],
        Kind::Text | Kind::Commune => &[Reason::NotReadable, Reason::TooLong],
        Kind::Name => &[Reason::NotLatin, Reason::TooLong],
        Kind::Date => &[Reason::NotADate, Reason::DateNotWhole, Reason::DateToCome],
        Kind::Phone => &[
            Reason::NotAPhone,
            Reason::PhoneTooShort,
            Reason::PhoneTooLong,
            Reason::PhoneNoCountry,
            Reason::PhoneTwice,
            Reason::PhoneUnused,
        ],
        Kind::Email => &[Reason::NotAnEmail, Reason::EmailNoAt, Reason::EmailNoDomain],
        Kind::PostalCode => &[Reason::NotAPostalCode],
        Kind::Year => &[Reason::NotAYear],
    });
    reasons
}
