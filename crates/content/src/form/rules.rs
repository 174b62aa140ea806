//! What a questionnaire must be, beyond the form of its file.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use domain::{
    language::Language,
    options::Purpose,
    questionnaire::{Condition, Kind, Question},
    rights::Right,
    submission::{EARLIER, MessageKind},
};

use super::{Asked, Form};
use crate::{list::List, problem::Problems};

/// What code needs by name to have a person called (`domain::identity`), as required questions that are always asked.
const IDENTITY: [(&str, Kind); 6] = [
    ("birth_date", Kind::Date),
    ("postal_code", Kind::PostalCode),
    ("commune_code", Kind::Commune),
    ("first_name", Kind::Name),
    ("usage_name", Kind::Name),
    ("phone", Kind::Phone),
];

/// What the register needs by name of a rights request (`domain::rights`). No age: rights have none.
const RIGHTS: [(&str, Kind); 4] = [
    ("objection", Kind::Tick),
    ("right", Kind::Choice),
    ("option", Kind::Choice),
    ("registration_reference", Kind::Text),
];

/// What an option choice says (`domain::options`).
const OPTIONS: [(&str, Kind); 2] = [("option", Kind::Choice), ("granted", Kind::YesNo)];

/// Questions a page may ask at once; five where they are parts of one thing.
const MOST_QUESTIONS: usize = 5;

/// Checks one questionnaire: names once, conditions on what stands above, fields that I-Milo has.
pub(crate) fn check(
    form: &Form,
    lists: &BTreeMap<String, List>,
    imilo: &[String],
    problems: &Problems,
) {
    let mut sections = BTreeSet::new();
    let mut above: Vec<&Asked> = Vec::new();
    for section in &form.sections {
        if !sections.insert(&section.id) {
            section.mark.refuse(
                problems,
                format!(
                    "il faut chaque rubrique une fois, \"{}\" y est déjà",
                    section.id
                ),
            );
        }
        if !(1..=MOST_QUESTIONS).contains(&asked_at_once(&section.questions)) {
            section.mark.refuse(
                problems,
                format!("il faut une à {MOST_QUESTIONS} questions par page"),
            );
        }
        for asked in &section.questions {
            let id = &asked.question.id;
            if above.iter().any(|other| other.question.id == *id) {
                asked.mark.refuse(
                    problems,
                    format!("il faut chaque question une fois, \"{id}\" y est déjà"),
                );
            }
            let choices = &asked.question.choices;
            let drawn = choices.iter().filter(|choice| choice.icon.is_some());
            if ![0, choices.len()].contains(&drawn.count()) {
                asked.mark.refuse(
                    problems,
                    "il faut un dessin (icon) pour chaque choix, ou pour aucun",
                );
            }
            if let Some(condition) = &asked.question.ask_when {
                check_condition(asked, condition, &above, lists, problems);
            }
            for field in asked.imilo.iter().filter(|field| !imilo.contains(field)) {
                asked.mark.refuse(
                    problems,
                    format!(
                        "il faut que imilo nomme un champ de content/imilo.toml, et non \"{field}\""
                    ),
                );
            }
            above.push(asked);
        }
    }
}

/// How many questions of a page one person can meet: of two that the same answer decides between, one.
fn asked_at_once(questions: &[Asked]) -> usize {
    let is_other_way = |place: usize, asked: &Asked| {
        let Some(when) = &asked.question.ask_when else {
            return false;
        };
        let before = questions[..place].iter();
        before
            .filter_map(|other| other.question.ask_when.as_ref())
            .any(|other| {
                let apart = when.is.iter().all(|code| !other.is.contains(code));
                other.question == when.question
                    && apart
                    && !when.is.is_empty()
                    && !other.is.is_empty()
            })
    };
    let all = questions.iter().enumerate();
    all.filter(|(place, asked)| !is_other_way(*place, asked))
        .count()
}

