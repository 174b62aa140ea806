//! What stands in the way of a request, as a page for staff. Nothing of what was sent is in it.

use std::any::Any;

use axum::{
    extract::rejection::FormRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::html;

use super::{DeskError, page};
use crate::store::{StoreError, WriteError};

/// Why a request is not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeskProblem {
    /// The form is not of our own page.
    ForeignForm,
    /// Nobody is signed in, or no longer.
    SignedOut,
    /// A role is missing.
    NotYours,
    /// There is no such page, or no such person.
    NotFound,
    /// The form is not one of ours.
    BadForm,
    /// More was sent than any form of ours holds.
    TooLarge,
    /// More registrations in an hour than one person works through.
    TooMuch,
    /// More registrations as files in an hour than one person needs.
    TooManyFiles,
    /// The content of a registration is gone, held by a right, or does not open here.
    NoContent,
    /// The passkey was shown too long ago for this.
    ShowPasskeyAgain,
    /// Somebody else has to do that for them.
    OwnPasskeys,
    /// The last one who manages access.
    LastManager,
    /// The last passkey of a person.
    LastPasskey,
    /// The database does not answer, or chance.
    Unavailable,
}

impl DeskProblem {
    fn status(self) -> StatusCode {
        match self {
            Self::ForeignForm | Self::NotYours | Self::ShowPasskeyAgain => StatusCode::FORBIDDEN,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooMuch | Self::TooManyFiles => StatusCode::TOO_MANY_REQUESTS,
            Self::NoContent => StatusCode::GONE,
            Self::BadForm => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::OwnPasskeys | Self::LastManager | Self::LastPasskey => StatusCode::CONFLICT,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::ForeignForm => (
                "Ce formulaire ne vient pas de cet espace",
                "Rien n’a été fait. Revenez à l’accueil de l’espace et recommencez de là.",
            ),
            Self::SignedOut => (
                "Votre session est terminée",
                "Rien n’a été fait. Entrez avec votre clé d’accès, puis recommencez.",
            ),
            Self::NotYours => (
                "Cette page n’est pas dans vos accès",
                "La personne qui gère les accès peut vous inviter avec un autre rôle.",
            ),
            Self::NotFound => (
                "Cette page n’existe pas",
                "L’adresse est peut-être ancienne. L’accueil de l’espace mène à tout ce que vous pouvez faire.",
            ),
            Self::BadForm => (
                "Ce formulaire n’a pas pu être lu",
                "Rien n’a été fait. Revenez à la page précédente et recommencez.",
            ),
            Self::TooLarge => (
                "Ce formulaire est trop long",
                "Rien n’a été fait. Revenez à la page précédente, raccourcissez ce que vous avez écrit, puis recommencez.",
            ),
            Self::TooMuch => (
                "Vous avez ouvert beaucoup de fiches en une heure",
                "Celle-ci n’a pas été ouverte. Reprenez un peu plus tard\u{a0}; si c’est votre travail du jour, prévenez la personne \
                 qui a installé l’espace.",
            ),
            Self::TooManyFiles => (
                "Vous avez téléchargé beaucoup de fichiers en une heure",
                "Celui-ci n’a pas été téléchargé. Les pages restent ouvertes à tout moment\u{a0}; pour d’autres fichiers, reprenez un \
                 peu plus tard.",
            ),
            Self::NoContent => (
                "Le contenu de cette préinscription n’est pas ici",
                "Il est effacé, mis de côté par une demande de droits, ou ne s’ouvre pas avec les clés de ce serveur. La boîte aux \
                 lettres de la Mission Locale a reçu la fiche sous le même numéro.",
            ),
            Self::ShowPasskeyAgain => (
                "Montrez votre clé d’accès encore une fois",
                "Rien n’a été fait. Pour changer des accès, la clé doit avoir été montrée il y a quelques minutes\u{a0}: \
                 revenez à la page, confirmez avec votre clé, puis recommencez.",
            ),
            Self::OwnPasskeys => (
                "Vos propres clés ne se remplacent pas ici",
                "Rien n’a été fait. Une clé se retire dans «\u{a0}Mon compte\u{a0}». Si vous les avez toutes perdues, une autre \
                 personne qui gère les accès vous fait un nouveau lien.",
            ),
            Self::LastManager => (
                "Personne d’autre ne pourrait plus inviter",
                "Rien n’a été fait. Invitez d’abord quelqu’un d’autre avec le rôle «\u{a0}gestion des accès\u{a0}», et attendez sa \
                 première connexion.",
            ),
            Self::LastPasskey => (
                "Cette clé d’accès n’a pas été retirée",
                "C’est la seule que vous avez, ou elle l’était déjà. Ajoutez-en une autre d’abord.",
            ),
            Self::Unavailable => (
                "L’espace ne répond pas pour le moment",
                "Rien n’a été fait. Recommencez dans un instant\u{202f}; si cela dure, prévenez la personne qui l’a installé.",
            ),
        }
    }
}

impl From<StoreError> for DeskProblem {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store does not answer");
        Self::Unavailable
    }
}

impl From<WriteError> for DeskProblem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::SignedOut => Self::SignedOut,
            WriteError::Store(error) => error.into(),
        }
    }
}

impl From<DeskError> for DeskProblem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Refused(_) => Self::BadForm,
            DeskError::NoDesk | DeskError::Nobody(_) => Self::NotFound,
            DeskError::LastManager => Self::LastManager,
            DeskError::SignedOut => Self::SignedOut,
            DeskError::Chance(error) => error.into(),
            DeskError::Store(error) => error.into(),
        }
    }
}

impl From<getrandom::Error> for DeskProblem {
    fn from(error: getrandom::Error) -> Self {
        tracing::error!(%error, "no random numbers");
        Self::Unavailable
    }
}

impl From<FormRejection> for DeskProblem {
    fn from(_: FormRejection) -> Self {
        Self::BadForm
    }
}

impl IntoResponse for DeskProblem {
    fn into_response(self) -> Response {
        let (title, text) = self.words();
        let body = html! {
            h1 { (title) }
            p { (text) }
            p { a.button href="/" { "Accueil de l’espace" } }
        };
        (self.status(), page::bare(title, &body)).into_response()
    }
}

/// A defect of ours: said so in the log, without what it was busy with.
pub(super) fn after_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request of the desk ended in a panic");
    DeskProblem::Unavailable.into_response()
}

/// Any other path, and any other method.
pub(super) async fn not_found() -> DeskProblem {
    DeskProblem::NotFound
}
