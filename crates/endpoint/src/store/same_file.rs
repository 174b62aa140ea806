//! Whether the database and its log still have the names that they were opened by.
//!
//! What is written to a file that nobody finds any more is lost when this program ends, and what is read from it, or
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
    /// SQLite makes it with the first transaction, and removes it with the last connection: one is always open.
    log: Arc<Named>,
}

struct Named {
    path: PathBuf,
    /// As it was first seen.
    file: OnceLock<FileId>,
}

/// Device and inode.
type FileId = (u64, u64);

impl SameFile {
    /// The ones that have these names now.
    pub(super) async fn at(database: &Path) -> Self {
        let named = |path| {
            Arc::new(Named {
                path,
                file: OnceLock::new(),
            })
        };
        let files = Self {
            database: named(database.to_owned()),
            log: named(with_suffix(database, "-wal")),
        };
        // Fails where there is none: then the next look says so.
        let _ = files.look().await;
        files
    }

    /// Fails with [`StoreError::Moved`] when one was removed, renamed or replaced since.
    pub(super) async fn look(&self) -> Result<(), StoreError> {
        let files = [
            (Arc::clone(&self.database), true),
            (Arc::clone(&self.log), false),
        ];
        let stand =
            blocking(move || files.iter().all(|(file, must_be)| file.stands(*must_be))).await;
        stand.then_some(()).ok_or(StoreError::Moved)
    }
}

impl Named {
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
