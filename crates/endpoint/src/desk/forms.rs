//! What browsers send, checked as it is read: JSON of a ceremony, or a form. A member too many is refused.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use domain::reference::Reference;
use serde::{Deserialize, de::DeserializeOwned};

use super::{problem::DeskProblem, secrets};
use crate::store::{PersonId, StoreError, WriteError};

/// What a script is told, as text for the person before it.
pub(super) struct Told(StatusCode, &'static str);

impl Told {
    /// The passkey is not one of ours, or not any more, or the challenge is over.
    pub(super) const UNKNOWN_PASSKEY: Self = Self(
        StatusCode::FORBIDDEN,
        "Cette clé d’accès n’ouvre pas cet espace. Essayez encore, ou avec une autre clé.",
    );
    /// The invitation cannot be used.
    pub(super) const NO_INVITATION: Self = Self(
        StatusCode::FORBIDDEN,
        "Ce lien a déjà servi, ou date de plus d’un jour. Demandez-en un autre à la personne qui gère les accès.",
    );
    /// The passkey is one that is known, of whomever.
    pub(super) const KNOWN_PASSKEY: Self = Self(
        StatusCode::CONFLICT,
        "Cette clé d’accès est déjà enregistrée ici. Rien n’a été fait\u{a0}: recommencez avec une autre.",
    );
    /// The session has ended meanwhile.
    pub(super) const SIGNED_OUT: Self = Self(
        StatusCode::UNAUTHORIZED,
        "Votre session est terminée. Rien n’a été fait\u{a0}: rechargez cette page et entrez de nouveau.",
    );
    /// The passkey could not be kept.
    pub(super) const NOT_KEPT: Self = Self(
        StatusCode::FORBIDDEN,
        "Cette clé d’accès n’a pas pu être ajoutée. Essayez encore, ou avec une autre clé.",
    );
    /// The passkey was shown too long ago.
    pub(super) const SHOW_PASSKEY_AGAIN: Self = Self(
        StatusCode::FORBIDDEN,
        "Montrez d’abord une clé que vous avez déjà : rechargez cette page et confirmez.",
    );
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}

impl From<DeskProblem> for Told {
    fn from(_: DeskProblem) -> Self {
        Self(
            StatusCode::SERVICE_UNAVAILABLE,
            "L’espace ne répond pas pour le moment. Recommencez dans un instant.",
        )
    }
}

impl From<StoreError> for Told {
    fn from(error: StoreError) -> Self {
        DeskProblem::from(error).into()
    }
}

impl From<WriteError> for Told {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::SignedOut => Self::SIGNED_OUT,
            WriteError::Store(error) => error.into(),
        }
    }
}

impl From<getrandom::Error> for Told {
    fn from(error: getrandom::Error) -> Self {
        DeskProblem::from(error).into()
    }
}

impl From<JsonRejection> for Told {
    fn from(_: JsonRejection) -> Self {
        Self(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Le navigateur a répondu quelque chose d’illisible. Rechargez cette page.",
        )
    }
}

/// JSON of a ceremony.
pub(super) struct Ceremony<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Ceremony<T> {
    type Rejection = Told;

    async fn from_request(request: Request, state: &S) -> Result<Self, Told> {
        let Json(value) = Json::from_request(request, state).await?;
        Ok(Self(value))
    }
}

/// A form of one of our pages.
pub(super) struct Form<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = DeskProblem;

    async fn from_request(request: Request, state: &S) -> Result<Self, DeskProblem> {
        let axum::Form(value) = axum::Form::from_request(request, state).await?;
        Ok(Self(value))
    }
}

/// The number of a person in a path.
pub(super) struct PersonPath(pub(super) i64);

impl<S: Send + Sync> FromRequestParts<S> for PersonPath {
    type Rejection = DeskProblem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, DeskProblem> {
        let path = Path::<i64>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Self(id))
            .map_err(|_| DeskProblem::NotFound)
    }
}

/// What is drawn with a form, so that it is written once however often it is sent; it ends with the number of the person whose
/// page the form is on, so that nobody sends it under another name.
#[derive(Deserialize, Clone)]
#[serde(try_from = "String")]
pub(super) struct FormId(String);

impl FormId {
    /// Of a new form, on a page of that person.
    pub(super) fn draw(person: PersonId) -> Result<Self, getrandom::Error> {
        secrets::draw().map(|secret| Self(format!("{secret}.{}", person.0)))
    }

    /// Whether the form is on a page of that person.
    pub(super) fn is_of(&self, person: PersonId) -> bool {
        let end = self.0.split_once('.').map(|(_, end)| end);
        end == Some(person.0.to_string().as_str())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FormId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_secret = |secret: &str| {
            secret.len() == secrets::TEXT_LENGTH
                && secret
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        let parts = text.split_once('.');
        if parts.is_some_and(|(secret, person)| is_secret(secret) && person.parse::<i64>().is_ok())
        {
            Ok(Self(text))
        } else {
            Err("not the id of a form of ours")
        }
    }
}

impl maud::Render for FormId {
    fn render_to(&self, page: &mut String) {
        self.0.render_to(page);
    }
}

/// The number of a registration in a path.
pub(super) struct NumberPath(pub(super) Reference);

impl<S: Send + Sync> FromRequestParts<S> for NumberPath {
    type Rejection = DeskProblem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, DeskProblem> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let number = path.ok().and_then(|Path(number)| number.parse().ok());
        number.map(Self).ok_or(DeskProblem::NotFound)
    }
}
