//! Why a step is not in the register, as a sentence for the officer. Holds no answer.

use std::{io, path::PathBuf};

use domain::{reference::Reference, rights::NotAllowed, time::Date};

use crate::store::StoreError;

/// Why a step is not in the register. Each is a sentence for the officer; none holds an answer.
#[derive(Debug, thiserror::Error)]
pub enum RightsError {
    /// The number belongs to nothing, or to no rights request.
    #[error("{} is the number of no rights request", .0.spaced())]
    NotFound(Reference),
    /// The officer's name is missing.
    #[error("say who does it: --by NAME, one line that can be read, of at most 300 characters")]
    NoName,
    /// The law asks for a reason here.
    #[error(
        "this step needs its reason: --reason SENTENCE, one line that can be read, of at most 300 characters"
    )]
    NoReason,
    /// It is closed already.
    #[error("this request is closed")]
    Closed,
    /// There is one extension.
    #[error("this request was extended already")]
    AlreadyExtended,
    /// An extension has to be told within the first month.
    #[error("the first month is over: an extension had to be told within it (article 12.3)")]
    TooLate,
    /// No number was given, and the request names none that is known.
    #[error("say which registration it is about: --reference NUMBER")]
    NoRegistration,
    /// The number belongs to no registration of this endpoint.
    #[error("{} is the number of no registration here", .0.spaced())]
    NoSuchRegistration(Reference),
    /// Not mailed yet, restricted, or its content is gone.
    #[error("{} was not delivered, or its content is not here any more", .0.spaced())]
    NothingToMailAgain(Reference),
    /// The phone proved which submission it is about: it cannot be pointed at another.
    #[error("this request names its registration already")]
    AlreadyNamed,
    /// A request cannot have come on a day that has not.
    #[error("{0} has not come yet: --received-on is the day the request came, as 2026-11-20")]
    NotYet(Date),
    /// After a year there is no request to enter any more.
    #[error(
        "{0} is more than a year ago: check --received-on; a request that old has no month left to answer it in"
    )]
    TooLongAgo(Date),
    /// A withdrawal takes one option back, and nothing else does.
    #[error(
        "--right withdrawal takes an option back: say which with --option, and give it to no other right"
    )]
    WhichOption,
    /// Only an access request is answered with what is held.
    #[error("only a request for access is answered with a copy of what is held")]
    NotAccess,
    /// No restriction and no stop of use stands.
    #[error("nothing stands that could be lifted")]
    NothingStands,
    /// What the journal alone knows has no such request.
    #[error(
        "{0} is no request of which an effect alone is known: premier-accueil rights list shows those"
    )]
    NoSuchEffect(String),
    /// Another officer was faster.
    #[error("the request changed meanwhile: look at it again")]
    Meanwhile,
    /// What is held cannot be read or printed.
    #[error("what is held cannot be read or printed")]
    Unreadable,
    /// The folder or a file cannot be written.
    #[error("{0} cannot be written: {1}")]
    File(PathBuf, io::Error),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotAllowed> for RightsError {
    fn from(not_allowed: NotAllowed) -> Self {
        match not_allowed {
            NotAllowed::Closed => Self::Closed,
            NotAllowed::AlreadyExtended => Self::AlreadyExtended,
            NotAllowed::TooLate => Self::TooLate,
        }
    }
}
