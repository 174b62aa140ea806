//! The files of the keys: `<kid>.key`, and beside it what is known of the key: `<kid>.copied`, `<kid>.told`.
//!
//! Each is written aside as `<…>.new`, flushed, then named: a key that phones have seen is never half there.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use content::regular_file;
use domain::time::Timestamp;
use envelope::PrivateKey;

use super::{Key, KeyError};
use crate::whole_file;

/// What is known of a key beside itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    /// A copy of it is kept elsewhere.
    Copied,
    /// The officer was told that it waits for its copy.
    Told,
}

impl Mark {
    fn extension(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::Told => "told",
        }
    }
}

/// Makes a folder that only the owner can enter; one that is there already is left as it is.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), KeyError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(refused(folder))
}

/// Every key of the folder, the newest first.
pub(super) fn read_all(folder: &Path) -> Result<Vec<Key>, KeyError> {
    if is_open_to_others(folder)? {
        return Err(KeyError::OpenFolder(folder.to_owned()));
    }
    let mut keys = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused(folder))? {
        let path = entry.map_err(refused(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "key") {
            keys.push(read(&path)?);
        }
    }
    keys.sort_by_key(|key| std::cmp::Reverse(key.made_at));
    Ok(keys)
}

/// Writes a new key.
pub(super) fn write_key(folder: &Path, key: &Key) -> Result<(), KeyError> {
    let text = format!("{}\n{}\n", key.made_at, key.private.to_secret_text());
    let path = path_of(folder, key);
    whole_file::write(&path, text.as_bytes()).map_err(refused(&path))
}

fn path_of(folder: &Path, key: &Key) -> PathBuf {
    folder.join(format!("{}.key", key.kid))
}

/// Writes the file of a key where there is none. Returns whether it did.
/// One that is there and is not this key's is left, and told: it may be all that is left of another.
pub(super) fn put_back(folder: &Path, key: &Key) -> Result<bool, KeyError> {
    match read(&path_of(folder, key)) {
        Ok(_) => Ok(false),
        Err(KeyError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            // Where the folder above is gone too, all of the data is being moved: no folder is made in its place.
            if !folder.exists() {
                fs::DirBuilder::new()
                    .mode(0o700)
                    .create(folder)
                    .map_err(refused(folder))?;
            }
            write_key(folder, key)?;
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

/// Writes down what is known of a key, and since when.
pub(super) fn mark(folder: &Path, kid: &str, mark: Mark, now: Timestamp) -> Result<(), KeyError> {
    write(
        folder,
        &format!("{kid}.{}", mark.extension()),
        &now.to_string(),
    )
}

pub(super) fn is_marked(folder: &Path, kid: &str, mark: Mark) -> bool {
    folder.join(format!("{kid}.{}", mark.extension())).is_file()
}

/// Removes what a crash has left half written: it may hold a private key, and nothing was sealed to it.
pub(super) fn remove_unfinished(folder: &Path) -> Result<usize, KeyError> {
    let mut removed = 0;
    for entry in fs::read_dir(folder).map_err(refused(folder))? {
        let path = entry.map_err(refused(folder))?.path();
        let mut extension = path.extension().into_iter();
        if extension.any(|extension| extension == whole_file::UNFINISHED) {
            fs::remove_file(&path).map_err(refused(&path))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// A file has two lines: when the key was made, and the private key in base64url.
fn read(path: &Path) -> Result<Key, KeyError> {
    if is_open_to_others(path)? {
        return Err(KeyError::Readable(path.to_owned()));
    }
    let text = regular_file::read_to_string(path).map_err(refused(path))?;
    let not_a_key = || KeyError::NotAKey(path.to_owned());
    let (made_at, private) = text.split_once('\n').ok_or_else(not_a_key)?;
    let private = PrivateKey::parse(private).map_err(|_| not_a_key())?;
    let kid = private.kid();
    if path.file_stem().is_none_or(|stem| stem != kid.as_str()) {
        return Err(not_a_key());
    }
    // A hand has changed it, to have the key renewed: the key is not to be thrown away for that.
    let made_at = made_at.trim().parse();
    let made_at = made_at.map_err(|_| KeyError::NoMoment(path.to_owned()))?;
    Ok(Key {
        private,
        kid,
        made_at,
    })
}

fn is_open_to_others(path: &Path) -> Result<bool, KeyError> {
    let mode = fs::metadata(path)
        .map_err(refused(path))?
        .permissions()
        .mode();
    Ok(mode & 0o077 != 0)
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), KeyError> {
    let path = folder.join(name);
    whole_file::write(&path, text.as_bytes()).map_err(refused(&path))
}

fn refused(path: &Path) -> impl FnOnce(io::Error) -> KeyError {
    let path = path.to_owned();
    |source| KeyError::Io { path, source }
}
