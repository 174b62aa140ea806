//! `premier-accueil keys …`: where each key stands, and word that a copy of it is kept.

use domain::time::Timestamp;

use crate::{
    clock::Clock,
    config::{Config, KeysCommand},
    keys::{KeyError, KeyState, Keys},
};

/// Why a command about the keys was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The keys cannot be read, or a mark not written.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// No key has this name.
    #[error("there is no key {0} here: premier-accueil keys list")]
    Unknown(String),
}

/// Lists the keys or marks them as copied, beside a running endpoint or without one.
///
/// # Errors
///
/// When the keys cannot be read, or none has the name given.
pub fn keys(config: &Config, clock: &Clock, command: KeysCommand) -> Result<String, KeysError> {
    let (folder, now) = (config.data_dir.join("keys"), clock.now());
    let keys = Keys::read(&folder, config.publish_keys_after_days)?;
    let states = keys.states(now);
    let KeysCommand::BackedUp { kid, .. } = command else {
        return Ok(list(&states, now));
    };
    let meant = |key: &&KeyState| kid.as_ref().is_none_or(|kid| *kid == key.kid);
    let meant: Vec<&KeyState> = states.iter().filter(meant).collect();
    if let (Some(kid), true) = (kid.as_ref(), meant.is_empty()) {
        return Err(KeysError::Unknown(kid.clone()));
    }
    for key in &meant {
        keys.copied(&key.kid, now)?;
    }
    Ok(list(&keys.states(now), now))
}

fn list(states: &[KeyState], now: Timestamp) -> String {
    let line = |key: &KeyState| {
        let use_ = if key.seals_until <= now {
            format!("opens what was sealed until {}", key.seals_until)
        } else if key.is_public {
            format!(
                "in use since {} until {}",
                key.published_from, key.seals_until
            )
        } else {
            format!(
                "waits, in use from {} until {}",
                key.published_from, key.seals_until
            )
        };
        let copy = if key.is_copied { "copied" } else { "no copy" };
        format!("{}  made {}  {use_}  {copy}\n", key.kid, key.made_at)
    };
    let lines: String = states.iter().map(line).collect();
    let without = states.iter().filter(|key| !key.is_copied).count();
    format!("{lines}without a copy: {without} of {}\n", states.len())
}
