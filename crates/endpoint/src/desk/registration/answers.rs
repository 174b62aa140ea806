//! What the person wrote, section by section, as on the fiche.

use maud::{Markup, html};

use crate::delivery::{ImiloEntry, RegistrationFiche};

pub(super) fn answers(fiche: &RegistrationFiche) -> Markup {
    let person = &fiche.person;
    html! {
        section.answers aria-labelledby="reponses" {
            h2 #reponses { "Ce que la personne a écrit" }
            p.note { "Rempli le " (fiche.filled) ". Rien n’a été vérifié." }
            dl {
                @if let Some(needs) = &person.needs { dt { "Demande" } dd { (needs) } }
                @if let Some(situation) = &person.situation { dt { "Situation" } dd { (situation) } }
                @if let Some(slots) = &person.slots { dt { "À appeler plutôt" } dd { (slots) } }
                @if let Some(elsewhere) = &person.elsewhere { dt { "Sa Mission Locale" } dd { (elsewhere) } }
            }
            @for section in fiche.sections.iter().filter(|section| section.rows.iter().any(is_given)) {
                section {
                    h3 { (section.title) }
                    dl { @for entry in section.rows.iter().filter(|entry| is_given(entry)) { (row(entry)) } }
                }
            }
            section {
                h3 { "Envoi" }
                dl {
                    @for option in &fiche.options { dt { "Option" } dd { (option) } }
                    @if let Some(came_from) = &fiche.came_from { dt { "Lien" } dd { (came_from) } }
                    dt { "Notice" } dd { (fiche.acknowledged) }
                }
            }
        }
    }
}

fn is_given(entry: &ImiloEntry) -> bool {
    entry.value.is_some() || entry.said.is_some()
}

fn row(entry: &ImiloEntry) -> Markup {
    html! {
        dt { (entry.field) }
        dd {
            @match (&entry.value, &entry.said) {
                (Some(value), Some(said)) => { (value) " " span.n { "(" (said) ")" } },
                (Some(words), None) | (None, Some(words)) => (words),
                (None, None) => {},
            }
        }
    }
}
