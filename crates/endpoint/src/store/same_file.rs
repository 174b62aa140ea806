//! Whether the database still has the name that it was opened by.
//!
//! What is written to a file that nobody finds any more is lost when this program ends, and what is read from it, or
//! from another file under its name, is not what the program keeps.

use std::{fs, os::unix::fs::MetadataExt, path::PathBuf};

use super::StoreError;
use crate::blocking::blocking;

/// The file that was opened, and its name.
#[derive(Clone)]
pub(super) struct SameFile {
    path: PathBuf,
    file: Option<FileId>,
}

/// Device and inode.
type FileId = (u64, u64);

impl SameFile {
    /// The one that has this name now.
    pub(super) async fn at(path: PathBuf) -> Self {
        let file = file_id(path.clone()).await;
        Self { path, file }
    }

    /// Fails with [`StoreError::Moved`] when the file was removed, renamed or replaced since.
    pub(super) async fn look(&self) -> Result<(), StoreError> {
        if file_id(self.path.clone()).await == self.file {
            Ok(())
        } else {
            Err(StoreError::Moved)
        }
    }
}

async fn file_id(path: PathBuf) -> Option<FileId> {
    let seen = blocking(move || fs::metadata(path)).await.ok()?;
    Some((seen.dev(), seen.ino()))
}
