//! Migrations: opens the database and brings it to the present version, one step at a time.

use elements::callbacks;
use idb::{DatabaseEvent, Event, Factory, ObjectStoreParams, Request, event::VersionChangeEvent};
use web_sys::IdbDatabase;

use super::{DRAFTS, DatabaseError, ENTRIES, KEPT, RECORDS};

/// The stores that each version added; the version of a database is how many of these steps it has walked.
const STEPS: [&[&str]; 2] = [&[ENTRIES, RECORDS, KEPT], &[DRAFTS]];

/// Some browsers, some days, never answer.
const PATIENCE_MILLISECONDS: u32 = 4000;

/// A new handle; `None` when the browser does not answer.
pub(super) async fn open(name: &str) -> Option<Result<IdbDatabase, DatabaseError>> {
    callbacks::within(PATIENCE_MILLISECONDS, opened(name)).await
}

async fn opened(name: &str) -> Result<IdbDatabase, DatabaseError> {
    #[expect(clippy::cast_possible_truncation, reason = "a handful of steps")]
    let ours = STEPS.len() as u32;
    match at_version(name, Some(ours)).await {
        // A newer release was here, and took no store away: what this one needs is there.
        Err(idb::Error::DomException(error)) if error.name() == "VersionError" => {
            Ok(at_version(name, None).await?)
        }
        opened => Ok(opened?),
    }
}

async fn at_version(name: &str, version: Option<u32>) -> Result<IdbDatabase, idb::Error> {
    let mut request = Factory::new()?.open(name, version)?;
    request.on_upgrade_needed(|event| {
        // Without its stores the database is of no use: a step that fails undoes them all.
        if walk(&event).is_err()
            && let Some(transaction) = event
                .target()
                .ok()
                .and_then(|request| request.transaction())
        {
            // Aborting a finished transaction fails; nothing is left to undo then.
            let _ = transaction.abort();
        }
    });
    let handle: IdbDatabase = request.await?.into();
    // A tab with a newer release must not wait for this one.
    let closing = handle.clone();
    callbacks::always(&handle, "versionchange", Box::new(move || closing.close()));
    Ok(handle)
}

fn walk(event: &VersionChangeEvent) -> Result<(), idb::Error> {
    let database = event.database()?;
    for stores in STEPS.iter().skip(event.old_version()? as usize) {
        for store in *stores {
            database.create_object_store(store, ObjectStoreParams::new())?;
        }
    }
    Ok(())
}
