//! What the system says of a file, an address or a connection, in French.

use std::io::{Error, ErrorKind};

/// The system's reason in French where it is a common one; its own words otherwise.
#[must_use]
pub fn in_french(error: &Error) -> String {
    // Words of ours, such as that it is a pipe.
    if error.get_ref().is_some() {
        return error.to_string();
    }
    let said = match error.kind() {
        ErrorKind::NotFound => "il n’y est pas",
        ErrorKind::PermissionDenied => "l’accès est refusé",
        ErrorKind::AlreadyExists => "il y est déjà",
        ErrorKind::AddrInUse => "l’adresse est déjà prise",
        ErrorKind::AddrNotAvailable => "l’adresse n’est pas de cette machine",
        ErrorKind::StorageFull => "il n’y a plus de place",
        ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
        ErrorKind::IsADirectory => "c’est un dossier",
        ErrorKind::NotADirectory => "ce n’est pas un dossier",
        ErrorKind::InvalidData => "ce n’est pas du texte UTF-8",
        ErrorKind::ResourceBusy => "un autre programme s’en sert",
        _ => return error.to_string(),
    };
    said.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_reason_is_said_in_french_and_another_as_the_system_says_it() {
        assert_eq!(in_french(&ErrorKind::NotFound.into()), "il n’y est pas");
        let other = Error::other("of its own");
        assert_eq!(in_french(&other), "of its own");
    }
}
