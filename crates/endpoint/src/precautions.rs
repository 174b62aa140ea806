//! Checks at a start: whose the data is, who else can read it, and warnings where a protection is missing.
//!
//! Files that the endpoint makes are closed to others; a folder that an administrator made is refused open, never changed.

mod missing;
mod permissions;

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use content::{in_french, regular_file};
use rustix::process::geteuid;

use crate::{
    config::{Config, MailTarget},
    whole_file::{folder_of, is_same, with_suffix},
};

pub(crate) use missing::{Missing, has_open_fiches, missing};
use permissions::refuse_foreign;
pub(crate) use permissions::{close_database, take_of_folder};

/// The file of the data folder that says which process serves it.
pub(crate) const LOCK: &str = "lock";

/// Files that SQLite keeps beside its own, for a while.
const BESIDE_THE_DATABASE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What each SQLite database begins with.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Why the data cannot be used as it lies.
#[derive(Debug, thiserror::Error)]
pub enum PrecautionError {
    /// Root would leave files there that the folder's own user cannot read.
    #[error(
        "{path} est à l’utilisateur {owner}, et ceci est root : ce que root y écrit, cet utilisateur ne le lit pas ; \
         lancez-le comme lui : setpriv --reuid={owner} --clear-groups premier-accueil …",
        path = .path.display()
    )]
    SomebodyElses {
        /// The folder or file.
        path: PathBuf,
        /// The id of its user.
        owner: u32,
    },
    /// Others than the owner can enter the data folder.
    #[error("{path} est ouvert à d’autres : chmod 700 {path}", path = .0.display())]
    Open(PathBuf),
    /// It begins with something else.
    #[error("{path} n’est pas une base de données : est-ce le bon --store ?", path = .0.display())]
    NoDatabase(PathBuf),
    /// One file would be written as two things.
    #[error(
        "--store, --journal et --mail folder: : à chacun son propre nom, et aucun dans le dossier des clés"
    )]
    SharedNames,
    /// A file or folder cannot be made, looked at or closed.
    #[error("{path} ne peut pas servir : {}", in_french(.source), path = .path.display())]
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

/// Where a restored database waits for its name. While it is there, the restore was not finished: nothing may start,
/// for the database could be missing, or half of it another's.
pub(crate) fn unfinished(database: &Path) -> PathBuf {
    with_suffix(database, ".restoring")
}

/// Refuses a file to be that is a pipe, a device or a folder: one would be held up by it, or change its rights.
pub(crate) fn refuse_no_file(file: &Path) -> Result<(), PrecautionError> {
    regular_file::check(file).map_err(cannot_use(file))
}

/// Refuses a file that is no database, before anything is made or closed: another file was named by mistake.
pub(crate) fn refuse_no_database(file: &Path) -> Result<(), PrecautionError> {
    let mut beginning = Vec::new();
    match regular_file::open(file, fs::OpenOptions::new().read(true)) {
        Ok(opened) => opened.take(SQLITE.len() as u64).read_to_end(&mut beginning),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => Err(error),
    }
    .map_err(cannot_use(file))?;
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
    let lock = config.data_dir.join(LOCK);
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

fn cannot_use(path: &Path) -> impl FnOnce(io::Error) -> PrecautionError {
    let path = path.to_owned();
    |source| PrecautionError::Io { path, source }
}
