//! The fiche for programs: the same facts as JSON, attached to the PDF and closed with it.
//!
//! Its shape is told in `docs/fiche-data.md`; a change of it is a new `format`.

use domain::submission::Message;
use serde_json::{Value, json};

use super::{FicheSection, Letter, entry::ImiloEntry, person::Person};

/// Name and version of the shape.
const FORMAT: &str = "premier-accueil/fiche/1";

/// The JSON text.
pub(super) fn json(
    letter: &Letter,
    message: &Message,
    person: &Person,
    sections: &[FicheSection],
) -> String {
    let entry = |section: &str, entry: &ImiloEntry| {
        json!({
            "section": section,
            "field": entry.field,
            "value": entry.value,
            "to_choose": entry.is_to_choose,
            "said": entry.said,
        })
    };
    let entries: Vec<Value> = sections
        .iter()
        .flat_map(|section| section.rows.iter().map(|row| entry(&section.title, row)))
        .collect();
    let fiche = json!({
        "format": FORMAT,
        "kind": message.kind,
        "reference": letter.reference(),
        "received_at": letter.received_at(),
        "filled_at": message.filled_at,
        "call_by": letter.call_by_at().map(|at| at.to_string()),
        "language": message.language,
        "shared_device": message.shared_device,
        "source": message.context.source,
        "event": message.context.event,
        "questionnaire": message.questionnaire,
        "answers": message.answers,
        "person": person,
        "imilo": entries,
    });
    serde_json::to_string_pretty(&fiche).unwrap_or_default()
}
