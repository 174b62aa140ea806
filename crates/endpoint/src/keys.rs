//! The keys that envelopes are sealed to: made here, renewed here, and never thrown away.
//!
//! A private key lives in a file of its own, outside the database, that only the endpoint's user can read.
//! It never meets a log, an error or an answer.

use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use domain::{site::PublicKey, time::Timestamp};
use envelope::PrivateKey;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Days for which new envelopes are sealed to a key.
const SEAL_DAYS: i64 = 180;

/// A new key is made when the newest has fewer days left than this.
const RENEW_BEFORE_DAYS: i64 = 30;

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file or folder cannot be read or written.
    #[error("cannot use {path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file in the folder of keys is no key, or not the one its name says.
    #[error("{0} is not a key of this endpoint: restore it from a backup or move it away")]
    NotAKey(PathBuf),
    /// Others than the owner can read a private key.
    #[error("{0} can be read by others: chmod 600 it")]
    Readable(PathBuf),
}

struct Key {
    private: PrivateKey,
    kid: String,
    seal_until: Timestamp,
}

/// Every key there is, the newest first.
#[derive(Clone)]
pub(crate) struct Keys {
    folder: Arc<Path>,
    all: Arc<RwLock<Vec<Key>>>,
}

impl Keys {
    /// Reads the keys of `folder`, and makes the folder and a first key when there is none.
    pub(crate) fn open(folder: &Path, now: Timestamp) -> Result<Self, KeyError> {
        make_private_folder(folder)?;
        let keys = Self {
            folder: folder.into(),
            all: Arc::new(RwLock::new(read_all(folder)?)),
        };
        keys.renew(now)?;
        Ok(keys)
    }

    /// Makes a new key when the newest is soon too old to seal to. Returns whether it did.
    pub(crate) fn renew(&self, now: Timestamp) -> Result<bool, KeyError> {
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        let newest = all.first().map(|key| key.seal_until);
        if newest.is_some_and(|until| until.seconds_since(now) >= RENEW_BEFORE_DAYS * DAY_SECONDS) {
            return Ok(false);
        }
        let private = PrivateKey::generate();
        let key = Key {
            kid: private.kid(),
            private,
            seal_until: seal_until(now),
        };
        write(&self.folder, &key, now)?;
        tracing::info!(kid = key.kid, seal_until = %key.seal_until, "a new key was made");
        all.insert(0, key);
        Ok(true)
    }

    /// The private key of that name, however old.
    pub(crate) fn private(&self, kid: &str) -> Option<PrivateKey> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.iter()
            .find(|key| key.kid == kid)
            .map(|key| key.private.clone())
    }

    /// When the newest key was made.
    pub(crate) fn newest_made_at(&self) -> Option<Timestamp> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let newest = all.first()?;
        Some(newest.seal_until.plus_seconds(-SEAL_DAYS * DAY_SECONDS))
    }

    /// What phones may know: the public keys that can still be sealed to, the newest first.
    pub(crate) fn public(&self, now: Timestamp) -> Vec<PublicKey> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let good = all.iter().filter(|key| key.seal_until > now);
        good.map(|key| PublicKey {
            kid: key.kid.clone(),
            public_key: key.private.public_key(),
            seal_until: key.seal_until,
        })
        .collect()
    }
}

fn seal_until(made_at: Timestamp) -> Timestamp {
    made_at.plus_seconds(SEAL_DAYS * DAY_SECONDS)
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> KeyError {
    let path = path.to_owned();
    |source| KeyError::Io { path, source }
}

/// Makes a folder that only the owner can enter; one that is there already is left as it is.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), KeyError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(io(folder))
}

fn read_all(folder: &Path) -> Result<Vec<Key>, KeyError> {
    let mut keys = Vec::new();
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let path = entry.map_err(io(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "key") {
            keys.push(read(&path)?);
        }
    }
    keys.sort_by_key(|key| std::cmp::Reverse(key.seal_until));
    Ok(keys)
}

/// A file has two lines: when the key was made, and the private key in base64url.
fn read(path: &Path) -> Result<Key, KeyError> {
    let mode = fs::metadata(path).map_err(io(path))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(KeyError::Readable(path.to_owned()));
    }
    let text = fs::read_to_string(path).map_err(io(path))?;
    let not_a_key = || KeyError::NotAKey(path.to_owned());
    let (made_at, private) = text.split_once('\n').ok_or_else(not_a_key)?;
    let made_at: Timestamp = made_at.parse().map_err(|_| not_a_key())?;
    let private = PrivateKey::parse(private).map_err(|_| not_a_key())?;
    let kid = private.kid();
    if path.file_stem().is_none_or(|stem| stem != kid.as_str()) {
        return Err(not_a_key());
    }
    Ok(Key {
        private,
        kid,
        seal_until: seal_until(made_at),
    })
}

/// Written aside, flushed, then named: a key that phones have seen is never half there.
fn write(folder: &Path, key: &Key, made_at: Timestamp) -> Result<(), KeyError> {
    let path = folder.join(format!("{}.key", key.kid));
    let aside = folder.join(format!("{}.new", key.kid));
    let text = format!("{made_at}\n{}\n", key.private.to_secret_text());
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&aside)
        .map_err(io(&aside))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(io(&aside))?;
    fs::rename(&aside, &path).map_err(io(&path))?;
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_key_is_made_once_renewed_in_time_and_kept_for_ever() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().join("keys");
        let made_at = moment("2026-11-22T09:00:00Z");
        let first = Keys::open(&folder, made_at)?.public(made_at);
        assert_eq!(first.len(), 1);
        assert_eq!(
            first.first().map(|key| key.seal_until),
            Some(moment("2027-05-21T09:00:00Z"))
        );

        let keys = Keys::open(&folder, moment("2027-04-21T09:00:00Z"))?;
        assert_eq!(keys.public(made_at), first, "30 days left: no new key");
        assert!(
            keys.renew(moment("2027-04-21T09:00:01Z"))?,
            "less than 30 days left"
        );
        let both = Keys::open(&folder, moment("2027-04-22T09:00:00Z"))?;
        assert_eq!(both.public(moment("2027-04-22T09:00:00Z")).len(), 2);
        assert_eq!(
            both.public(moment("2027-05-22T09:00:00Z")).len(),
            1,
            "too old to seal to"
        );
        for key in first {
            assert!(
                both.private(&key.kid).is_some(),
                "and still there to open with"
            );
        }
        Ok(())
    }

    #[test]
    fn only_the_owner_can_read_a_key() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().join("keys");
        let now = moment("2026-11-22T09:00:00Z");
        Keys::open(&folder, now)?;
        assert_eq!(fs::metadata(&folder)?.permissions().mode() & 0o777, 0o700);
        let Some(file) = fs::read_dir(&folder)?.next() else {
            panic!("one key")
        };
        let file = file?.path();
        assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644))?;
        assert!(matches!(
            Keys::open(&folder, now),
            Err(KeyError::Readable(_))
        ));
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_key_is_refused() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("0123456789abcdef.key");
        fs::write(&path, "hello")?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let now = moment("2026-11-22T09:00:00Z");
        assert!(matches!(
            Keys::open(folder.path(), now),
            Err(KeyError::NotAKey(_))
        ));
        Ok(())
    }
}
