//! The page of one rights request: what the command line shows of it, and the steps that can be taken.
//!
//! What was asked is opened for the length of a request, and each opening is written down before anything is shown.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::reference::Reference;
use maud::html;
use serde::Deserialize;

use super::{facts, refusal, steps, write::StepForm};
use crate::{
    delivery::right_noun,
    desk::{
        DeskState,
        forms::NumberPath,
        page::{self, Nav},
        problem::DeskProblem,
        viewing::note_view,
    },
    rights::{Officer, RequestFile},
    store::{SignedIn, View},
};

/// What stands behind the path after a step.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct After {
    /// Whether a step was just written.
    #[serde(default)]
    fait: Option<u32>,
}

/// What the page says beside the request.
#[derive(Default)]
pub(super) struct Told<'a> {
    pub(super) is_written: bool,
    /// Why a form was refused, and what was typed into it.
    pub(super) refused: Option<(&'a str, &'a StepForm)>,
}

/// The page.
pub(in crate::desk) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    after: Result<Query<After>, QueryRejection>,
) -> Result<Response, DeskProblem> {
    let Query(after) = after.map_err(|_| DeskProblem::NotFound)?;
    let told = Told {
        is_written: after.fait.is_some(),
        refused: None,
    };
    render(&state, &signed_in, &number, &told).await
}

pub(super) async fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    told: &Told<'_>,
) -> Result<Response, DeskProblem> {
    let (officer, store) = (Officer::new(&state.endpoint), &state.endpoint.store);
    let request = store.rights_request(number).await?;
    let request = request.ok_or(DeskProblem::NotFound)?;
    note_view(state, signed_in, View::Request(&request.id)).await?;
    let file = officer.file(number).await.map_err(refusal::problem)?;
    let allowed = officer.allowed(&file.request).await;
    let allowed = allowed.map_err(refusal::problem)?;
    let now = state.now();
    let status = if told.refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let noun = right_noun(file.request.asked, &state.endpoint.mails.rights);
    let body = html! {
        p.back { a href="/droits" { "Toutes les demandes" } }
        h1 { (number.spaced()) }
        p.n { "Demande de droits\u{a0}: " (noun) }
        @if told.is_written && let Some(words) = facts::last_words(&file.steps) {
            p.given role="status" { "C’est noté\u{a0}: " (words) "." }
        }
        @if let Some((refusal, _)) = told.refused { p.refusal #refus role="alert" { (refusal) } }
        div.two {
            div {
                (facts::facts(state, &file))
                (facts::asked(&file))
                (facts::options(state, &file.options, &now))
                (facts::trail(&file.steps, &now))
            }
            (steps::steps(signed_in, &file, &allowed, told, &now)?)
        }
    };
    let title = number.spaced();
    let page = page::page(state, signed_in, Nav::Rights, &title, &body);
    Ok((status, page).into_response())
}

/// How many steps a page of it shows, of those that a form depends on.
pub(super) fn seen(file: &RequestFile) -> usize {
    file.steps.iter().filter(|step| step.counts()).count()
}
