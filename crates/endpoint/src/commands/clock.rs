//! `premier-accueil clock …`: what the clock says, and that it is right after a jump.

use crate::{
    clock::Clock,
    config::{ClockCommand, Config},
    endpoint::{Moments, StartError, open_store},
};

/// `premier-accueil clock …`, beside a running endpoint or without one.
///
/// # Errors
///
/// When the store does not answer.
pub async fn clock(
    config: &Config,
    clock: &Clock,
    command: ClockCommand,
) -> Result<String, StartError> {
    let store = open_store(config).await?;
    let (now, seen_at) = (clock.now(), store.latest_moment().await?);
    if matches!(command, ClockCommand::Accept) {
        store.accept_moment(now).await?;
    }
    store.close().await;
    let moments = Moments::of(config);
    let seen = seen_at.map_or_else(|| "aucun".to_owned(), |at| moments.stamp(at));
    let now = moments.stamp(now);
    Ok(match command {
        ClockCommand::Show => format!(
            "l’horloge dit      {now}\ndernier moment vu  {seen}\n\
             Si elle est juste : premier-accueil clock accept\n"
        ),
        ClockCommand::Accept => {
            format!("Accepté : {now}. Dernier moment vu avant : {seen}\n")
        }
    })
}
