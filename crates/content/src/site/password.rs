//! The password that PDF files are encrypted with, in a file beside the site's.

use std::path::Path;

use crate::{
    secret::{Credentials, Secret},
    source::Value,
};

/// What the named file holds, where a PDF takes it.
pub(super) fn read(value: &Value<'_>, credentials: &Credentials) -> Option<Secret> {
    const EXPECTED: &str = "il faut le chemin, vu de ce fichier, d’un fichier avec un mot de passe de 12 signes ou plus, 127 octets au plus, \
         sans tabulation ni autre signe invisible, et sans espace au début ni à la fin";
    let name = value.text()?;
    let beside = value.place.source.path.parent()?;
    match credentials.read(Path::new(&name), beside) {
        Ok(password) if opens_a_pdf(password.reveal()) => return Some(password),
        Ok(_) => value.place.refuse(EXPECTED),
        Err(error) => value.place.refuse(format!("{EXPECTED}; {error}")),
    }
    None
}

/// Whether readers of PDF files take a password as it is: PDF 2.0 keeps 127 bytes of it (ISO 32000-2, 7.6.4.3.3), and prepares
/// it by `SASLprep`, which refuses control characters.
fn opens_a_pdf(password: &str) -> bool {
    password.chars().count() >= 12
        && password.len() <= 127
        && password.trim() == password
        && !password.chars().any(char::is_control)
}
