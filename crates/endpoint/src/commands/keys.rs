//! `premier-accueil keys …`: where each key stands, and word that a copy of it is kept.

use std::fmt::Write as _;

use domain::time::Timestamp;

use crate::{
    clock::Clock,
    config::{Config, KeysCommand},
    endpoint::Moments,
    keys::{KeyError, KeyState, Keys},
};

/// Why a command about the keys was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The keys cannot be read, or a mark not written.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// No key has this name.
    #[error("il n’y a pas de clé {0} ici : premier-accueil keys list montre celles qui y sont")]
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
    let (states, moments) = (keys.states(now), Moments::of(config));
    let KeysCommand::BackedUp { kid, .. } = command else {
        return Ok(list(&states, now, &moments));
    };
    let meant = |key: &&KeyState| kid.as_ref().is_none_or(|kid| *kid == key.kid);
    let meant: Vec<&KeyState> = states.iter().filter(meant).collect();
    if let (Some(kid), true) = (kid.as_ref(), meant.is_empty()) {
        return Err(KeysError::Unknown(kid.clone()));
    }
    for key in &meant {
        keys.copied(&key.kid, now)?;
    }
    Ok(list(&keys.states(now), now, &moments))
}

fn list(states: &[KeyState], now: Timestamp, moments: &Moments) -> String {
    let line = |key: &KeyState| {
        let (from, until) = (
            moments.stamp(key.published_from),
            moments.stamp(key.seals_until),
        );
        let use_ = if key.seals_until <= now {
            format!("ouvre ce qui a été fermé jusqu’au {until}")
        } else if key.is_public {
            format!("sert depuis le {from}, jusqu’au {until}")
        } else {
            format!("attend, sert dès le {from}, jusqu’au {until}")
        };
        let copy = if key.is_copied {
            "copiée"
        } else {
            "sans copie"
        };
        let made = moments.stamp(key.made_at);
        format!("{}  faite le {made}  {use_}  {copy}\n", key.kid)
    };
    let mut text: String = states.iter().map(line).collect();
    let without: Vec<&KeyState> = states.iter().filter(|key| !key.is_copied).collect();
    let _ = writeln!(text, "Sans copie : {} sur {}", without.len(), states.len());
    if let [key, ..] = without[..] {
        let _ = writeln!(
            text,
            "Une fois la copie gardée ailleurs : premier-accueil keys backed-up {}",
            key.kid
        );
    }
    text
}
