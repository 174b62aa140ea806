//! The lock on the data folder (`flock` on the folder itself): one process serves it, and the next is told which.
//!
//! The system lets go of it when the process ends, however it ends; the file stays and means nothing by itself.
//! What works beside a running endpoint (`rights`, `deliver-again`, `purge`, …) takes no lock.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process,
};

use content::{in_french, regular_file};
use domain::time::Timestamp;

use crate::{
    french,
    keys::{self, KeyError},
    precautions::{self, LOCK, PrecautionError},
    whole_file::{folder_of, is_same, open_folder},
};

/// Why the data folder cannot be served from here.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process serves it.
    #[error(
        "{folder} est déjà servi, par {holder} : un seul processus par dossier de données ; arrêtez d’abord celui-là"
    )]
    Held {
        /// The data folder.
        folder: PathBuf,
        /// The process, and since when, where it has said so.
        holder: Holder,
    },
    /// The folder is another's, or open to others.
    #[error(transparent)]
    Precaution(#[from] PrecautionError),
    /// The folder cannot be made.
    #[error(transparent)]
    Folder(#[from] KeyError),
    /// The file cannot be written or locked.
    #[error("{} ne peut pas être verrouillé : {}", .0.display(), in_french(.1))]
    Io(PathBuf, std::io::Error),
}

/// The process that has the lock, as it has written into the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Holder(Option<(u32, Timestamp)>);

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some((pid, since)) => write!(
                f,
                "le processus {pid}, depuis le {}",
                french::universal(since)
            ),
            None => f.write_str("un autre processus"),
        }
    }
}

impl Holder {
    /// Two lines: the process, and the moment it took the lock.
    fn read(text: &str) -> Self {
        let lines = text.split_once('\n');
        Self(lines.and_then(|(pid, since)| {
            let since = since.trim_end().parse().ok()?;
            Some((pid.parse().ok()?, since))
        }))
    }
}

/// The right to serve a data folder, for as long as this lives.
#[derive(Debug)]
pub struct FolderLock {
    /// The folders themselves: a file in one could be removed, and with it what keeps others out.
    _folders: Vec<Locked>,
}

/// A folder whose lock is let go of by a word, not by its file being closed: what this process forks has that file too, until
/// it is another program.
#[derive(Debug)]
struct Locked(File);

impl Drop for Locked {
    fn drop(&mut self) {
        // Where it fails, the lock goes with the last who has the file.
        let _ = self.0.unlock();
    }
}

impl FolderLock {
    /// Refuses a folder that another process serves, and changes nothing.
    pub(crate) fn refuse_held(folder: &Path) -> Result<(), LockError> {
        match open_folder(folder) {
            Ok(opened) => lock(opened, folder).map(drop),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(LockError::Io(folder.to_owned(), error)),
        }
    }

    /// Takes the lock of `folder`, which is made when it is missing.
    ///
    /// # Errors
    ///
    /// When another process has it, or the folder cannot be written.
    pub fn take(folder: &Path, now: Timestamp) -> Result<Self, LockError> {
        precautions::take_of_folder(folder)?;
        keys::make_private_folder(folder)?;
        Self::of(&[folder], now)
    }

    /// The same, and of the folder of the database, where that is another: with both locks no other process works on
    /// either.
    ///
    /// # Errors
    ///
    /// When another process has one of them, or a folder cannot be written.
    pub fn take_with_store(folder: &Path, store: &Path, now: Timestamp) -> Result<Self, LockError> {
        precautions::take_of_folder(folder)?;
        keys::make_private_folder(folder)?;
        let of_store = folder_of(store);
        keys::make_private_folder(of_store)?;
        if is_same(folder, of_store) {
            return Self::of(&[folder], now);
        }
        Self::of(&[folder, of_store], now)
    }

    fn of(folders: &[&Path], now: Timestamp) -> Result<Self, LockError> {
        let held: Result<Vec<Locked>, LockError> =
            folders.iter().map(|folder| held(folder, now)).collect();
        Ok(Self { _folders: held? })
    }
}

/// The folder, locked; a file in it names the process that has the lock.
fn held(folder: &Path, now: Timestamp) -> Result<Locked, LockError> {
    let opened = open_folder(folder).map_err(|error| LockError::Io(folder.to_owned(), error))?;
    let locked = lock(opened, folder)?;
    let path = folder.join(LOCK);
    let words = format!("{}\n{now}\n", process::id());
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    regular_file::open(&path, &options)
        .and_then(|mut file| file.write_all(words.as_bytes()))
        .map_err(|error| LockError::Io(path, error))?;
    Ok(locked)
}

fn lock(folder: File, path: &Path) -> Result<Locked, LockError> {
    match folder.try_lock() {
        Ok(()) => Ok(Locked(folder)),
        Err(TryLockError::WouldBlock) => {
            // The process with the lock may not have written the file yet: then only its name is missing.
            let text = regular_file::read(&path.join(LOCK)).unwrap_or_default();
            Err(LockError::Held {
                folder: path.to_owned(),
                holder: Holder::read(&String::from_utf8_lossy(&text)),
            })
        }
        Err(TryLockError::Error(error)) => Err(LockError::Io(path.to_owned(), error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_once_and_again_when_it_was_let_go() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let now: Timestamp = "2026-11-22T09:00:00Z"
            .parse()
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        let first = FolderLock::take(&data, now)?;
        let Err(LockError::Held { holder, .. }) = FolderLock::take(&data, now) else {
            panic!("taken twice")
        };
        assert_eq!(holder, Holder(Some((process::id(), now))));
        drop(first);
        // The text of an earlier process is replaced whole.
        std::fs::write(
            data.join(LOCK),
            "a longer text than any process writes here\n1\n",
        )?;
        let _second = FolderLock::take(&data, now)?;
        let text = std::fs::read_to_string(data.join(LOCK))?;
        assert_eq!(Holder::read(&text), Holder(Some((process::id(), now))));
        Ok(())
    }

    #[test]
    fn what_was_forked_keeps_no_lock_that_was_let_go() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let now = Timestamp::from_unix_seconds(1_795_000_000);
        let first = held(folder.path(), now)?;
        let _forked = first.0.try_clone()?;
        drop(first);
        held(folder.path(), now)?;
        Ok(())
    }

    #[test]
    fn a_lock_that_names_nobody_is_told_as_such() {
        for text in ["", "12", "12\n", "x\n2026-11-22T09:00:00Z\n"] {
            assert_eq!(Holder::read(text).to_string(), "un autre processus");
        }
    }
}
