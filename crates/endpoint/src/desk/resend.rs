//! A form that came after its session ended or its passkey aged: a page with its fields, to be sent again.

use axum::{
    Form,
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use maud::html;

use super::{forms::FormId, page, problem::DeskProblem};
use crate::store::PersonId;

/// Why a form has to be sent again.
#[derive(Clone, Copy)]
pub(super) enum Why {
    /// Nobody is signed in any more.
    SessionEnded,
    /// What it asks for is grave, and the passkey was shown too long ago.
    PasskeyAged,
    /// The page is one of somebody else, in whose browser another person has signed in since.
    OtherPerson,
}

impl Why {
    fn status(self) -> StatusCode {
        match self {
            Self::SessionEnded => StatusCode::UNAUTHORIZED,
            Self::PasskeyAged => StatusCode::FORBIDDEN,
            Self::OtherPerson => StatusCode::CONFLICT,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::SessionEnded => (
                "Votre session est terminée",
                "Entrez de nouveau, dans un autre onglet",
            ),
            Self::PasskeyAged => (
                "Montrez votre clé d’accès encore une fois",
                "Montrez votre clé, dans un autre onglet",
            ),
            Self::OtherPerson => (
                "Cette page était celle d’une autre personne",
                "Si c’est à elle de l’envoyer, qu’elle entre avec sa clé, dans un autre onglet",
            ),
        }
    }
}

impl Why {
    fn then(self) -> &'static str {
        match self {
            Self::SessionEnded | Self::PasskeyAged => "Revenez ici, puis\u{a0}:",
            Self::OtherPerson => "Sinon, et si c’est bien vous qui l’avez rempli\u{a0}:",
        }
    }

    fn button(self) -> &'static str {
        match self {
            Self::SessionEnded | Self::PasskeyAged => "Envoyer de nouveau",
            Self::OtherPerson => "L’envoyer à mon nom",
        }
    }
}

/// Instead of writing a form of somebody else's page: the same form, to be sent under one's own name.
pub(super) async fn of_other_person(
    parts: &Parts,
    body: &Bytes,
    me: PersonId,
) -> Option<Result<Response, DeskProblem>> {
    let kind = parts.headers.get(header::CONTENT_TYPE)?;
    let mut copy = Request::new(Body::from(body.clone()));
    *copy.method_mut() = Method::POST;
    copy.headers_mut()
        .insert(header::CONTENT_TYPE, kind.clone());
    let Form(mut fields) = Form::<Vec<(String, String)>>::from_request(copy, &())
        .await
        .ok()?;
    let (_, id) = fields.iter_mut().find(|(name, _)| name == "envoi")?;
    if FormId::try_from(id.clone()).ok()?.is_of(me) {
        return None;
    }
    tracing::warn!(person = me.0, "a form of another person's page");
    match FormId::draw(me) {
        Ok(own) => own.as_str().clone_into(id),
        Err(error) => return Some(Err(error.into())),
    }
    Some(Ok(of(Why::OtherPerson, parts.uri.path(), &fields)))
}

/// A page with every field of the form, to be sent once its person is in again. They are shown to the browser that sent
/// them, and kept nowhere.
pub(super) async fn page(parts: Parts, body: Bytes) -> Response {
    let path = parts.uri.path().to_owned();
    let request = Request::from_parts(parts, Body::from(body));
    match Form::<Vec<(String, String)>>::from_request(request, &()).await {
        Ok(Form(fields)) => of(Why::SessionEnded, &path, &fields),
        Err(_) => DeskProblem::SignedOut.into_response(),
    }
}

/// The same, of fields that were read.
pub(super) fn of(why: Why, path: &str, fields: &[(String, String)]) -> Response {
    let (title, first) = why.words();
    let body = html! {
        h1 { (title) }
        p { "Rien n’a été noté, et rien n’est perdu\u{a0}: ce que vous alliez envoyer est gardé dans cette page." }
        ol {
            li { a href="/entrer" target="_blank" rel="noopener" { (first) } "." }
            li {
                (why.then())
                form method="post" action=(path) {
                    @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                    button { (why.button()) }
                }
            }
        }
    };
    (why.status(), page::bare(title, &body)).into_response()
}
