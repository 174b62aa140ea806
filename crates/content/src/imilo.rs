//! I-Milo's sections and fields, in the order they are typed: `content/imilo.toml`.

use std::{collections::BTreeMap, path::Path};

use domain::imilo::{ImiloField, ImiloSection};

use crate::{
    fields::Fields,
    form::Form,
    problem::Problems,
    source::{Source, Value},
};

/// The sections in I-Milo's order; no field has a question yet.
pub(crate) fn read(path: &Path, problems: &Problems) -> Vec<ImiloSection> {
    let Some(source) = Source::load(path, problems) else {
        return Vec::new();
    };
    let Some(table) = source.parse() else {
        return Vec::new();
    };
    let top = source.top(&table);
    let mut sections: Vec<ImiloSection> = Vec::new();
    let items = top
        .required("section", "les rubriques d’un dossier")
        .map(|value| value.items());
    for item in items.unwrap_or_default() {
        let Some(fields) = item.fields() else {
            continue;
        };
        let title = fields
            .required("title", "le nom de la rubrique dans I-Milo")
            .and_then(|value| value.text());
        let names = fields
            .required("fields", "les champs de la rubrique, dans l’ordre d’I-Milo")
            .map(|value| value.texts());
        let hints = hints(&fields, names.as_deref().unwrap_or_default());
        fields.refuse_unknown();
        let (Some(title), Some(names)) = (title, names) else {
            continue;
        };
        if sections.iter().any(|section| section.title == title) {
            item.place.refuse("il faut chaque rubrique une fois");
        }
        let names = names.into_iter().map(|(name, _)| name);
        let fields = names
            .map(|title| ImiloField {
                hint: hints.get(&title).cloned(),
                title,
                questions: Vec::new(),
            })
            .collect();
        sections.push(ImiloSection { title, fields });
    }
    top.refuse_unknown();
    sections
}

/// What helps who types, by the field of the section that it is about.
fn hints(section: &Fields, names: &[(String, Value)]) -> BTreeMap<String, String> {
    let table = section.optional("hints").and_then(|hints| hints.fields());
    let mut hints = BTreeMap::new();
    for (name, value) in table.map(|table| table.entries()).unwrap_or_default() {
        if !names.iter().any(|(field, _)| *field == name) {
            value
                .place
                .refuse("il faut le nom d’un champ de cette rubrique");
        }
        hints.extend(value.text().map(|hint| (name, hint)));
    }
    hints
}

/// How questions name the fields: `Section / Champ`.
pub(crate) fn addresses(dossier: &[ImiloSection]) -> Vec<String> {
    let fields = dossier
        .iter()
        .flat_map(|section| section.fields.iter().map(move |field| (section, field)));
    fields
        .map(|(section, field)| address(&section.title, &field.title))
        .collect()
}

fn address(section: &str, field: &str) -> String {
    format!("{section} / {field}")
}

/// The sections and fields that a form fills, each with its questions.
pub(crate) fn filled_by(form: &Form, dossier: &[ImiloSection]) -> Vec<ImiloSection> {
    let mut sections = dossier.to_vec();
    for section in &mut sections {
        for field in &mut section.fields {
            let address = address(&section.title, &field.title);
            let asked = form
                .questions()
                .filter(|asked| asked.imilo.contains(&address));
            field.questions = asked.map(|asked| asked.question.id.clone()).collect();
        }
        section.fields.retain(|field| !field.questions.is_empty());
    }
    sections.retain(|section| !section.fields.is_empty());
    sections
}
