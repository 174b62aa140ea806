//! Page of a conflict at a registration: what stands by now, what was about to be written, what can be done.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::desk::{Act, Progress, Refused, Step};
use maud::{Markup, html};

use super::trail::{line, moment};
use crate::{
    desk::{
        DeskState, case,
        forms::FormId,
        page::{self, Nav},
        problem::DeskProblem,
    },
    step_words,
    store::{Registration, SignedIn},
};

/// Over the steps that a page did not show.
const SINCE: &str = "Ce qui a été noté depuis";

/// A form that was not written, to be sent once more.
#[derive(Clone)]
pub(super) struct Again {
    /// What it asks for.
    pub(super) act: Act,
    /// How many steps its page showed.
    pub(super) seen: u32,
    /// Behind the path of the registration.
    pub(super) path: &'static str,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) button: (&'static str, String),
}

/// What was written since the page was made, and what was about to be: the person decides.
pub(super) fn show(
    state: &DeskState,
    signed_in: &SignedIn,
    registration: &Registration,
    again: &Again,
) -> Result<Response, DeskProblem> {
    let act = again.act;
    let (now, number) = (state.now(), &registration.reference);
    let step = Step { act, at: now.at };
    let progress = Progress::of(case::steps(registration));
    if let Err(refused) = progress.allows(step, registration.is_held) {
        return Ok(cannot(state, signed_in, registration, (act, refused)));
    }
    let seen = usize::try_from(again.seen).unwrap_or(usize::MAX);
    let me = signed_in.person.id;
    // Fewer steps than the page showed: then all that stands says most.
    let (title, heading, new_ones) = match registration.steps.get(seen..) {
        None | Some([]) => (
            "Le suivi n’est plus celui de votre page",
            "Ce qui est noté ici",
            registration.steps.as_slice(),
        ),
        Some(own) if own.iter().all(|step| step.is_by(me)) => {
            ("Vous avez déjà noté une étape", SINCE, own)
        }
        Some(new_ones) => ("Quelqu’un a écrit entre-temps", SINCE, new_ones),
    };
    let body = html! {
        h1 { (title) }
        p.n { (number.spaced()) }
        p { "Votre page n’était plus à jour. Rien n’a encore été noté de votre part." }
        h2 { (heading) }
        @if new_ones.is_empty() { p.note { "Rien n’est noté." } }
        ul.trail { @for step in new_ones { li { (line(step, &now)) } } }
        h2 { "Ce que vous alliez noter" }
        p {
            strong { (step_words::act(act)) }
            (moment(act, &now))
        }
        (anyway(registration, signed_in, again)?)
        p { a.button href={ "/fiches/" (number.as_str()) } { "Ne rien noter et voir la fiche" } }
    };
    let page = page::page(state, signed_in, Nav::Morning, title, &body);
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The same form once more, behind what stands now.
fn anyway(
    registration: &Registration,
    signed_in: &SignedIn,
    again: &Again,
) -> Result<Markup, DeskProblem> {
    let id = FormId::draw(signed_in.person.id)?;
    let (name, value) = &again.button;
    Ok(html! {
        form method="post" action={ "/fiches/" (registration.reference.as_str()) "/" (again.path) } {
            input type="hidden" name="vu" value=(registration.steps.len());
            input type="hidden" name="envoi" value=(id);
            @for (name, value) in &again.fields { input type="hidden" name=(name) value=(value); }
            button name=(name) value=(value) { "Noter quand même, à la suite" }
        }
    })
}

fn cannot(
    state: &DeskState,
    signed_in: &SignedIn,
    registration: &Registration,
    (act, refused): (Act, Refused),
) -> Response {
    let (now, number) = (state.now(), &registration.reference);
    // What a right holds says nothing of its steps.
    let last = registration
        .steps
        .last()
        .filter(|_| refused != Refused::Held);
    let body = html! {
        h1 { "Cette étape n’a pas été notée" }
        p.n { (number.spaced()) }
        p { (step_words::refused(refused)) }
        @if let Some(last) = last { p { "Dernière étape\u{a0}: " (line(last, &now)) "." } }
        p { "Vous alliez noter\u{a0}: " strong { (step_words::act(act)) } (moment(act, &now)) "." }
        p { a.button href={ "/fiches/" (number.as_str()) } { "Voir la fiche" } }
    };
    let page = page::page(state, signed_in, Nav::Morning, "Étape non notée", &body);
    (StatusCode::CONFLICT, page).into_response()
}
