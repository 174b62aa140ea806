//! Page before a cancellation by number: which registration it erases, from what is known of it without its content.
//!
//! An officer reads no answer of a registration here. The day on which it came tells most slips of a number.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::reference::Reference;
use maud::html;

use crate::{
    desk::{
        DeskState,
        page::{self, Nav},
    },
    rights::target_words,
    store::{SignedIn, Target},
};

/// The field by which the form says which number was looked at.
const VERIFIED: &str = "verifie";

/// Where the form goes, and where there is a way back.
pub(super) struct Place<'a> {
    pub(super) form: &'a str,
    pub(super) back: &'a str,
}

/// Whether that registration is the one that was looked at.
pub(super) fn is_verified(verified: &str, target: &Target) -> bool {
    verified.parse::<Reference>().as_ref() == Ok(&target.reference)
}

/// The page, with all fields of the form that led to it.
pub(super) fn page(
    state: &DeskState,
    signed_in: &SignedIn,
    target: &Target,
    place: &Place<'_>,
    fields: &[(String, String)],
) -> Response {
    let title = "Vérifiez avant d’effacer";
    let number = target.reference.spaced();
    let kept = fields.iter().filter(|(name, _)| name != VERIFIED);
    let body = html! {
        h1 { (title) }
        p { "Rien n’a encore été noté. La demande annule cette préinscription\u{a0}:" }
        p { strong { (target_words(target, &state.endpoint.time_zone)) } }
        p {
            "Comparez le numéro et le jour avec ce que la personne vous a dit. Le contenu est effacé aussitôt, et ne revient pas."
        }
        form.stacked method="post" action=(place.form) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            input type="hidden" name=(VERIFIED) value=(target.reference.as_str());
            button.danger { "Effacer le contenu de " (number) }
        }
        p { a.button href=(place.back) { "Ne rien effacer" } }
    };
    let page = page::page(state, signed_in, Nav::Rights, title, &body);
    (StatusCode::OK, page).into_response()
}
