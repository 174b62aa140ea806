//! Precautions at a start: whose the data is, who else can read it, and warnings where a protection is missing.
//!
//! Files that the endpoint makes are closed to others; a folder that an administrator made is refused open, never changed.

use std::{
    fmt, fs,
    io::{self, Read},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use content::{SiteFile, regular_file};
use rustix::process::{Uid, geteuid};

use crate::{
    config::{Config, MailTarget},
    folder_lock,
    whole_file::{folder_of, is_same, with_suffix},
};

/// Rights that nobody but the owner may have.
const OTHERS: u32 = 0o077;

/// Files that SQLite keeps beside its own, for a while.
const BESIDE_THE_DATABASE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What each SQLite database begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Why the data cannot be used as it lies.
#[derive(Debug, thiserror::Error)]
pub enum PrecautionError {
    /// Root would leave files there that the folder's own user cannot read.
    #[error(
        "{path} belongs to the user {owner}, and this is root: what root writes there, that user cannot read; \
         run it as that user, as in: setpriv --reuid={owner} --clear-groups premier-accueil …",
        path = .path.display()
    )]
    SomebodyElses {
        /// The folder or file.
        path: PathBuf,
        /// The id of its user.
        owner: u32,
    },
    /// Others than the owner can enter the data folder.
    #[error("{path} can be entered by others: chmod 700 it", path = .0.display())]
    Open(PathBuf),
    /// It begins with something else.
    #[error("{path} is no database: is --store the right one?", path = .0.display())]
    NoDatabase(PathBuf),
    /// One file would be written as two things.
    #[error(
        "--store, --journal and --mail folder: each needs a name of its own, and none is in the folder of keys"
    )]
    SharedNames,
    /// A file or folder cannot be made, looked at or closed.
    #[error("cannot use {path}: {source}", path = .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Before anything is read or written: the data folder is ours, and closed to others; so is the database.
pub(crate) fn take(config: &Config) -> Result<(), PrecautionError> {
    for path in [folder_of(&config.store), &config.store] {
        refuse_foreign(path, geteuid())?;
    }
    take_of_folder(&config.data_dir)
}

/// Refuses a file to be that is a pipe, a device or a folder: one would be held up by it, or change its rights.
pub(crate) fn refuse_no_file(file: &Path) -> Result<(), PrecautionError> {
    regular_file::check(file).map_err(io(file))
}

/// Refuses a file that is no database, before anything is made or closed: somebody named another by mistake.
pub(crate) fn refuse_no_database(file: &Path) -> Result<(), PrecautionError> {
    let mut beginning = Vec::new();
    match regular_file::open(file, fs::OpenOptions::new().read(true)) {
        Ok(opened) => opened.take(SQLITE.len() as u64).read_to_end(&mut beginning),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => Err(error),
    }
    .map_err(io(file))?;
    // An empty one is what a start that was killed has left.
    if beginning.is_empty() || beginning == SQLITE {
        Ok(())
    } else {
        Err(PrecautionError::NoDatabase(file.to_owned()))
    }
}

/// Refuses settings that name one file for two things, or put something else among the keys.
pub(crate) fn refuse_shared_names(config: &Config) -> Result<(), PrecautionError> {
    let of_store = BESIDE_THE_DATABASE.map(|suffix| with_suffix(&config.store, suffix));
    let lock = config.data_dir.join(folder_lock::NAME);
    let keys = config.data_dir.join("keys");
    let mail = match &config.mail {
        MailTarget::Folder(folder) => Some(folder.as_path()),
        MailTarget::Smtp(_) => None,
    };
    let store = config.store.as_path();
    let twice = [store, &lock]
        .into_iter()
        .chain(of_store.iter().map(PathBuf::as_path))
        .any(|other| is_same_name(other, &config.journal))
        || is_same_name(&lock, store);
    let of_files = [store, &config.journal].map(folder_of);
    let among_keys = of_files.into_iter().chain(mail);
    if twice || among_keys.into_iter().any(|folder| is_same(folder, &keys)) {
        return Err(PrecautionError::SharedNames);
    }
    Ok(())
}

/// Whether both are one name, wherever they are looked for from; the files need not be there.
fn is_same_name(one: &Path, other: &Path) -> bool {
    is_same(one, other)
        || (one.file_name() == other.file_name() && is_same(folder_of(one), folder_of(other)))
}

/// As [`take`], of the data folder alone: before a file is made in it.
pub(crate) fn take_of_folder(folder: &Path) -> Result<(), PrecautionError> {
    refuse_foreign(folder, geteuid())?;
    refuse_open(folder)
}

/// Makes the database's file when it is missing, closed to others, and closes one that is there.
/// SQLite gives the files beside it the same mode.
pub(crate) fn close_database(file: &Path) -> Result<(), PrecautionError> {
    let made = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(io(file)(error)),
        _ => close(file)?,
    }
    for suffix in BESIDE_THE_DATABASE {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        close(Path::new(&name))?;
    }
    Ok(())
}

