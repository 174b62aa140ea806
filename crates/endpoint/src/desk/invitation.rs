//! Invitations: a link whose secret stands after `#`, where no server and no log sees it.

use axum::{
    Extension, Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use maud::html;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::RegisterPublicKeyCredential;

use super::{
    DeskState,
    browser_name::browser_name,
    ceremonies::{Challenge, MadeFor},
    entrance,
    forms::{Ceremony, Told},
    page, secrets,
};
use crate::store::{Acceptance, NewPasskey, NewSession, SignedIn};

/// What the page read from its own address.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invited {
    secret: String,
}

/// Who is invited, and the challenge for their passkey.
#[derive(Serialize)]
pub(super) struct Welcome {
    name: String,
    #[serde(flatten)]
    challenge: Challenge,
}

/// What a browser answers a challenge with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accepted {
    secret: String,
    id: String,
    credential: RegisterPublicKeyCredential,
}

/// The address of an invitation.
pub(super) fn link(state: &content::Desk, secret: &str) -> String {
    format!("{}/invitation#{secret}", state.origin)
}

/// The page that the link opens.
pub(super) async fn show(State(state): State<DeskState>) -> impl IntoResponse {
    let body = html! {
        h1 { "Votre clé d’accès" }
        p.site { (state.endpoint.site.public.name) }
        p {
            "Cet espace n’a pas de mot de passe. Vous y entrez avec une clé d’accès\u{a0}: l’empreinte, le visage ou le code "
            "de cet ordinateur, de votre téléphone, ou une clé de sécurité."
        }
        p {
            "Sur un poste partagé, prenez votre téléphone ou une clé de sécurité\u{a0}: la clé d’accès est à vous, pas au poste."
        }
        (page::passkeys())
        div.ceremony data-ceremony="invitation" data-next="/compte" {
            // Whose it is, before the device asks anything: the script writes it.
            p.invited role="status" {}
            button.main type="button" { "Créer ma clé d’accès" }
            p.told role="status" {}
            noscript { p { "Les clés d’accès demandent JavaScript\u{a0}: activez-le pour cette adresse." } }
        }
    };
    page::bare("Votre clé d’accès", &body)
}

/// A challenge for the passkey of the person who is invited.
pub(super) async fn challenge(
    State(state): State<DeskState>,
    Ceremony(invited): Ceremony<Invited>,
) -> Result<Json<Welcome>, Told> {
    let now = state.endpoint.clock.now();
    let hash = secrets::hash(&invited.secret);
    let person = state.endpoint.store.invited(&hash, now).await?;
    let person = person.ok_or(Told::NO_INVITATION)?;
    let made_for = MadeFor::Invitation(hash);
    let challenge = state
        .desk
        .ceremonies
        .start_making(&person, made_for, &[], now)?;
    Ok(Json(Welcome {
        name: person.name,
        challenge,
    }))
}

/// Keeps the passkey, uses the invitation up, and begins a session. The session that the browser had ends.
pub(super) async fn accept(
    State(state): State<DeskState>,
    before: Option<Extension<SignedIn>>,
    headers: HeaderMap,
    Ceremony(accepted): Ceremony<Accepted>,
) -> Result<Response, Told> {
    let now = state.endpoint.clock.now();
    let hash = secrets::hash(&accepted.secret);
    let made_for = MadeFor::Invitation(hash.clone());
    let ceremonies = &state.desk.ceremonies;
    let made = ceremonies.made(&accepted.id, &made_for, &accepted.credential, now);
    let made = made.ok_or(Told::NOT_KEPT)?;
    let secret = secrets::draw()?;
    let browser = browser_name(&headers);
    let passkey = NewPasskey {
        id: &made.id,
        passkey: &made.passkey,
        made_with: &browser,
    };
    let session = NewSession {
        secret_hash: &secrets::hash(&secret),
        browser: &browser,
    };
    let store = &state.endpoint.store;
    match store
        .accept_invitation(&hash, &passkey, &session, now)
        .await?
    {
        Acceptance::Done => {}
        Acceptance::NoInvitation => return Err(Told::NO_INVITATION),
        Acceptance::KnownPasskey => return Err(Told::KNOWN_PASSKEY),
    }
    if let Some(Extension(before)) = before {
        store.sign_out(&before.secret_hash, now).await?;
    }
    tracing::info!("an invitation was used: a passkey is added");
    Ok(entrance::signed_in(&state, &secret))
}
