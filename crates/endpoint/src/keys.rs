//! The keys that envelopes are sealed to: made here, renewed here, and never thrown away.
//!
//! A private key lives in a file of its own, outside the database, that only the endpoint's user can read.
//! It never meets a log, an error or an answer. A new one waits some days for its copy before phones have it.

mod files;
mod schedule;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use content::in_french;
use domain::{site::PublicKey, time::Timestamp};
use envelope::PrivateKey;

use files::Mark;
pub(crate) use files::make_private_folder;
use schedule::Schedule;
pub(crate) use schedule::{MAX_PUBLISH_AFTER_DAYS, PUBLISH_AFTER_DAYS};

/// Why the keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file or folder cannot be read or written.
    #[error("{} ne peut pas servir : {}", .path.display(), in_french(.source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The first line of a key's file is no moment.
    #[error("{} : sa première ligne doit dire quand la clé a été faite, comme 2026-05-01T00:00:00Z ; la clé elle-même est bonne, gardez-la", .0.display())]
    NoMoment(PathBuf),
    /// A file in the folder of keys is no key, or not the one its name says.
    #[error("{} n’est pas une clé de ce service : remettez-la de sa copie, ou déplacez-la", .0.display())]
    NotAKey(PathBuf),
    /// Others than the owner can read a private key.
    #[error("{path} peut être lu par d’autres : chmod 600 {path}", path = .0.display())]
    Readable(PathBuf),
    /// Others than the owner can look into the folder of keys.
    #[error("{path} est ouvert à d’autres : chmod 700 {path}", path = .0.display())]
    OpenFolder(PathBuf),
}

struct Key {
    private: PrivateKey,
    kid: String,
    made_at: Timestamp,
}

/// A key as its copy, its publication and the officer see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyState {
    pub(crate) kid: String,
    pub(crate) made_at: Timestamp,
    /// From when phones seal to it.
    pub(crate) published_from: Timestamp,
    pub(crate) seals_until: Timestamp,
    pub(crate) is_public: bool,
    pub(crate) is_copied: bool,
    /// Whether the officer was told that it waits for its copy.
    pub(crate) is_told: bool,
}

/// Every key there is, the newest first.
#[derive(Clone)]
pub(crate) struct Keys {
    folder: Arc<Path>,
    publish_after_days: u16,
    /// Locked for as long as memory takes: every phone that asks for a key waits here.
    all: Arc<RwLock<Vec<Key>>>,
    /// Held while files of keys are written or removed: one change at a time.
    writing: Arc<Mutex<()>>,
    /// Whether a new one was due, and could not be made.
    is_one_owed: Arc<AtomicBool>,
    /// Whether a key, to which something was sealed that is still to be mailed, was not in the folder at the start.
    is_one_absent: Arc<AtomicBool>,
}

impl Keys {
    /// Reads the keys of `folder`, and makes the folder and a first key when there is none.
    pub(crate) fn open(
        folder: &Path,
        publish_after_days: u16,
        now: Timestamp,
    ) -> Result<Self, KeyError> {
        make_private_folder(folder)?;
        let keys = Self::read(folder, publish_after_days)?;
        let none = keys.with_all(<[Key]>::is_empty);
        if none {
            keys.renew(now)?;
        }
        Ok(keys)
    }

    /// Reads the keys of `folder`, and changes nothing.
    pub(crate) fn read(folder: &Path, publish_after_days: u16) -> Result<Self, KeyError> {
        Ok(Self {
            folder: folder.into(),
            publish_after_days,
            all: Arc::new(RwLock::new(files::read_all(folder)?)),
            writing: Arc::default(),
            is_one_owed: Arc::default(),
            is_one_absent: Arc::default(),
        })
    }

