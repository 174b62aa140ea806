//! The lists of communes: of a postal area, or of names that begin alike.

use domain::json::ParsedJson;

use super::{
    http::{self, HttpError},
    json::Json,
};

/// The lines of a list, which `domain::places` reads; `path` is that of the list.
///
/// # Errors
/// [`HttpError::Refused`] where there is no such list: no commune is in it. Otherwise the list cannot be had now.
pub async fn list(path: &str) -> Result<Vec<String>, HttpError> {
    let json = http::get_json(path).await?;
    Json::parse(&json).texts().ok_or(HttpError::NotOurs)
}
