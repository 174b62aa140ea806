//! Owners and permissions of files and folders: refused where they are others', closed where the endpoint makes them.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use rustix::process::{Uid, geteuid};

use super::{BESIDE_THE_DATABASE, PrecautionError, cannot_use};

/// Rights that nobody but the owner may have.
const OTHERS: u32 = 0o077;

/// Refuses a data folder that is another user's or open to others: before a file is made in it.
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
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(cannot_use(file)(error));
        }
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
    fs::set_permissions(file, fs::Permissions::from_mode(mode & !OTHERS))
        .map_err(cannot_use(file))?;
    tracing::warn!(file = %file.display(), "could be read by others until now");
    Ok(())
}

fn refuse_open(folder: &Path) -> Result<(), PrecautionError> {
    match mode_of(folder)? {
        Some(mode) if mode & OTHERS != 0 => Err(PrecautionError::Open(folder.to_owned())),
        _ => Ok(()),
    }
}

pub(super) fn refuse_foreign(path: &Path, me: Uid) -> Result<(), PrecautionError> {
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
        Err(error) => Err(cannot_use(path)(error)),
    }
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
            error
                .to_string()
                .contains(&format!("l’utilisateur {owner}")),
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
