//! The sheet to sign at a welcome: names and empty boxes, to print. No telephone, no number of a registration.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use maud::html;

use super::{WelcomePath, one::Attended, path, place, when};
use crate::{
    desk::{
        DeskState,
        page::{self, Nav},
        problem::DeskProblem,
    },
    store::SignedIn,
};

/// Lines for who comes without having been invited.
const EMPTY_LINES: usize = 4;

/// The sheet.
pub(in crate::desk) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    WelcomePath(id): WelcomePath,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let attended = Attended::open(&state, &signed_in, id, &now).await?;
    let place = place(&state, &attended.welcome.plan.place);
    let names = attended.people().map(|(case, _)| {
        let number = || case.registration.reference.spaced();
        case.listed_name().unwrap_or_else(number)
    });
    let lines = names.chain((0..EMPTY_LINES).map(|_| String::new()));
    let body = html! {
        p.back { a href=(path(id)) { "Retour à l’accueil collectif" } }
        h1 { "Feuille d’émargement" }
        p { (state.endpoint.site.public.name) br; strong { (when(&attended.welcome.plan, &now)) } br;
            (place.in_words()) }
        p.note.screen { "Pour l’imprimer\u{a0}: Ctrl et P. Elle porte des noms\u{a0}: gardez-la comme vos autres feuilles, puis détruisez-la." }
        div.wide tabindex="0" role="region" aria-label="Feuille d’émargement" {
            table.signed {
                thead { tr { th scope="col" { "Nom et prénom" } th scope="col" { "Signature" } } }
                tbody { @for name in lines { tr { td { (name) } td {} } } }
            }
        }
    };
    let title = "Feuille d’émargement";
    Ok(page::page(&state, &signed_in, Nav::Welcomes, title, &body).into_response())
}
