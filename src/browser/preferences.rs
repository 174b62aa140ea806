//! Preferences: language, Mission Locale, whose phone it is, and other small values kept in IndexedDB between visits.
//!
//! No answer and no name, and nothing that the app needs to start: what cannot be read is as if it were not there.

use super::database::{Change, Database, KEPT};

/// The chosen language.
pub const LANGUAGE: &str = "language";
/// The last good answer of `GET /v1/site`.
pub const SITE: &str = "site";

/// Whether this device passes from hand to hand: [`YES`], or anything else.
pub const TABLET: &str = "tablet";
/// What is kept of the team's code on this shared device: one line, or nothing.
pub const TEAM_CODE: &str = "team_code";
/// When something last left this shared device.
pub const LEFT_AT: &str = "left_at";
/// Whether the phone is the person's own, as she said when she was asked: [`YES`] or [`NO`].
pub const OWN_PHONE: &str = "own_phone";

/// A word for yes.
pub const YES: &str = "yes";
/// A word for no.
pub const NO: &str = "no";

/// The options of what was sent: its id, the code of the link, their codes; a line each.
pub const CHOICES: &str = "choices";

/// What was kept under that name.
pub async fn get(name: &str) -> Option<String> {
    Database::shared().get(KEPT, name).await.ok().flatten()
}

/// What was kept under each name, read in one go.
pub async fn several<const N: usize>(names: [&str; N]) -> [Option<String>; N] {
    let values = Database::shared().values(KEPT, &names).await;
    let mut values = values.unwrap_or_default().into_iter();
    names.map(|_| values.next()?.as_string())
}

/// Keeps it in place of what was there. Whether it was kept.
pub async fn set(name: &str, value: &str) -> bool {
    let change = Change::Put {
        store: KEPT,
        key: name,
        value: value.into(),
    };
    Database::shared().write(&[change]).await.is_ok()
}
