//! The answer to an access request as a download. Asked for by a form, so that no link opens one; each is written down.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{reference::Reference, rights::Action};
use maud::html;
use serde::Deserialize;

use super::{
    path,
    refusal::{self, Refusal},
};
use crate::{
    desk::{
        DeskState, download,
        forms::{Form, FormId, NumberPath},
        page::{self, Nav},
        problem::DeskProblem,
        viewing::note_view,
    },
    rights::{Answer, Officer, RightsError, answer_file_name},
    store::{Sender, SignedIn, View},
};

/// The form of both files.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct AnswerForm {
    envoi: FormId,
}

/// To read.
pub(in crate::desk) async fn pdf(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    Form(form): Form<AnswerForm>,
) -> Result<Response, DeskProblem> {
    let kind = ("pdf", "application/pdf");
    file(&state, &signed_in, &number, &form, kind, |answer| {
        answer.pdf
    })
    .await
}

/// To keep.
pub(in crate::desk) async fn json(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    Form(form): Form<AnswerForm>,
) -> Result<Response, DeskProblem> {
    let kind = ("json", "application/json");
    file(&state, &signed_in, &number, &form, kind, |answer| {
        answer.json
    })
    .await
}

/// One of the two files, or the page that says why there is none.
async fn file(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    form: &AnswerForm,
    (ending, kind): (&str, &'static str),
    bytes: impl Fn(Answer) -> Vec<u8>,
) -> Result<Response, DeskProblem> {
    match made(state, signed_in, number, form).await? {
        Ok(answer) => download::named(&answer_file_name(number, ending), kind, bytes(answer)),
        Err(refusal) => Ok(not_made(state, signed_in, number, refusal)),
    }
}

/// The answer, or why there is none.
async fn made(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    form: &AnswerForm,
) -> Result<Result<Answer, RightsError>, DeskProblem> {
    let store = &state.endpoint.store;
    let sender = Sender::of(signed_in, form.envoi.as_str(), None);
    let officer = Officer::at_page(&state.endpoint, sender);
    let request = store.rights_request(number).await?;
    let request = request.ok_or(DeskProblem::NotFound)?;
    if let Err(error) = officer.may(&request, Action::WriteAnswer) {
        return Ok(Err(error));
    }
    let about = request.about.as_ref().unwrap_or(&request.id);
    // One that never arrived has no row to be noted on: then it is the request that was opened.
    let is_here = store.target(about).await?.is_some();
    let opened = if is_here { about } else { &request.id };
    note_view(state, signed_in, View::Answer(opened)).await?;
    Ok(officer.answer_files(number, &signed_in.person.name).await)
}

fn not_made(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    error: RightsError,
) -> Response {
    let words = match refusal::weigh(error) {
        Refusal::Problem(problem) => return problem.into_response(),
        Refusal::Standing(words) => words.to_owned(),
        Refusal::Typed(words) => words,
        Refusal::Meanwhile => "La demande a changé entre-temps.".to_owned(),
    };
    let title = "Ce fichier n’a pas été fait";
    let body = html! {
        h1 { (title) }
        p { (words) }
        p { a.button href=(path(number)) { "Voir la demande" } }
    };
    let page = page::page(state, signed_in, Nav::Rights, title, &body);
    (StatusCode::CONFLICT, page).into_response()
}
