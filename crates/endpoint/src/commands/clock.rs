//! `premier-accueil clock …`: what the clock says, and that it is right after a jump.

use crate::{
    clock::Clock,
    config::{ClockCommand, Config},
    endpoint::{StartError, open_store},
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
    let seen = seen_at.map_or_else(|| "nothing yet".to_owned(), |at| at.to_string());
    Ok(match command {
        ClockCommand::Show => format!("clock         {now}\nlatest seen   {seen}\n"),
        ClockCommand::Accept => format!("accepted {now}; latest seen before: {seen}\n"),
    })
}
