//! Where mail goes, as `--mail` says it.

use std::{path::PathBuf, str::FromStr};

use url::{Host, Url};

/// Where registrations go. Its address can hold a password: no `Debug`.
#[derive(Clone)]
pub enum MailTarget {
    /// A maildir of `.eml` files.
    Folder(PathBuf),
    /// A mail server.
    Smtp(Url),
}

impl FromStr for MailTarget {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected folder:<dir>, smtp://host or smtps://host";
        if let Some(folder) = text.strip_prefix("folder:") {
            let folder = PathBuf::from(folder);
            return if folder.as_os_str().is_empty() {
                Err(EXPECTED)
            } else {
                Ok(Self::Folder(folder))
            };
        }
        let url = Url::parse(text).map_err(|_| EXPECTED)?;
        let fits = matches!(url.scheme(), "smtp" | "smtps")
            && url.host_str().is_some_and(|host| !host.is_empty());
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
