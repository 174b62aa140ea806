//! Where mail goes, as `--mail` says it.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

use content::{Credentials, SecretError};
use url::{Host, Url};

/// Where registrations go. Its address can hold a password: no `Debug`.
#[derive(Clone)]
pub enum MailTarget {
    /// A maildir of `.eml` files.
    Folder(PathBuf),
    /// A mail server.
    Smtp(Url),
}

const EXPECTED: &str = "il faut folder:<dossier>, smtp://serveur ou smtps://serveur ; dans un mot de passe, @ s’écrit %40, / %2F et # %23";

/// Why `--mail-file` gives no mail server. Never repeats what is in the file.
#[derive(Debug, thiserror::Error)]
pub enum MailFileError {
    /// The file cannot be read, or others can read it.
    #[error("--mail-file: {0}")]
    Secret(#[from] SecretError),
    /// It says something else than where mail goes.
    #[error("--mail-file: {path}: {EXPECTED}, sur une ligne", path = .0.display())]
    NoTarget(PathBuf),
}

impl MailTarget {
    /// Reads it from a file that its owner alone can read.
    pub(crate) fn read(file: &Path, credentials: &Credentials) -> Result<Self, MailFileError> {
        let secret = credentials.read(file, Path::new(""))?;
        let target = secret.reveal().trim().parse();
        target.map_err(|_| MailFileError::NoTarget(file.to_owned()))
    }

    /// Whether its address holds a password.
    pub(crate) fn has_password(&self) -> bool {
        matches!(self, Self::Smtp(url) if url.password().is_some())
    }
}

impl FromStr for MailTarget {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(folder) = text.strip_prefix("folder:") {
            let folder = PathBuf::from(folder);
            return if folder.as_os_str().is_empty() {
                Err(EXPECTED)
            } else {
                Ok(Self::Folder(folder))
            };
        }
        let url = Url::parse(text).map_err(|_| EXPECTED)?;
        // A password with "/" or "#" ends up here: what stands before would be taken for the server.
        let is_whole = matches!(url.path(), "" | "/") && url.fragment().is_none();
        let fits = matches!(url.scheme(), "smtp" | "smtps")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && is_whole;
        if fits {
            Ok(Self::Smtp(url))
        } else {
            Err(EXPECTED)
        }
    }
}

/// Whether a mail server's address is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    // The `smtp` scheme is not one that `Url` reads IPv4 addresses in: a name can be one.
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|address: std::net::Ipv4Addr| address.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_with_signs_of_an_address_is_refused_before_a_part_of_it_is_a_server() {
        for (target, is_taken) in [
            ("smtps://u%40ml.fr:p%40ss%2Fw%23@mail.example:465", true),
            ("smtps://mail.example/", true),
            ("smtp://u:p@127.0.0.1:2510/x@mail.example", false),
            ("smtps://u:p#ss@mail.example", false),
        ] {
            assert_eq!(target.parse::<MailTarget>().is_ok(), is_taken, "{target}");
        }
    }

    #[test]
    fn this_machine_is_told_from_others() {
        for (url, expected) in [
            ("smtp://localhost:25", true),
            ("smtp://127.0.0.1:25", true),
            ("smtp://[::1]:25", true),
            ("smtp://mail.example", false),
            ("smtp://127.0.0.1.example", false),
        ] {
            let Ok(url) = Url::parse(url) else {
                panic!("{url}")
            };
            assert_eq!(is_loopback(&url), expected, "{url}");
        }
    }
}
