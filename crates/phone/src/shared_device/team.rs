//! The team's code on a shared device: a try is counted before it is looked at.

use domain::{team_code::TeamCode, time::Timestamp};

use crate::{
    ports::{Passcode, Preferences, World},
    preferences::TEAM_CODE,
};

/// Whether the team has said its code, since its page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Team {
    /// What is kept is being looked for.
    Unknown,
    /// None was set: the device was a shared one before there were codes.
    NoCode,
    /// It is to be said, after so many seconds if a wrong one was.
    Closed(i64),
    /// It was said.
    Open,
}

impl Team {
    /// How it stands when the page is shown, as its code is kept.
    pub fn at_first(code: Option<&TeamCode>, now: Timestamp) -> Self {
        code.map_or(Self::NoCode, |code| Self::Closed(code.seconds_to_wait(now)))
    }
}

/// What is kept of the code.
pub async fn recall(phone: impl Preferences) -> Option<TeamCode> {
    TeamCode::from_line(&phone.preference(TEAM_CODE).await?)
}

/// Tries a code: seconds to wait before the next try, none where this one was right. `None` where nothing can be written
/// down.
pub async fn try_code(phone: impl Passcode + Preferences + World, said: &str) -> Option<i64> {
    let code = recall(phone).await?;
    let now = phone.now();
    let wait = code.seconds_to_wait(now);
    if wait > 0 {
        return Some(wait);
    }
    // Counted before it is looked at: loading the page anew gains nothing.
    let tried = code.clone().tried(now);
    if !phone.set_preference(TEAM_CODE, &tried.to_line()).await {
        return None;
    }
    if phone.is_right(said, &code).await {
        phone
            .set_preference(TEAM_CODE, &code.opened().to_line())
            .await;
        return Some(0);
    }
    Some(tried.seconds_to_wait(now))
}

#[cfg(test)]
mod tests;