fn close(file: &Path) -> Result<(), PrecautionError> {
    let Some(mode) = mode_of(file)?.filter(|mode| mode & OTHERS != 0) else {
        return Ok(());
    };
    fs::set_permissions(file, fs::Permissions::from_mode(mode & !OTHERS)).map_err(io(file))?;
    tracing::warn!(file = %file.display(), "could be read by others until now");
    Ok(())
}

fn refuse_open(folder: &Path) -> Result<(), PrecautionError> {
    match mode_of(folder)? {
        Some(mode) if mode & OTHERS != 0 => Err(PrecautionError::Open(folder.to_owned())),
        _ => Ok(()),
    }
}

fn refuse_foreign(path: &Path, me: Uid) -> Result<(), PrecautionError> {
    let owner = look(path)?.map(|found| found.uid());
    match owner {
        Some(owner) if me.is_root() && owner != me.as_raw() => {
            Err(PrecautionError::SomebodyElses {
                path: path.to_owned(),
                owner,
            })
        }
        _ => Ok(()),
    }
}

fn mode_of(path: &Path) -> Result<Option<u32>, PrecautionError> {
    Ok(look(path)?.map(|found| found.permissions().mode() & 0o777))
}

/// Nothing where nothing is.
fn look(path: &Path) -> Result<Option<fs::Metadata>, PrecautionError> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io(path)(error)),
    }
}

fn io(path: &Path) -> impl FnOnce(io::Error) -> PrecautionError {
    let path = path.to_owned();
    |source| PrecautionError::Io { path, source }
}

/// A protection that is missing, and that somebody may have left out on purpose: said at each start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Phones reach it without TLS.
    Tls,
    /// Fiches travel as PDF files that open for anyone.
    MailboxPassword,
    /// The mail server's password stands where other programs of the machine can read it.
    MailFile,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tls => {
                "NO TLS: other machines are served, and no proxy with TLS is in front (--behind-proxy): \
                 anyone on the way can put another app in the place of this one"
            }
            Self::MailboxPassword => {
                "OPEN FICHES: the site's file names no mailbox_password_file: \
                 registrations are mailed as PDF files that open for anyone"
            }
            Self::MailFile => {
                "OPEN PASSWORD: the mail server's password stands in --mail or PA_MAIL, \
                 where other programs of this machine can read it: use --mail-file"
            }
        })
    }
}

/// The protections that are missing from these settings.
pub(crate) fn missing(config: &Config, site: &SiteFile) -> Vec<Missing> {
    let no_tls = !config.public_addr.ip().is_loopback() && config.trusted_hops() == 0;
    let mailed = matches!(config.mail, MailTarget::Smtp(_));
    let found = [
        (no_tls, Missing::Tls),
        (
            mailed && site.mailbox_password.is_none(),
            Missing::MailboxPassword,
        ),
        (config.mail_password_in_sight, Missing::MailFile),
    ];
    let found = found.into_iter().filter(|(is_missing, _)| *is_missing);
    found.map(|(_, missing)| missing).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::chown;

    use super::*;

    const NOBODY: u32 = 65534;

    #[test]
    fn root_leaves_the_folder_of_another_user_alone() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        // Only root can give a folder away; the folder of anybody else is foreign to root as it is.
        if geteuid().is_root() {
            chown(folder.path(), Some(NOBODY), None)?;
        }
        let owner = fs::metadata(folder.path())?.uid();
        let Err(error) = refuse_foreign(folder.path(), Uid::ROOT) else {
            panic!("root took a folder of {owner}")
        };
        assert!(
            error.to_string().contains(&format!("user {owner}")),
            "{error}"
        );
        assert!(refuse_foreign(folder.path(), Uid::from_raw(owner)).is_ok());
        assert!(refuse_foreign(&folder.path().join("new"), Uid::ROOT).is_ok());
        Ok(())
    }

    #[test]
    fn a_data_folder_that_others_can_enter_is_refused_and_left_as_it_is() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        for mode in [0o750, 0o701, 0o755] {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode))?;
            assert!(
                matches!(refuse_open(folder.path()), Err(PrecautionError::Open(_))),
                "{mode:o}"
            );
            assert_eq!(mode_of(folder.path())?, Some(mode));
        }
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
        refuse_open(folder.path())?;
        refuse_open(&folder.path().join("new"))?;
        Ok(())
    }

    #[test]
    fn a_database_is_made_closed_and_an_open_one_is_closed() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("some.db");
        close_database(&file)?;
        assert_eq!(mode_of(&file)?, Some(0o600));
        let log = folder.path().join("some.db-wal");
        for path in [&file, &log] {
            fs::write(path, "kept")?;
            fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;
        }
        close_database(&file)?;
        for path in [&file, &log] {
            assert_eq!(mode_of(path)?, Some(0o600));
            assert_eq!(fs::read_to_string(path)?, "kept");
        }
        Ok(())
    }
}
