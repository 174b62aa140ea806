//! Signing in with a passkey, and out.

use axum::{
    Extension, Json,
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use webauthn_rs::prelude::PublicKeyCredential;

use super::{
    DeskState,
    asked_page::AskedPage,
    browser_name::browser_name,
    ceremonies::Challenge,
    cookies,
    forms::{Ceremony, Told},
    page,
    problem::DeskProblem,
    secrets,
};
use crate::store::{NewSession, Role, Roles, SignedIn};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// What stands behind the path of the entrance.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    /// The page that was asked for.
    #[serde(default)]
    page: String,
}

/// Where a person begins who asked for no page.
const HOME: &str = "/";

/// What a browser answers a challenge with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proof {
    id: String,
    credential: PublicKeyCredential,
}

/// Where somebody begins: by what they may do.
pub(super) async fn home(signed_in: Option<Extension<SignedIn>>) -> Redirect {
    let page = match signed_in {
        None => "/entrer",
        Some(Extension(signed_in)) => first_page(signed_in.person.roles),
    };
    Redirect::to(page)
}

fn first_page(roles: Roles) -> &'static str {
    if roles.has(Role::Team) {
        "/matin"
    } else if roles.has(Role::Officer) {
        "/droits"
    } else if roles.has(Role::Manager) {
        "/equipe"
    } else {
        "/compte"
    }
}

/// The one button.
pub(super) async fn show(
    State(state): State<DeskState>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> impl IntoResponse {
    let Query(asked) = asked.unwrap_or_default();
    let page = AskedPage::parse(&asked.page);
    let next = page.as_ref().map_or(HOME, AskedPage::as_str);
    let site = &state.endpoint.site.public;
    let body = html! {
        h1 { "Espace conseillers" }
        p.site { (site.name) }
        (button("Entrer avec ma clé d’accès", next))
        details {
            summary { "Je n’ai plus ma clé d’accès" }
            p {
                "Allez voir la personne qui gère les accès\u{a0}: elle retire la clé perdue et vous donne un nouveau lien. "
                "Personne ne vous le demandera par téléphone ni par message."
            }
        }
    };
    page::bare("Entrer", &body)
}

/// The button that asks for a passkey; `next` is the path to which it leads.
pub(super) fn button(words: &str, next: &str) -> Markup {
    html! {
        (page::passkeys())
        div.ceremony data-ceremony="entrer" data-next=(next) {
            button.main type="button" { (words) }
            p.told role="status" {}
            noscript { p { "Les clés d’accès demandent JavaScript\u{a0}: activez-le pour cette adresse." } }
        }
    }
}

/// A challenge for a passkey of whomever.
pub(super) async fn challenge(State(state): State<DeskState>) -> Result<Json<Challenge>, Told> {
    let now = state.endpoint.clock.now();
    Ok(Json(state.desk.ceremonies.start_sign_in(now)?))
}

/// Begins a session with the passkey that was shown. The session that the browser had ends.
pub(super) async fn prove(
    State(state): State<DeskState>,
    before: Option<Extension<SignedIn>>,
    headers: HeaderMap,
    Ceremony(proof): Ceremony<Proof>,
) -> Result<Response, Told> {
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    let ceremonies = &state.desk.ceremonies;
    let shown = ceremonies.shown(&proof.id, proof.credential, now);
    let shown = shown.ok_or(Told::UNKNOWN_PASSKEY)?;
    let person = store.person_of_handle(&shown.handle).await?;
    let person = person.ok_or(Told::UNKNOWN_PASSKEY)?;
    let id = shown.id.clone();
    let kept = store.passkey(person.id, &id).await?;
    let passkey = kept.and_then(|kept| ceremonies.check(shown, &kept));
    let passkey = passkey.ok_or(Told::UNKNOWN_PASSKEY)?;
    let secret = secrets::draw()?;
    let session = NewSession {
        secret_hash: &secrets::hash(&secret),
        browser: &browser_name(&headers),
    };
    if !store
        .sign_in(person.id, (&id, &passkey), &session, now)
        .await?
    {
        return Err(Told::UNKNOWN_PASSKEY);
    }
    if let Some(Extension(before)) = before {
        store.sign_out(&before.secret_hash, now).await?;
    }
    tracing::info!(person = person.id.0, with = "passkey", "signed in");
    Ok(signed_in(&state, &secret))
}

/// Gives the browser its cookie.
pub(super) fn signed_in(state: &DeskState, secret: &str) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = cookies::keep(secret, &state.desk.host) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Asked by a page that is open: whether its session is still under way.
pub(super) async fn session(_: SignedIn) -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Ends the session, and has the browser forget what it holds of this host.
pub(super) async fn leave(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<Response, DeskProblem> {
    let now = state.endpoint.clock.now();
    state
        .endpoint
        .store
        .sign_out(&signed_in.secret_hash, now)
        .await?;
    tracing::info!(person = signed_in.person.id.0, "signed out");
    let mut response = Redirect::to("/entrer").into_response();
    let headers = response.headers_mut();
    if let Some(cookie) = cookies::forget(&state.desk.host) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    // Not "cookies": that would sign people out of every host under the same domain.
    let everything = HeaderValue::from_static("\"cache\", \"storage\"");
    headers.insert(CLEAR_SITE_DATA, everything);
    Ok(response)
}
