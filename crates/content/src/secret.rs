//! A secret in a file of its own: read where its owner alone can read it, refused where others can.
//!
//! The service manager can hand such files over for one start (systemd's `LoadCredential=`);
//! a name alone, without a folder, is looked for there first.

use std::{
    fmt,
    fs::OpenOptions,
    io::{self, Read},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use crate::{in_french, regular_file};

/// Rights that nobody but the owner may have.
const OTHERS: u32 = 0o077;
/// In the service manager's folder the rights of the group are the bound of an access list:
/// systemd lets the service's user read there, and nobody else enter.
const OTHERS_OF_A_CREDENTIAL: u32 = 0o037;

/// A password. Never printed: `Debug` says nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for what encrypts or logs in with it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a secret was not read. Never holds what is in its file.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file is not there, or not for the one who asks, or no text.
    #[error("{path} ne peut pas être lu : {}", in_french(.1), path = .0.display())]
    Unreadable(PathBuf, io::Error),
    /// Others than the owner can read it.
    #[error("{path} peut être lu par d’autres : chmod 600 {path}", path = .0.display())]
    Readable(PathBuf),
}

/// The secrets that the service manager handed over for this start, where it did.
#[derive(Clone, Debug, Default)]
pub struct Credentials(Option<PathBuf>);

impl Credentials {
    /// Those of `folder`; systemd names it in `CREDENTIALS_DIRECTORY`.
    #[must_use]
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self(folder)
    }

    /// Reads the secret of that name, else the file of that path, seen from the folder `beside`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or others than its owner can.
    pub fn read(&self, name: &Path, beside: &Path) -> Result<Secret, SecretError> {
        let path = self.handed(name).unwrap_or_else(|| beside.join(name));
        let is_credential = self
            .0
            .as_deref()
            .is_some_and(|own| path.parent() == Some(own));
        let forbidden = if is_credential {
            OTHERS_OF_A_CREDENTIAL
        } else {
            OTHERS
        };
        let unreadable = |error| SecretError::Unreadable(path.clone(), error);
        let file = regular_file::open(&path, OpenOptions::new().read(true));
        let mut file = file.map_err(unreadable)?;
        let mode = file.metadata().map_err(unreadable)?.permissions().mode();
        if mode & forbidden != 0 {
            return Err(SecretError::Readable(path));
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(unreadable)?;
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
        Ok(Secret(text))
    }

    fn handed(&self, name: &Path) -> Option<PathBuf> {
        let is_plain = name.file_name() == Some(name.as_os_str());
        let path = self.0.as_ref()?.join(name);
        (is_plain && path.exists()).then_some(path)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(path: &Path, text: &str, mode: u32) -> io::Result<()> {
        fs::write(path, text)?;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    #[test]
    fn a_file_that_others_can_read_is_no_secret() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("password");
        for (mode, is_secret) in [
            (0o600, true),
            (0o400, true),
            (0o640, false),
            (0o604, false),
            (0o620, false),
            (0o644, false),
        ] {
            write(&path, "trois petits chats\n", mode)?;
            let read = Credentials::default().read(Path::new("password"), folder.path());
            assert_eq!(read.is_ok(), is_secret, "{mode:o}");
            if let Err(error) = read {
                let told = error.to_string();
                assert!(
                    told.contains("password peut être lu par d’autres"),
                    "{told}"
                );
                assert!(!told.contains("chats"), "{told}");
            }
        }
        Ok(())
    }

    #[test]
    fn a_name_alone_is_what_the_service_manager_handed_over() -> anyhow::Result<()> {
        let handed = tempfile::tempdir()?;
        let beside = tempfile::tempdir()?;
        let credentials = Credentials::new(Some(handed.path().to_owned()));
        write(&beside.path().join("password"), "beside\n", 0o600)?;
        let read = |name: &Path| credentials.read(name, beside.path());
        let name = Path::new("password");
        assert_eq!(read(name)?.reveal(), "beside");

        // As systemd leaves it: the group's right to read is the bound of its access list.
        write(&handed.path().join("password"), "handed\r\n", 0o440)?;
        assert_eq!(read(name)?.reveal(), "handed");
        assert_eq!(read(&handed.path().join("password"))?.reveal(), "handed");
        assert_eq!(read(Path::new("./password"))?.reveal(), "beside");
        write(&handed.path().join("password"), "handed", 0o644)?;
        assert!(matches!(read(name), Err(SecretError::Readable(_))));
        Ok(())
    }

    #[test]
    fn a_missing_file_is_told_with_its_path() {
        let read = Credentials::default().read(Path::new("nowhere"), Path::new("/nonexistent"));
        let Err(error) = read else {
            panic!("there is no such file")
        };
        assert!(
            error
                .to_string()
                .starts_with("/nonexistent/nowhere ne peut pas être lu : il n’y est pas")
        );
    }
}
