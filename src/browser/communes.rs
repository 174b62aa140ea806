//! The communes of a postal code, from the list of its area.

use super::{http, json::Json};

/// INSEE code and name of each commune of that postal code; `None` when the list cannot be had, or does not name it.
///
/// `path` is that of the list.
pub async fn of(path: &str, postal_code: &str) -> Option<Vec<(String, String)>> {
    let list = Json::parse(&http::get_json(path).await.ok()?);
    list.list(postal_code, |commune| {
        let [code, name] = <[String; 2]>::try_from(commune.items()?).ok()?;
        Some((code, name))
    })
}
