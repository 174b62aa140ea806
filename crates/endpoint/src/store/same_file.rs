//! Whether the database and its log still have the names that they were opened by.
//!
//! What is written to a file that has no name any more is lost when this program ends, and what is read from it, or
//! from another file under its name, is not what the program keeps.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use super::StoreError;
use crate::{blocking::blocking, whole_file::with_suffix};

/// The files that were opened, and their names.
#[derive(Clone)]
pub(super) struct SameFile {
    database: Arc<Named>,
    /// Watched once a connection is open that stays: SQLite removes the log with the last one.
    log: Arc<OnceLock<Named>>,
}

struct Named {
    path: PathBuf,
    /// As it was first seen.
    file: OnceLock<FileId>,
}

/// Device and inode.
type FileId = (u64, u64);

impl SameFile {
    /// The database that has this name now.
    pub(super) async fn at(path: &Path) -> Self {
        let files = Self {
            database: Arc::new(Named::new(path.to_owned())),
            log: Arc::default(),
        };
        // Fails where there is none: then the next look says so.
        let _ = files.look().await;
        files
    }

    /// From now on the log is watched, too.
    pub(super) fn watch_log(&self) {
        let log = || Named::new(with_suffix(&self.database.path, "-wal"));
        self.log.get_or_init(log);
    }

    /// Fails with [`StoreError::Moved`] when one was removed, renamed or replaced since.
    pub(super) async fn look(&self) -> Result<(), StoreError> {
        let (database, log) = (Arc::clone(&self.database), Arc::clone(&self.log));
        let stand = blocking(move || {
            database.stands(true) && log.get().is_none_or(|log| log.stands(false))
        });
        stand.await.then_some(()).ok_or(StoreError::Moved)
    }
}

impl Named {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            file: OnceLock::new(),
        }
    }

    fn stands(&self, must_be_there: bool) -> bool {
        match (self.seen(), self.file.get()) {
            (Some(now), Some(first)) => now == *first,
            (Some(now), None) => *self.file.get_or_init(|| now) == now,
            (None, Some(_)) => false,
            (None, None) => !must_be_there,
        }
    }

    fn seen(&self) -> Option<FileId> {
        let seen = fs::metadata(&self.path).ok()?;
        Some((seen.dev(), seen.ino()))
    }
}
