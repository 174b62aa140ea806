//! The page "Mon compte": one's own name, passkeys and sessions.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use webauthn_rs::prelude::RegisterPublicKeyCredential;

use super::{
    DeskState, asked_page,
    browser_name::browser_name,
    ceremonies::{Challenge, MadeFor},
    entrance,
    forms::{Ceremony, Form, Told},
    own_name,
    page::{self, Nav},
    problem::DeskProblem,
};
use crate::{
    french,
    store::{NewPasskey, PasskeyRow, SessionRow, SignedIn},
};

/// What a browser answers a challenge with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Added {
    id: String,
    credential: RegisterPublicKeyCredential,
}

/// Which passkey goes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Removed {
    cle: String,
}

/// Name, passkeys and sessions of the person who is signed in.
pub(super) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<Response, DeskProblem> {
    render(&state, &signed_in, None).await
}

/// The page; `refused` is what is wrong with a name, and what was typed.
pub(super) async fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    refused: Option<(&'static str, &str)>,
) -> Result<Response, DeskProblem> {
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    let passkeys = store.passkeys(signed_in.person.id).await?;
    let sessions = store.sessions(signed_in.person.id, now).await?;
    let may_change = page::has_shown_passkey(signed_in, now);
    let body = html! {
        h1 { "Mon compte" }
        p { (signed_in.person.name) "\u{a0}: " (signed_in.person.roles.words()) "." }
        (of_passkeys(state, &passkeys, may_change))
        (of_sessions(state, &sessions, signed_in, may_change))
        (own_name::form(&signed_in.person.name, refused))
    };
    Ok(page::page(state, signed_in, Nav::Account, "Mon compte", &body).into_response())
}

fn of_passkeys(state: &DeskState, passkeys: &[PasskeyRow], may_change: bool) -> Markup {
    html! {
        section aria-labelledby="cles" {
            h2 #cles { "Mes clés d’accès" }
            @if passkeys.len() < 2 {
                p.warning {
                    "Vous n’avez qu’une clé. Ajoutez-en une deuxième, sur votre téléphone ou une clé de sécurité\u{a0}: "
                    "sans elle, un appareil perdu vous laisse dehors."
                }
            }
            ul.rows {
                @for passkey in passkeys {
                    li {
                        span {
                            strong { (passkey.made_with) }
                            " · ajoutée le " (local(state, passkey.made_at))
                            " · dernier usage le " (local(state, passkey.used_at))
                        }
                        @if may_change && passkeys.len() > 1 {
                            form method="post" action="/compte/cles/retirer" {
                                button name="cle" value=(passkey.id)
                                    aria-label={ "Retirer la clé " (passkey.made_with) } { "Retirer" }
                            }
                        }
                    }
                }
            }
            @if may_change {
                (page::passkeys())
                div.ceremony data-ceremony="compte" data-next="/compte" {
                    button type="button" { "Ajouter une clé d’accès" }
                    p.told role="status" {}
                }
                @if passkeys.len() > 1 {
                    p.note { "Retirer une clé ferme toutes vos sessions, celle-ci comprise." }
                }
            } @else {
                p { "Pour ajouter ou retirer une clé, ou fermer vos autres sessions, montrez d’abord une clé." }
                (entrance::button("Confirmer avec ma clé d’accès", "/compte"))
            }
        }
    }
}

fn of_sessions(
    state: &DeskState,
    sessions: &[SessionRow],
    signed_in: &SignedIn,
    may_change: bool,
) -> Markup {
    html! {
        section aria-labelledby="sessions" {
            h2 #sessions { "Mes sessions ouvertes" }
            ul.rows {
                @for session in sessions {
                    li {
                        span {
                            strong { (session.browser) }
                            " · depuis le " (local(state, session.begun_at))
                            @if session.secret_hash == signed_in.secret_hash {
                                " · celle-ci"
                            } @else {
                                " · dernier signe le " (local(state, session.seen_at))
                            }
                        }
                    }
                }
            }
            @if may_change && sessions.len() > 1 {
                form method="post" action="/compte/sessions/fermer" {
                    button { "Fermer les autres sessions" }
                }
            }
            p.note {
                "Une session se ferme après une demi-heure sans rien faire, et au bout de dix heures. "
                "Trois sont possibles à la fois\u{a0}: une quatrième ferme la plus ancienne."
            }
        }
    }
}

/// A challenge for one passkey more.
pub(super) async fn challenge(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<Json<Challenge>, Told> {
    let now = state.endpoint.clock.now();
    if !page::has_just_shown_passkey(&signed_in, now) {
        return Err(Told::SHOW_PASSKEY_AGAIN);
    }
    let person = &signed_in.person;
    let passkeys = state.endpoint.store.passkeys(person.id).await?;
    let known: Vec<String> = passkeys.into_iter().map(|passkey| passkey.id).collect();
    let made_for = MadeFor::SignedIn(person.id);
    let ceremonies = &state.desk.ceremonies;
    Ok(Json(
        ceremonies.start_making(person, made_for, &known, now)?,
    ))
}

/// Keeps one passkey more, and ends the other sessions.
pub(super) async fn add(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Ceremony(added): Ceremony<Added>,
) -> Result<StatusCode, Told> {
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    if !page::has_just_shown_passkey(&signed_in, now) {
        return Err(Told::SHOW_PASSKEY_AGAIN);
    }
    let person = signed_in.person.id;
    let made_for = MadeFor::SignedIn(person);
    let made = state
        .desk
        .ceremonies
        .made(&added.id, &made_for, &added.credential, now);
    let made = made.ok_or(Told::NOT_KEPT)?;
    let passkey = NewPasskey {
        id: &made.id,
        passkey: &made.passkey,
        made_with: &browser_name(&headers),
    };
    if !store.add_passkey(&signed_in, &passkey, now).await? {
        return Err(Told::KNOWN_PASSKEY);
    }
    tracing::info!(person = person.0, "a passkey was added");
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a passkey. Every session of the person ends.
pub(super) async fn remove(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(removed): Form<Removed>,
) -> Result<Response, DeskProblem> {
    let (store, now) = (&state.endpoint.store, state.endpoint.clock.now());
    page::must_have_shown_passkey(&signed_in, now)?;
    let person = signed_in.person.id;
    if !store.remove_passkey(&signed_in, &removed.cle, now).await? {
        return Err(DeskProblem::LastPasskey);
    }
    tracing::info!(person = person.0, "a passkey was removed");
    Ok(Redirect::to(&asked_page::entrance_to("/compte")).into_response())
}

/// Ends the person's other sessions.
pub(super) async fn sign_out_elsewhere(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<Redirect, DeskProblem> {
    let now = state.endpoint.clock.now();
    page::must_have_shown_passkey(&signed_in, now)?;
    state
        .endpoint
        .store
        .sign_out_elsewhere(&signed_in, now)
        .await?;
    Ok(Redirect::to("/compte"))
}

fn local(state: &DeskState, at: domain::time::Timestamp) -> String {
    french::stamp(french::local(at, &state.endpoint.time_zone))
}
