//! A form that came after its session ended or its passkey aged: a page with its fields, to be sent again.

use axum::{
    Form,
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use maud::html;

use super::{page, problem::DeskProblem};

/// Why a form has to be sent again.
#[derive(Clone, Copy)]
pub(super) enum Why {
    /// Nobody is signed in any more.
    SessionEnded,
    /// What it asks for is grave, and the passkey was shown too long ago.
    PasskeyAged,
}

impl Why {
    fn status(self) -> StatusCode {
        match self {
            Self::SessionEnded => StatusCode::UNAUTHORIZED,
            Self::PasskeyAged => StatusCode::FORBIDDEN,
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
        }
    }
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
                "Revenez ici, puis\u{a0}:"
                form method="post" action=(path) {
                    @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                    button { "Envoyer de nouveau" }
                }
            }
        }
    };
    (why.status(), page::bare(title, &body)).into_response()
}
