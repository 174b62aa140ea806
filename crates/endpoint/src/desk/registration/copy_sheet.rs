//! The sheet to type from: each field of I-Milo in its order, what goes there, and a tick; worked with the keyboard.
//!
//! Narrow enough to stand beside I-Milo. Ticks live in the page alone.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::desk::{Act, Stage};
use maud::{Markup, html};

use super::{Forms, alone, button, fiche, gone, note_view};
use crate::{
    delivery::{FicheSection, ImiloEntry, RegistrationFiche},
    desk::{
        DeskState,
        case::Case,
        forms::NumberPath,
        page::{self, Nav},
        problem::DeskProblem,
    },
    store::{OptionWords, Shown, SignedIn},
};

/// The page.
pub(in crate::desk) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    note_view(&state, &signed_in, &number, Shown::CopySheet).await?;
    let case = alone(&state, &number, &now).await?;
    let forms = Forms {
        person: signed_in.person.id,
        number: number.clone(),
        seen: case.seen(),
    };
    let name = case.listed_name().unwrap_or_else(|| number.spaced());
    let body = html! {
        p.back { a href={ "/fiches/" (number.as_str()) } { "La fiche" } }
        h1 { "Saisir dans I-Milo" }
        p { strong { (name) } " " span.n { (number.spaced()) } }
        @match fiche(&state, &case, &OptionWords::default()) {
            Some(fiche) => (sheet(&fiche)),
            None => (gone::words(&case, &now).unwrap_or_default()),
        }
        (end(&case, &forms)?)
        (page::copy_sheet())
    };
    Ok(page::page(
        &state,
        &signed_in,
        Nav::Morning,
        "Saisir dans I-Milo",
        &body,
    )
    .into_response())
}

fn sheet(fiche: &RegistrationFiche) -> Markup {
    html! {
        p.note data-needs-script hidden {
            kbd { "Entrée" } " copie, coche et passe à la ligne suivante. " kbd { "↑" } " " kbd { "↓" } " changent de ligne, "
            kbd { "Espace" } " coche sans copier."
        }
        p.counts role="status" data-ticked {}
        div.sheet {
            @for (at, section) in fiche.sections.iter().enumerate() { (part(at, section)) }
        }
    }
}

fn part(at: usize, section: &FicheSection) -> Markup {
    html! {
        h2 { (section.title) }
        ol { @for (row, entry) in section.rows.iter().enumerate() { (line(&format!("{at}-{row}"), entry)) } }
    }
}

/// A field: its tick, its name, what goes there, and how.
fn line(id: &str, entry: &ImiloEntry) -> Markup {
    let (tick, value) = (format!("c{id}"), format!("v{id}"));
    html! {
        li {
            input type="checkbox" id=(tick) aria-describedby=(value) autocomplete="off";
            label for=(tick) { (entry.field) }
            span.goes #(value) { (goes(entry)) }
            @if let Some(pasted) = entry.value.as_deref().filter(|_| !entry.is_list) {
                button.copy type="button" data-copy=(pasted) aria-label={ "Copier\u{a0}: " (entry.field) } hidden { "Copier" }
            } @else if entry.is_list {
                span.m { "liste" }
            }
        }
    }
}

/// What goes there, the person's own words, and what helps.
fn goes(entry: &ImiloEntry) -> Markup {
    html! {
        @match (&entry.value, &entry.said) {
            (Some(value), said) => {
                b { (value) }
                @if entry.is_to_choose { " " span.n { "à compléter" } }
                @if let Some(said) = said { " " span.n { "(" (said) ")" } }
            },
            (None, Some(said)) => { span.n { "à choisir\u{a0}: " } b { (said) } },
            (None, None) => span.n { "non renseigné" },
        }
        @if let Some(hint) = &entry.hint { span.hint { (hint) } }
    }
}

/// What ends the work on it.
fn end(case: &Case, forms: &Forms) -> Result<Markup, DeskProblem> {
    let entered =
        forms.form(&html! { div.choices { (button(Act::Entered, "Tout est saisi")) } })?;
    Ok(html! {
        @match case.stage {
            Stage::Held => {},
            Stage::Closed => p { "Cette préinscription est terminée." },
            _ if case.progress.is_entered => p.given { "C’est noté\u{a0}: tout est saisi." },
            _ => div.end { (entered) },
        }
    })
}
