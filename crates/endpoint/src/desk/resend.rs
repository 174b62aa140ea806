//! A form of the team that came after its session had ended: nothing is written, and the same form can be sent again.

use axum::{
    Form,
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use maud::html;

use super::{page, problem::DeskProblem};

/// A page with every field of the form, to be sent once its person is in again. They are shown to the browser that sent
/// them, and kept nowhere.
pub(super) async fn page(parts: Parts, body: Bytes) -> Response {
    let path = parts.uri.path().to_owned();
    let request = Request::from_parts(parts, Body::from(body));
    let Ok(Form(fields)) = Form::<Vec<(String, String)>>::from_request(request, &()).await else {
        return DeskProblem::SignedOut.into_response();
    };
    let title = "Votre session est terminée";
    let body = html! {
        h1 { (title) }
        p { "Rien n’a été noté, et rien n’est perdu\u{a0}: ce que vous alliez envoyer est gardé dans cette page." }
        ol {
            li { a href="/entrer" target="_blank" rel="noopener" { "Entrez de nouveau, dans un autre onglet" } "." }
            li {
                "Revenez ici, puis\u{a0}:"
                form method="post" action=(path) {
                    @for (name, value) in &fields { input type="hidden" name=(name) value=(value); }
                    button { "Envoyer de nouveau" }
                }
            }
        }
    };
    (StatusCode::UNAUTHORIZED, page::bare(title, &body)).into_response()
}
