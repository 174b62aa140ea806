//! The languages in which a Mission Locale offers the form, and those whose texts were read over.

use domain::language::Language;

use crate::{fields::Fields, source::Value};

/// The codes of both.
#[derive(Default)]
pub(super) struct Languages {
    /// Offered beside French; empty when that is all of them.
    pub(super) offered: Vec<String>,
    /// Read over by somebody with that profession.
    pub(super) read_over: Vec<String>,
}

/// The table `[languages]`: `offered` and `read_over`, each a list of codes.
pub(super) fn read(fields: &Fields<'_>) -> Option<Languages> {
    let Some(value) = fields.optional("languages") else {
        return Some(Languages::default());
    };
    let fields = value.fields()?;
    let offered = fields.optional("offered");
    if let Some(list) = offered.as_ref().filter(|list| list.items().is_empty()) {
        list.place.refuse(
            "il faut au moins une langue : le français est toujours là, [\"fr\"] le laisse seul",
        );
    }
    let offered = offered.map(|list| codes(&list)).unwrap_or_default();
    let read_over = fields.optional("read_over");
    let read_over = read_over.map(|list| codes(&list)).unwrap_or_default();
    fields.refuse_unknown();
    Some(Languages { offered, read_over })
}

fn codes(list: &Value<'_>) -> Vec<String> {
    let known = Language::ALL.map(Language::code).join(", ");
    let what = format!("le code d’une langue, l’un de : {known}");
    let code = |text: &str| Language::from_code(text).map(|_| text.to_owned());
    let items = list.items().into_iter();
    items.filter_map(|item| item.parsed(&what, code)).collect()
}
