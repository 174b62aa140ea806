//! The languages in which a Mission Locale offers the form, and those whose texts were read over.
//!
//! The build puts them in.

use domain::language::Language;

use crate::{fields::Fields, source::Value};

/// Both; French is always offered, and is what the others are read over against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages {
    /// Those that a phone can choose.
    pub offered: Vec<Language>,
    /// Read over by somebody with that profession.
    pub read_over: Vec<Language>,
}

/// The table `[languages]`: `offered` and `read_over`, each a list of codes.
pub(super) fn read(fields: &Fields<'_>) -> Option<Languages> {
    let mut languages = Languages {
        offered: Language::ALL.into(),
        read_over: vec![Language::REFERENCE],
    };
    let Some(value) = fields.optional("languages") else {
        return Some(languages);
    };
    let fields = value.fields()?;
    if let Some(list) = fields.optional("offered") {
        if list.is_list() && list.items().is_empty() {
            list.place.refuse(
                "il faut au moins une langue : le français est toujours là, [\"fr\"] le laisse seul",
            );
        }
        let offered = named(&list);
        let is_offered =
            |language: &Language| *language == Language::REFERENCE || offered.contains(language);
        languages.offered.retain(is_offered);
    }
    if let Some(list) = fields.optional("read_over") {
        languages.read_over.extend(named(&list));
    }
    fields.refuse_unknown();
    Some(languages)
}

fn named(list: &Value<'_>) -> Vec<Language> {
    let known = Language::ALL.map(Language::code).join(", ");
    let what = format!("le code d’une langue, l’un de : {known}");
    let items = list.items().into_iter();
    items
        .filter_map(|item| item.parsed(&what, Language::from_code))
        .collect()
}
