//! A file as the answer to a form, for a browser to save under a name.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::problem::DeskProblem;

/// The file. No name of a person is in the name of a file: it stays in a folder of downloads.
pub(super) fn named(
    name: &str,
    kind: &'static str,
    bytes: Vec<u8>,
) -> Result<Response, DeskProblem> {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::try_from(disposition).map_err(|_| DeskProblem::Unavailable)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}
