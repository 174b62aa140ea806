//! Preferences: the names of the small values that a phone keeps between visits, and the words for yes and no.
//!
//! No answer and no name, and nothing that the app needs to start: what cannot be read is as if it were not there.

/// The chosen language.
pub const LANGUAGE: &str = "language";
/// The last good response to `GET /v1/site`.
pub const SITE: &str = "site";

/// Whether this device passes from hand to hand: [`YES`], or anything else.
pub const TABLET: &str = "tablet";
/// What is kept of the team's code on this shared device: one line, or nothing.
pub const TEAM_CODE: &str = "team_code";
/// When something last left this shared device.
pub const LEFT_AT: &str = "left_at";
/// Whether the phone is the person's own, as she said when she was asked: [`YES`] or [`NO`].
pub const OWN_PHONE: &str = "own_phone";

/// The options of what was sent: its id, the code of the link, their codes; a line each.
pub const CHOICES: &str = "choices";

/// A word for yes.
pub const YES: &str = "yes";
/// A word for no.
pub const NO: &str = "no";

/// The word that is kept for it.
pub fn word(is_yes: bool) -> &'static str {
    if is_yes { YES } else { NO }
}

#[cfg(test)]
mod tests;
