//! `premier-accueil purge`: what an hour of housekeeping purges, on the command line, with a plan and a report.

use std::fmt::Write as _;

use content::SiteFile;

use crate::{
    clock::Clock,
    config::Config,
    delivery::Mailer,
    endpoint::{Endpoint, Moments, StartError, open_store},
    store::PurgeItem,
};

/// A purge from the command line, beside a running endpoint or without one: what goes is counted for the figures of the
/// desk as in an hour of housekeeping.
///
/// # Errors
///
/// When the site's file has mistakes, the store does not answer, the keys cannot be read, or the clock is not believed;
/// then nothing was removed.
pub async fn purge(
    config: &Config,
    clock: &Clock,
    dry_run: bool,
) -> Result<Vec<PurgeItem>, StartError> {
    if dry_run {
        return planned(config, clock).await;
    }
    let mailer = Mailer::new(&config.mail)?;
    let endpoint = Endpoint::beside(config.clone(), clock.clone(), mailer).await?;
    let purged = purged(&endpoint).await;
    endpoint.close().await;
    purged
}

/// What a purge would remove: nothing is opened, so no key is needed.
async fn planned(config: &Config, clock: &Clock) -> Result<Vec<PurgeItem>, StartError> {
    let site = SiteFile::read(&config.site, &config.credentials)?;
    let store = open_store(config).await?;
    let keep_days = site.public.keep_after_delivery_days;
    let items = store.purge_plan(keep_days, clock.now()).await;
    store.close().await;
    Ok(items?)
}

async fn purged(endpoint: &Endpoint) -> Result<Vec<PurgeItem>, StartError> {
    if let Some(jumped) = endpoint.clock_jumped().await? {
        return Err(jumped.into());
    }
    Ok(endpoint.purge_due().await?)
}

/// The plan as an operator reads it: one line a submission, then the count.
#[must_use]
pub fn report(items: &[PurgeItem], dry_run: bool, config: &Config) -> String {
    let moments = Moments::of(config);
    let line = |item: &PurgeItem| {
        let delivered = match (item.delivered_at, item.set_aside_at) {
            (Some(at), _) => format!("remise le {}", moments.stamp(at)),
            (None, Some(at)) => format!("jamais remise : écartée le {}", moments.stamp(at)),
            (None, None) => "jamais remise : opposition".to_owned(),
        };
        format!(
            "{}  reçue le {}  {delivered}\n",
            item.id.short(),
            moments.stamp(item.received_at)
        )
    };
    let mut text: String = items.iter().map(line).collect();
    let verb = if dry_run { "À effacer" } else { "Effacés" };
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{verb} : {}", items.len());
    if dry_run && !items.is_empty() {
        text.push_str("Pour les effacer : premier-accueil purge\n");
    }
    text
}
