//! The Mission Locale, read from the JSON that the endpoint and the build write.

use domain::site::Site;

use super::json::Json;

/// The Mission Locale of that JSON; `None` when anything of it is missing.
pub fn read(json: &str) -> Option<Site> {
    Site::read(&Json::parse(json))
}