    /// Makes a new key when the newest is soon too old to seal to. Returns whether it did.
    /// Only on a clock that is believed: a key made years ahead would hold up the next for as long.
    pub(crate) fn renew(&self, now: Timestamp) -> Result<bool, KeyError> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.with_all(|all| self.schedule(all, now).is_renewal_due()) {
            return Ok(false);
        }
        let private = PrivateKey::generate();
        let key = Key {
            kid: private.kid(),
            private,
            made_at: now,
        };
        let written = files::write_key(&self.folder, &key);
        self.is_one_owed.store(written.is_err(), Ordering::Relaxed);
        written?;
        tracing::info!(kid = key.kid, "a new key was made: it waits for its copy");
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(0, key);
        Ok(true)
    }

    /// Removes what a crash in the middle of writing a key has left.
    /// For the one process that serves the folder: another may be about to name such a file.
    pub(crate) fn remove_unfinished(&self) -> Result<usize, KeyError> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        files::remove_unfinished(&self.folder)
    }

    /// The private key of that name, however old.
    pub(crate) fn private(&self, kid: &str) -> Option<PrivateKey> {
        self.with_all(|all| {
            all.iter()
                .find(|key| key.kid == kid)
                .map(|key| key.private.clone())
        })
    }

    /// When the newest key was made.
    pub(crate) fn newest_made_at(&self) -> Option<Timestamp> {
        self.with_all(|all| all.first().map(|key| key.made_at))
    }

    /// Whether a new key was due, and could not be made: phones go on sealing to one that is too old.
    pub(crate) fn is_one_owed(&self) -> bool {
        self.is_one_owed.load(Ordering::Relaxed)
    }

    /// What phones may know: the public keys that they seal to, the newest first.
    pub(crate) fn public(&self, now: Timestamp) -> Vec<PublicKey> {
        self.with_all(|all| {
            let schedule = self.schedule(all, now);
            let public = all.iter().filter(|key| schedule.is_public(key.made_at));
            public
                .map(|key| PublicKey {
                    kid: key.kid.clone(),
                    public_key: key.private.public_key(),
                    seal_until: schedule::seal_until(key.made_at),
                })
                .collect()
        })
    }

    /// Where each key stands, the newest first. Looks at the folder.
    pub(crate) fn states(&self, now: Timestamp) -> Vec<KeyState> {
        let mut states: Vec<KeyState> = self.with_all(|all| {
            let schedule = self.schedule(all, now);
            let state = |key: &Key| KeyState {
                kid: key.kid.clone(),
                made_at: key.made_at,
                published_from: schedule.published_from(key.made_at),
                seals_until: schedule::seal_until(key.made_at),
                is_public: schedule.is_public(key.made_at),
                is_copied: false,
                is_told: false,
            };
            all.iter().map(state).collect()
        });
        for key in &mut states {
            key.is_copied = files::is_marked(&self.folder, &key.kid, Mark::Copied);
            key.is_told = files::is_marked(&self.folder, &key.kid, Mark::Told);
        }
        states
    }

    /// The keys of which the officer is to be told that they wait for a copy.
    ///
    /// A key that phones have at once is told of a day later: the installation leaves a day to copy it.
    pub(crate) fn to_tell(&self, now: Timestamp) -> Vec<KeyState> {
        let mut states = self.states(now);
        states.retain(|key| {
            let is_time = !key.is_public || now >= schedule::a_day_after(key.made_at);
            key.seals_until > now && !key.is_copied && !key.is_told && is_time
        });
        states
    }

    /// The mail server has taken the word to the officer.
    pub(crate) fn told(&self, kid: &str, now: Timestamp) -> Result<(), KeyError> {
        files::mark(&self.folder, kid, Mark::Told, now)
    }

    /// A copy of the key is kept elsewhere.
    pub(crate) fn copied(&self, kid: &str, now: Timestamp) -> Result<(), KeyError> {
        files::mark(&self.folder, kid, Mark::Copied, now)
    }

    /// Writes the file of a key again where it has gone: what phones have sealed to it can be read only as long as
    /// there is one. Returns how many keys still have none afterwards, or another's words in it.
    pub(crate) fn put_back(&self) -> usize {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let put_back = |key: &Key| match files::put_back(&self.folder, key) {
            Ok(false) => true,
            Ok(true) => {
                tracing::error!(
                    kid = key.kid,
                    "the file of a key was gone: it was written again"
                );
                true
            }
            Err(error) => {
                tracing::error!(kid = key.kid, %error, "the file of a key is gone: restore it before the next start");
                false
            }
        };
        self.with_all(|all| all.iter().filter(|key| !put_back(key)).count())
    }

    /// Which of those are not here: what was sealed to them cannot be read until they are put back.
    fn absent<'k>(&self, kids: &'k [String]) -> Vec<&'k str> {
        let is_here = |kid: &str| self.with_all(|all| all.iter().any(|key| key.kid == kid));
        let kids = kids.iter().map(String::as_str);
        kids.filter(|kid| !is_here(kid)).collect()
    }

    /// Looks for the keys that what is to be mailed was sealed to: those that are not here are an alarm until the next start.
    pub(crate) fn look_for(&self, kids: &[String]) {
        let absent = self.absent(kids);
        for kid in &absent {
            tracing::error!(
                kid,
                "what waits to be mailed was sealed to a key that is not here: stop, put it back from its copy, start"
            );
        }
        self.is_one_absent
            .store(!absent.is_empty(), Ordering::Relaxed);
    }

    /// Whether one was not here at the start.
    pub(crate) fn is_one_absent(&self) -> bool {
        self.is_one_absent.load(Ordering::Relaxed)
    }

    /// For how many seconds phones have been sealing to a key of which no copy is known: an alarm, once it lasts.
    pub(crate) fn seconds_without_copy(&self, now: Timestamp) -> Option<i64> {
        let states = self.states(now).into_iter();
        let without = states.filter(|key| key.is_public && !key.is_copied);
        without.map(|key| key.published_from.age_at(now)).max()
    }

    fn schedule(&self, all: &[Key], now: Timestamp) -> Schedule {
        let made = all.iter().map(|key| key.made_at).collect();
        Schedule::new(made, self.publish_after_days, now)
    }

    fn with_all<T>(&self, read: impl FnOnce(&[Key]) -> T) -> T {
        read(&self.all.read().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests;
