//! Why a step is not in the register, as a sentence for the officer. Holds no answer.

use std::{io, path::PathBuf};

use domain::{reference::Reference, rights::NotAllowed, time::Date};

use content::in_french;

use crate::{
    french,
    store::{StoreError, WriteError},
};

/// Why a step is not in the register. Each is a sentence for the officer; none holds an answer.
#[derive(Debug, thiserror::Error)]
pub enum RightsError {
    /// The number belongs to nothing, or to no rights request.
    #[error("{} n’est le numéro d’aucune demande de droits : premier-accueil rights list les montre", .0.spaced())]
    NotFound(Reference),
    /// The officer's name is missing.
    #[error("dites qui le fait : --by NOM, une ligne lisible de 300 signes au plus")]
    NoName,
    /// The law asks for a reason here.
    #[error(
        "cette étape demande une raison : --reason PHRASE, une ligne lisible de 300 signes au plus"
    )]
    NoReason,
    /// It is closed already.
    #[error("cette demande est close")]
    Closed,
    /// There is one extension.
    #[error("cette demande est déjà prolongée")]
    AlreadyExtended,
    /// An extension has to be told within the first month.
    #[error(
        "le premier mois est passé : une prolongation devait être annoncée avant sa fin (article 12.3)"
    )]
    TooLate,
    /// No number was given, and the request names none that is known.
    #[error("dites quelle préinscription elle concerne : --reference NUMÉRO")]
    NoRegistration,
    /// The number belongs to no registration of this endpoint.
    #[error("{} n’est le numéro d’aucune préinscription reçue ici", .0.spaced())]
    NoSuchRegistration(Reference),
    /// Not mailed yet, restricted, or its content is gone.
    #[error("{} n’a pas été remise, une demande de droits la retient, ou son contenu n’est plus ici", .0.spaced())]
    NothingToMailAgain(Reference),
    /// The phone proved which submission it is about: it cannot be pointed at another.
    #[error("cette demande désigne déjà sa préinscription")]
    AlreadyNamed,
    /// A request cannot have come on a day that has not.
    #[error("le {} n’est pas encore venu : --received-on est le jour où la demande est venue, comme 20/11/2026", french::slashed(*.0))]
    NotYet(Date),
    /// After a year there is no request to enter any more.
    #[error(
        "le {} date de plus d’un an : vérifiez --received-on ; une demande si ancienne n’a plus de mois pour sa réponse", french::slashed(*.0)
    )]
    TooLongAgo(Date),
    /// A withdrawal takes one option back, and nothing else does.
    #[error(
        "--right retrait reprend une option : dites laquelle avec --option, qui ne va avec aucun autre droit"
    )]
    WhichOption,
    /// Only an access request is answered with what is held.
    #[error("seule une demande d’accès reçoit une copie de ce qui est gardé")]
    NotAccess,
    /// No restriction and no stop of use stands.
    #[error("rien n’est à lever")]
    NothingStands,
    /// What the journal alone knows has no such request.
    #[error(
        "{0} n’est pas une demande dont seul l’effet est connu : premier-accueil rights list montre celles-là"
    )]
    NoSuchEffect(String),
    /// Another officer was faster.
    #[error("la demande a changé entre-temps : regardez-la de nouveau")]
    Meanwhile,
    /// The page's sender is signed in no more, or no officer any more.
    #[error("la session est terminée")]
    SignedOut,
    /// What is held cannot be read or printed.
    #[error("ce qui est gardé ne se laisse ni lire ni imprimer")]
    Unreadable,
    /// The folder or a file cannot be written.
    #[error("{} ne peut pas être écrit : {}", .0.display(), in_french(.1))]
    File(PathBuf, io::Error),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError> for RightsError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::SignedOut => Self::SignedOut,
            WriteError::Store(error) => error.into(),
        }
    }
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
