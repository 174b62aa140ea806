//! The database that the settings name: looked at before anything is written, then opened, or made at a first start.

use super::StartError;
use crate::{config::Config, keys, precautions, store::Store, whole_file::folder_of};

/// Refuses where there is no database: a command makes none, whatever folder it was given by mistake.
///
/// # Errors
///
/// When there is none.
pub(crate) fn there_is_a_database(config: &Config) -> Result<(), StartError> {
    if config.store.exists() || precautions::unfinished(&config.store).exists() {
        return Ok(());
    }
    Err(StartError::NoDatabase(config.store.clone()))
}

/// The database that is there: for a command, which makes none.
pub(crate) async fn open_store(config: &Config) -> Result<Store, StartError> {
    look_at_data(config)?;
    there_is_a_database(config)?;
    open(config).await
}

/// The same; it is made where there is none.
pub(super) async fn open_or_make_store(config: &Config) -> Result<Store, StartError> {
    look_at_data(config)?;
    for file in [&config.store, &config.journal] {
        keys::make_private_folder(folder_of(file))?;
    }
    open(config).await
}

async fn open(config: &Config) -> Result<Store, StartError> {
    precautions::close_database(&config.store)?;
    Ok(Store::open(&config.store, &config.journal, config.store_limit.clone()).await?)
}

/// Refuses what lies where the database and its journal belong, as far as looking can tell.
pub(super) fn look_at_data(config: &Config) -> Result<(), StartError> {
    precautions::refuse_shared_names(config)?;
    precautions::take(config)?;
    let unfinished = precautions::unfinished(&config.store);
    if unfinished.exists() {
        return Err(StartError::RestoreUnfinished(unfinished));
    }
    for file in [&config.store, &config.journal] {
        precautions::refuse_no_file(file)?;
    }
    Ok(precautions::refuse_no_database(&config.store)?)
}
