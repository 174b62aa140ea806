//! Page of a conflict in the register: what came meanwhile, what was about to be written, what can be done.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{reference::Reference, rights::Action};
use maud::{Markup, html};

use super::{facts, path, refusal, request, steps, write::StepForm};
use crate::{
    desk::{
        DeskState,
        forms::FormId,
        page::{self, Nav},
        problem::DeskProblem,
        viewing::note_view,
    },
    rights::{Officer, RequestFile},
    store::{SignedIn, StepRow, View},
};

/// What was written since the page was made, and what was about to be: the officer decides, where the step can still be
/// taken. `why` is why it cannot, where it was refused for what stands.
pub(super) async fn show(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    (action, form): (Action, &StepForm),
    why: Option<&str>,
) -> Result<Response, DeskProblem> {
    let officer = Officer::new(&state.endpoint);
    let file = officer.file(number).await.map_err(refusal::problem)?;
    note_view(state, signed_in, View::Request(&file.request.id)).await?;
    let allowed = officer.allowed(&file.request).await;
    let may = why.is_none() && allowed.map_err(refusal::problem)?.contains(&action);
    let now = state.now();
    let counted = file.steps.iter().filter(|step| step.counts());
    let new_ones: Vec<&StepRow> = counted.skip(form.seen()).collect();
    let me = &signed_in.person.name;
    let title = if new_ones.is_empty() {
        "Cette étape n’a pas été notée"
    } else if new_ones.iter().any(|step| step.done_by == *me) {
        "Vous avez déjà noté une étape"
    } else {
        "Quelqu’un a écrit entre-temps"
    };
    let body = html! {
        h1 { (title) }
        @if let Some(why) = why { p.refusal { (why) } }
        p { "Rien n’a été noté de votre part." @if !new_ones.is_empty() { " Votre page n’était plus à jour." } }
        @if !new_ones.is_empty() {
            h2 { "Ce qui a été noté depuis" }
            ul.trail { @for step in &new_ones { li { (facts::line(step, &now)) } } }
        }
        h2 { "Ce que vous alliez noter" }
        p {
            strong { (steps::label(action)) }
            @for typed in [&form.raison, &form.preinscription] {
                @if !typed.trim().is_empty() { " · " (typed.trim()) }
            }
        }
        @if may { (anyway(&file, signed_in, (action, form))?) }
        p { a.button href=(path(number)) { "Voir la demande" } }
    };
    let page = page::page(state, signed_in, Nav::Rights, title, &body);
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The same form once more, behind what stands now.
fn anyway(
    file: &RequestFile,
    signed_in: &SignedIn,
    (action, form): (Action, &StepForm),
) -> Result<Markup, DeskProblem> {
    Ok(html! {
        form method="post" action={ (path(&file.request.reference)) "/etapes" } {
            input type="hidden" name="vu" value=(request::seen(file));
            input type="hidden" name="envoi" value=(FormId::draw(signed_in.person.id)?);
            input type="hidden" name="raison" value=(form.raison);
            input type="hidden" name="preinscription" value=(form.preinscription);
            button name="acte" value=(action.code()) { "Noter quand même, à la suite" }
        }
    })
}
