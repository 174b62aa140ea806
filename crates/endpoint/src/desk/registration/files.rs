//! A registration as a file: one line for a spreadsheet, or the fiche as it was mailed.
//!
//! Asked for by a form, so that no link opens one; each is written down, and few an hour are given.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::reference::Reference;

use super::{alone, arrived, csv_line, note_view};
use crate::{
    blocking::blocking,
    delivery::{self, imilo_columns},
    desk::{DeskState, forms::NumberPath, problem::DeskProblem},
    french,
    store::{Shown, SignedIn},
};

/// One line for a spreadsheet.
pub(in crate::desk) async fn csv(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    note_view(&state, &signed_in, &number, Shown::Csv).await?;
    let case = alone(&state, &number, &now).await?;
    let opened = case.opened.as_ref().ok_or(DeskProblem::NoContent)?;
    let columns =
        imilo_columns(&state.endpoint, &opened.submission).ok_or(DeskProblem::NoContent)?;
    let received = french::stamp(now.local(case.registration.received_at));
    let head = [("Numéro", number.spaced()), ("Reçue le", received)];
    let text = csv_line::csv(&head, &columns).map_err(|error| {
        tracing::error!(%error, "no line for a spreadsheet");
        DeskProblem::Unavailable
    })?;
    file(
        "text/csv; charset=utf-8",
        &name(&number, "csv"),
        text.into_bytes(),
    )
}

/// The fiche as a PDF.
pub(in crate::desk) async fn pdf(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let id = note_view(&state, &signed_in, &number, Shown::Pdf).await?;
    let case = alone(&state, &number, &now).await?;
    let options = state.endpoint.store.option_words(&id).await?;
    let endpoint = Arc::clone(&state.endpoint);
    let printed = blocking(move || {
        let submission = &case.opened.as_ref()?.submission;
        delivery::pdf(&endpoint, &arrived(&case, &options), submission, &id)
    });
    let bytes = printed.await.ok_or(DeskProblem::NoContent)?;
    file("application/pdf", &name(&number, "pdf"), bytes)
}

/// No name of a person in the name of a file: it stays in a folder of downloads.
fn name(number: &Reference, ending: &str) -> String {
    format!("fiche-{}.{ending}", number.spaced())
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Result<Response, DeskProblem> {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::try_from(disposition).map_err(|_| DeskProblem::Unavailable)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}
