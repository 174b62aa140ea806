//! A questionnaire as its file says it, with what it borrows put in place.
//!
//! Knows no word of any language: those are in `words`.

mod question;
mod rules;

use std::{collections::BTreeMap, path::Path};

use domain::questionnaire::{Questionnaire, Section};

pub(crate) use question::Asked;
pub(crate) use rules::own_codes;

use crate::{
    fields::Fields,
    folder,
    list::List,
    names,
    problem::Problems,
    source::{Mark, Source, Value},
};

/// A questionnaire, with what only staff see of it.
pub(crate) struct Form {
    pub(crate) id: String,
    pub(crate) version: String,
    /// The questionnaire it borrows from.
    pub(crate) from: Option<String>,
    pub(crate) sections: Vec<FormSection>,
    pub(crate) mark: Mark,
}

/// A section, with what only staff see of its questions.
pub(crate) struct FormSection {
    pub(crate) id: String,
    pub(crate) questions: Vec<Asked>,
    pub(crate) mark: Mark,
}

impl Form {
    /// Every question, in order.
    pub(crate) fn questions(&self) -> impl Iterator<Item = &Asked> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// What phone and endpoint ask; long lists in the alphabetical order of `language`.
    pub(crate) fn questionnaire(
        &self,
        language: &str,
        lists: &BTreeMap<String, List>,
    ) -> Questionnaire {
        let question = |asked: &Asked| {
            let mut question = asked.question.clone();
            if let Some(list) = asked.list.as_ref().and_then(|list| lists.get(list)) {
                question.choices = list.choices(language);
            }
            question
        };
        let section = |section: &FormSection| Section {
            id: section.id.clone(),
            questions: section.questions.iter().map(question).collect(),
        };
        Questionnaire {
            id: self.id.clone(),
            version: self.version.clone(),
            sections: self.sections.iter().map(section).collect(),
        }
    }
}

/// Every questionnaire of the folder, by id, checked but for its words.
pub(crate) fn read(
    folder: &Path,
    lists: &BTreeMap<String, List>,
    imilo: &[String],
    problems: &Problems,
) -> BTreeMap<String, Form> {
    let mut forms = BTreeMap::new();
    let files = || {
        folder::files(folder, "toml", problems)
            .into_iter()
            .filter(|file| !file.stem.contains('.'))
    };
    // Those that borrow come second, so that what they borrow is there.
    for borrowing in [false, true] {
        for file in files() {
            let Some(source) = Source::load(&file.path, problems) else {
                continue;
            };
            let Some(table) = source.parse() else {
                continue;
            };
            let top = source.top(&table);
            if top.optional("from").is_some() == borrowing
                && let Some(form) = form(&top, &file.stem, &forms, lists)
            {
                rules::check(&form, lists, imilo, problems);
                forms.insert(file.stem, form);
            }
        }
    }
    rules::check_all(folder, &forms, problems);
    forms
}

fn form(
    top: &Fields<'_>,
    id: &str,
    others: &BTreeMap<String, Form>,
    lists: &BTreeMap<String, List>,
) -> Option<Form> {
    if !names::is_short_name(id) {
        top.place
            .refuse("il faut un nom de fichier en petites lettres, chiffres et traits d’union");
    }
    let version = top
        .required("version", "l’édition, comme \"2026-11\"")
        .and_then(|value| {
            value.parsed("une édition, comme \"2026-11\"", |text| {
                names::is_short_name(text).then(|| text.to_owned())
            })
        });
    let from = top.optional("from").and_then(|value| {
        let lender = |text: &str| {
            others
                .get(text)
                .filter(|form| form.from.is_none())
                .map(|form| form.id.clone())
        };
        value.parsed(
            "le nom d’un questionnaire qui n’emprunte rien lui-même",
            lender,
        )
    });
    let lender = from.as_ref().and_then(|from| others.get(from));
    let items = top
        .required("section", "les rubriques, une par page")
        .map(|value| value.items());
    let sections = items
        .unwrap_or_default()
        .iter()
        .filter_map(|item| section(item, id, lender, lists))
        .collect();
    top.refuse_unknown();
    Some(Form {
        id: id.to_owned(),
        version: version?,
        from,
        sections,
        mark: top.place.mark(),
    })
}

fn section(
    item: &Value<'_>,
    form: &str,
    lender: Option<&Form>,
    lists: &BTreeMap<String, List>,
) -> Option<FormSection> {
    let fields = item.fields()?;
    let id = fields.required("id", "le nom de la rubrique").and_then(|value| {
        let free = |text: &str| (names::is_short_name(text) && text != "verifier").then(|| text.to_owned());
        value.parsed("des petites lettres, des chiffres et des traits d’union, et pas \"verifier\", qui est une page à part", free)
    });
    let borrow = fields
        .optional("borrow")
        .map(|value| borrowed(&value, lender))
        .unwrap_or_default();
    let own = fields
        .optional("question")
        .map(|value| value.items())
        .unwrap_or_default();
    fields.refuse_unknown();
    let own = own
        .iter()
        .filter_map(|item| question::read(item, form, lists));
    let questions: Vec<Asked> = borrow.into_iter().chain(own).collect();
    Some(FormSection {
        id: id?,
        questions,
        mark: item.place.mark(),
    })
}

fn borrowed(value: &Value<'_>, lender: Option<&Form>) -> Vec<Asked> {
    let Some(lender) = lender else {
        value
            .place
            .refuse("il ne faut rien emprunter, ou from = \"…\" en haut du fichier");
        return Vec::new();
    };
    let names = value.texts().into_iter();
    names
        .filter_map(|(name, value)| {
            let found = lender.questions().find(|asked| asked.question.id == name);
            if found.is_none() {
                value.place.refuse(format!(
                    "il faut une question de {}, et non \"{name}\"",
                    lender.id
                ));
            }
            found.map(|asked| Asked {
                mark: value.place.mark(),
                ..asked.clone()
            })
        })
        .collect()
}
