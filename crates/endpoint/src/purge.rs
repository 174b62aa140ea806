//! Purge: content that has been kept long enough goes. Never before it was delivered.

use content::SiteFile;
use domain::time::Timestamp;

use crate::{
    clock::Clock,
    clock_guard,
    config::Config,
    endpoint::{StartError, open_store},
    store::{PurgeItem, Store, StoreError},
};

/// What a purge would remove at `now`.
pub(crate) async fn plan(
    store: &Store,
    site: &SiteFile,
    now: Timestamp,
) -> Result<Vec<PurgeItem>, StoreError> {
    store
        .purge_plan(site.public.keep_after_delivery_days, now)
        .await
}

/// Removes everything whose time is past, and notes that it did; says of which submissions the content went.
pub(crate) async fn all(
    store: &Store,
    site: &SiteFile,
    now: Timestamp,
) -> Result<Vec<PurgeItem>, StoreError> {
    // Each is tried whatever became of the others.
    let gone = run(store, site, now).await;
    let files = rights_files(store, now).await;
    let choices = option_choices(store, now).await;
    let gone = gone.and_then(|gone| files.and(choices).map(|()| gone))?;
    store.purged(now).await?;
    Ok(gone)
}

/// Removes the content whose time is past, and says of which submissions.
async fn run(store: &Store, site: &SiteFile, now: Timestamp) -> Result<Vec<PurgeItem>, StoreError> {
    let items = store
        .purge(site.public.keep_after_delivery_days, now)
        .await?;
    if !items.is_empty() {
        tracing::info!(count = items.len(), "purged");
    }
    Ok(items)
}

/// Removes the files of rights requests whose year is past.
async fn rights_files(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let files = store.purge_rights_files(now).await?;
    store.compact_journal(now).await?;
    if files > 0 {
        tracing::info!(files, "files of rights requests purged");
    }
    Ok(())
}

/// Removes the record of options whose last word is old enough.
async fn option_choices(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let lines = store.purge_option_choices(now).await?;
    if lines > 0 {
        tracing::info!(lines, "record of options purged");
    }
    Ok(())
}

/// A purge from the command line, beside a running endpoint or without one.
///
/// # Errors
///
/// When the site's file has mistakes, the store does not answer, or the clock is not believed; then nothing was removed.
pub async fn purge(
    config: &Config,
    clock: &Clock,
    dry_run: bool,
) -> Result<Vec<PurgeItem>, StartError> {
    let site = SiteFile::read(&config.site, &config.credentials)?;
    let store = open_store(config).await?;
    let now = clock.now();
    let items = if dry_run {
        plan(&store, &site, now).await?
    } else {
        clock_guard::check(&store, &config.clock_synced_file, now).await?;
        all(&store, &site, now).await?
    };
    store.close().await;
    Ok(items)
}

/// The plan as an operator reads it: one line a submission, then the count.
#[must_use]
pub fn report(items: &[PurgeItem], dry_run: bool) -> String {
    let line = |item: &PurgeItem| {
        let delivered = match (item.delivered_at, item.set_aside_at) {
            (Some(at), _) => format!("delivered {at}"),
            (None, Some(at)) => format!("never delivered: set aside {at}"),
            (None, None) => "never delivered: objection".to_owned(),
        };
        format!(
            "{}  received {}  {delivered}\n",
            item.id.short(),
            item.received_at
        )
    };
    let lines: String = items.iter().map(line).collect();
    let verb = if dry_run { "to purge" } else { "purged" };
    format!("{lines}{verb}: {}\n", items.len())
}
