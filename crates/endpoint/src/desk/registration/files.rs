//! A registration as a file: one line for a spreadsheet, or the fiche as it was mailed.
//!
//! Asked for by a form, so that no link opens one; each is written down, and few an hour are given.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use domain::reference::Reference;

use super::{alone, arrived, note_view};
use crate::{
    blocking::blocking,
    delivery::{self, imilo_columns},
    desk::{DeskState, download, forms::NumberPath, problem::DeskProblem, spreadsheet},
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
    let head = head.map(|(name, value)| (name.to_owned(), value));
    let fields = columns.into_iter().map(|column| {
        let name = format!("{} / {}", column.section, column.field);
        (name, column.value)
    });
    let (names, values) = head.into_iter().chain(fields).unzip();
    spreadsheet::file(&name(&number, "csv"), &[names, values])
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
    download::named(&name(&number, "pdf"), "application/pdf", bytes)
}

fn name(number: &Reference, ending: &str) -> String {
    format!("fiche-{}.{ending}", number.spaced())
}
