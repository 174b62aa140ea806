//! The pages "Droits": the register of rights requests for its officers, with each step of it as a form.
//!
//! They do what `premier-accueil rights` does, through the same functions: no rule of the register stands here.

mod answer;
mod confirm;
mod conflict;
mod entry;
mod facts;
mod refusal;
mod request;
mod steps;
mod write;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    reference::Reference,
    rights::{Urgency, days_left, urgency},
};
use maud::{Markup, html};

use super::{
    DeskState,
    forms::FormId,
    page::{self, Nav},
    problem::DeskProblem,
    time::Now,
};
use crate::{
    delivery::{request_state, right_noun},
    french,
    rights::{Officer, Register, effect_coded},
    store::{Alone, RequestRow, Role, SignedIn},
};
pub(super) use answer::{json, pdf};
pub(super) use entry::{add, adopt, show as show_entry};
pub(super) use request::show as show_request;
pub(super) use write::write;

/// The register.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<Response, DeskProblem> {
    let register = register(&state).await?;
    let (open, closed): (Vec<_>, Vec<_>) = register
        .requests
        .iter()
        .partition(|request| request.state.is_open());
    let body = html! {
        h1 { "Droits des personnes" }
        @if let Some(words) = pressing(&register) { p.warning { (words) } }
        p { a.button href="/droits/nouvelle" { "Inscrire une demande" } }
        section aria-labelledby="a-traiter" {
            h2 #a-traiter { "À traiter (" (open.len()) ")" }
            @if open.is_empty() {
                p.note { "Aucune demande n’attend de réponse." }
            } @else {
                ul.work { @for request in &open { (row(&state, request, &register)) } }
            }
        }
        @if !register.alone.is_empty() { (without_file(&register.alone, &signed_in, &state.now())?) }
        @if !closed.is_empty() {
            section aria-labelledby="closes" {
                h2 #closes { "Closes (" (closed.len()) ")" }
                ul.work { @for request in &closed { (row(&state, request, &register)) } }
            }
        }
    };
    let page = page::page(
        &state,
        &signed_in,
        Nav::Rights,
        "Droits des personnes",
        &body,
    );
    Ok(page.into_response())
}

async fn register(state: &DeskState) -> Result<Register, DeskProblem> {
    let officer = Officer::new(&state.endpoint);
    officer.register().await.map_err(refusal::problem)
}

/// What an officer is told where they come in, on another page than the register.
pub(super) async fn notice(state: &DeskState, signed_in: &SignedIn) -> Result<Markup, DeskProblem> {
    if !signed_in.person.roles.has(Role::Officer) {
        return Ok(html! {});
    }
    let words = pressing(&register(state).await?);
    Ok(html! {
        @if let Some(words) = words { p.warning { (words) " " a href="/droits" { "Voir les demandes de droits" } } }
    })
}

/// How many answers are late, and how many are due so soon that the officer was reminded of them.
fn pressing(register: &Register) -> Option<String> {
    let open = register
        .requests
        .iter()
        .filter(|request| request.state.is_open());
    let urgencies: Vec<Urgency> = open
        .map(|request| urgency(register.today, request.due_on))
        .collect();
    let count = |of: Urgency| urgencies.iter().filter(|urgency| **urgency == of).count();
    let answers = |count: usize| match count {
        1 => "1 réponse".to_owned(),
        count => format!("{count} réponses"),
    };
    let words = match (count(Urgency::Late), count(Urgency::Near)) {
        (0, 0) => return None,
        (0, near) => format!("{} à donner d’ici sept jours", answers(near)),
        (late, 0) => format!("{} en retard", answers(late)),
        (late, near) => format!(
            "{} en retard, et {near} à donner d’ici sept jours",
            answers(late)
        ),
    };
    Some(format!("Demandes de droits\u{a0}: {words}."))
}

/// A line of the register: no answer is in it.
fn row(state: &DeskState, request: &RequestRow, register: &Register) -> Markup {
    let left = days_left(register.today, request.due_on);
    let is_open = request.state.is_open();
    let is_late = is_open && urgency(register.today, request.due_on) == Urgency::Late;
    html! {
        li {
            a href=(path(&request.reference)) { (request.reference.spaced()) }
            span { (right_noun(request.asked, &state.endpoint.mails.rights)) }
            span.m { (request_state(request.state)) }
            @if is_open { span.d.late[is_late] { (french::days_left(left)) } }
            span.n {
                "reçue le " (french::slashed(request.received_on))
                @if is_open { " · réponse due le " (french::full_day(request.due_on)) }
                @if let Some(at) = request.closed_at { " · close le " (french::stamp(state.now().local(at))) }
            }
        }
    }
}

/// Effects of which the journal alone knows.
fn without_file(alone: &[Alone], signed_in: &SignedIn, now: &Now) -> Result<Markup, DeskProblem> {
    Ok(html! {
        section aria-labelledby="sans-dossier" {
            h2 #sans-dossier { "Effets sans dossier" }
            p.note {
                "Après la remise en place d’une sauvegarde, le journal connaît des effets dont la demande n’est plus ici. "
                "Avec un dossier, un effet peut être levé, et la demande close."
            }
            ul.rows {
                @for effect in alone {
                    li {
                        span {
                            (effect_coded(effect.effect.code())) " depuis le " (french::stamp(now.local(effect.since)))
                            " · " (effect.about.as_ref().map_or_else(|| "un envoi qui n’est pas arrivé".to_owned(), Reference::spaced))
                        }
                        form method="post" action="/droits/adopter" {
                            input type="hidden" name="envoi" value=(FormId::draw(signed_in.person.id)?);
                            input type="hidden" name="demande" value=(effect.request.short());
                            button aria-label={ "Ouvrir un dossier pour la demande " (effect.request.short()) } { "Ouvrir un dossier" }
                        }
                    }
                }
            }
        }
    })
}

/// The page of one request.
fn path(number: &Reference) -> String {
    format!("/droits/{}", number.as_str())
}