fn check_condition(
    asked: &Asked,
    condition: &Condition,
    above: &[&Asked],
    lists: &BTreeMap<String, List>,
    problems: &Problems,
) {
    let Some(other) = above
        .iter()
        .find(|other| other.question.id == condition.question)
    else {
        let found = &condition.question;
        asked.mark.refuse(
            problems,
            format!("il faut que ask_when nomme une question plus haut, et non \"{found}\""),
        );
        return;
    };
    let known = codes(other, lists);
    for code in condition
        .is
        .iter()
        .chain(&condition.is_not)
        .filter(|code| !known.contains(*code))
    {
        let of = &other.question.id;
        asked.mark.refuse(
            problems,
            format!("il faut que ask_when nomme des codes de {of}, et non \"{code}\""),
        );
    }
}

/// The codes that an answer to the question can be, and that need a label.
pub(crate) fn codes(asked: &Asked, lists: &BTreeMap<String, List>) -> BTreeSet<String> {
    let list = asked.list.as_ref().and_then(|list| lists.get(list));
    let listed = list
        .map(|list| list.labels(Language::REFERENCE.code()).into_keys())
        .into_iter()
        .flatten();
    listed.chain(own_codes(&asked.question)).collect()
}

/// The codes that the questionnaire's own words must name: all but those of a list.
pub(crate) fn own_codes(question: &Question) -> Vec<String> {
    let fixed: &[&str] = match question.kind {
        Kind::YesNo => &["yes", "no"],
        Kind::Tick => &["yes"],
        Kind::Year => &[EARLIER],
        _ => &[],
    };
    let choices = question.choices.iter().map(|choice| choice.code.clone());
    choices
        .chain(fixed.iter().map(|code| (*code).to_owned()))
        .collect()
}

/// Checks that the questionnaires that code knows by name are there, and ask what it needs.
pub(crate) fn check_all(folder: &Path, forms: &BTreeMap<String, Form>, problems: &Problems) {
    for kind in MessageKind::ALL {
        let id = kind.questionnaire();
        let Some(form) = forms.get(id) else {
            problems.add(
                &folder.join(format!("{id}.toml")),
                None,
                "",
                "il faut ce questionnaire",
            );
            continue;
        };
        match kind {
            MessageKind::Registration | MessageKind::CallbackRequest => {
                check_always_asked(form, &IDENTITY, problems);
            }
            MessageKind::RightsRequest => check_rights(form, problems),
            MessageKind::OptionChoice => {
                check_always_asked(form, &OPTIONS, problems);
                check_offer(form, "option", &Purpose::ALL.map(Purpose::code), problems);
            }
        }
    }
}

fn question<'f>(form: &'f Form, id: &str) -> Option<&'f Question> {
    let mut questions = form.questions().map(|asked| &asked.question);
    questions.find(|question| question.id == id)
}

fn check_always_asked(form: &Form, expected: &[(&str, Kind)], problems: &Problems) {
    for (id, kind) in expected {
        let always = |question: &Question| {
            question.required && question.ask_when.is_none() && question.kind == *kind
        };
        if !question(form, id).is_some_and(always) {
            let expected = format!(
                "il faut la question {id}, obligatoire, toujours posée, de la sorte {kind:?}"
            );
            form.mark.refuse(problems, expected);
        }
    }
}

/// Checks that a question that code knows by name offers what code knows, no more and no less.
fn check_offer(form: &Form, id: &str, codes: &[&str], problems: &Problems) {
    let choices = question(form, id).map_or(&[][..], |question| &question.choices);
    let chosen: BTreeSet<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
    let known: BTreeSet<&str> = codes.iter().copied().collect();
    if chosen != known || !question(form, id).is_some_and(|question| question.required) {
        let known: Vec<&str> = known.into_iter().collect();
        let expected = format!(
            "il faut la question {id}, obligatoire, qui propose {}",
            known.join(", ")
        );
        form.mark.refuse(problems, expected);
    }
}

/// Checks that the register can read from a rights request which right is asked.
fn check_rights(form: &Form, problems: &Problems) {
    for (id, kind) in RIGHTS {
        if question(form, id).is_none_or(|question| question.kind != kind) {
            let expected = format!("il faut la question {id}, de la sorte {kind:?}");
            form.mark.refuse(problems, expected);
        }
    }
    // Objection has its own question, before this one.
    let rights = Right::ALL
        .into_iter()
        .filter(|right| *right != Right::Objection);
    let rights: Vec<&str> = rights.map(Right::code).collect();
    check_offer(form, "right", &rights, problems);
    check_offer(form, "option", &Purpose::ALL.map(Purpose::code), problems);
}
