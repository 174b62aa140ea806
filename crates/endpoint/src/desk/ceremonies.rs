//! Ceremonies of `WebAuthn`: challenges under way, kept in memory for five minutes and answered once.
//!
//! A passkey stands for possession and for a code or a fingerprint at once: user verification is required at each use.
//! Passkeys are discoverable: no name is typed, and no response tells who works here.

use base64ct::{Base64UrlUnpadded, Encoding};
use content::Desk;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

use super::{problem::DeskProblem, secrets, short_lived::ShortLived};
use crate::store::{Person, PersonId};

/// So many challenges wait at once; with one more, the oldest is void.
const AT_ONCE: usize = 10_000;

/// What browsers are asked to do.
#[derive(Serialize)]
pub(super) struct Challenge {
    /// By which the answer names it.
    id: String,
    /// The argument of `navigator.credentials`, its bytes in base64url.
    options: Value,
}

/// For what a passkey is being made.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum MadeFor {
    /// For the invitation with that hash of its secret.
    Invitation(String),
    /// For a person who is signed in.
    SignedIn(PersonId),
}

enum Pending {
    SignIn(DiscoverableAuthentication),
    Passkey(MadeFor, PasskeyRegistration),
}

impl Pending {
    /// Whether the other is a later one for the same.
    fn gives_way_to(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Passkey(made_for, _), Self::Passkey(other, _)) => made_for == other,
            _ => false,
        }
    }
}

/// A passkey that was shown: whose it says it is, and which.
pub(super) struct Shown {
    state: DiscoverableAuthentication,
    credential: PublicKeyCredential,
    /// The person's handle.
    pub(super) handle: String,
    /// The credential's id, in base64url.
    pub(super) id: String,
}

/// A passkey that was made.
pub(super) struct Made {
    pub(super) id: String,
    /// In JSON.
    pub(super) passkey: String,
}

/// The challenges under way. Each is answered once, rightly or not.
pub(super) struct Ceremonies {
    webauthn: Webauthn,
    pending: ShortLived<Pending>,
}

impl Ceremonies {
    /// For the host that the site's file names; nothing where no passkey can be made for it.
    pub(super) fn new(host: &Desk, name: &str) -> Option<Self> {
        let origin = Url::parse(&host.origin).ok()?;
        let builder = WebauthnBuilder::new(&host.host, &origin).ok()?;
        Some(Self {
            webauthn: builder.rp_name(name).build().ok()?,
            pending: ShortLived::of_at_most(AT_ONCE),
        })
    }

    /// Asks for a passkey of somebody.
    pub(super) fn start_sign_in(&self, now: Timestamp) -> Result<Challenge, DeskProblem> {
        let (asked, state) = self
            .webauthn
            .start_discoverable_authentication()
            .map_err(unavailable)?;
        let options = json!({ "publicKey": asked.public_key });
        self.keep(Pending::SignIn(state), options, now)
    }

    /// Asks for a new passkey of that person, other than those that they have.
    pub(super) fn start_making(
        &self,
        person: &Person,
        made_for: MadeFor,
        known: &[String],
        now: Timestamp,
    ) -> Result<Challenge, DeskProblem> {
        let handle = Uuid::parse_str(&person.handle).map_err(unavailable)?;
        let known = known
            .iter()
            .filter_map(|id| Base64UrlUnpadded::decode_vec(id).ok());
        let (asked, state) = self
            .webauthn
            .start_passkey_registration(handle, &person.name, &person.name, Some(known.collect()))
            .map_err(unavailable)?;
        let mut options = json!({ "publicKey": asked.public_key });
        // The library leaves it to the device whether the passkey names its person; here nobody types a name.
        if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection") {
            *selection = json!({
                "residentKey": "required",
                "requireResidentKey": true,
                "userVerification": "required",
            });
        }
        self.keep(Pending::Passkey(made_for, state), options, now)
    }

    /// What a browser answered: which passkey was shown. Whether it is the right one, [`Ceremonies::check`] says.
    pub(super) fn shown(
        &self,
        id: &str,
        credential: PublicKeyCredential,
        now: Timestamp,
    ) -> Option<Shown> {
        let Some(Pending::SignIn(state)) = self.pending.take(id, now) else {
            return None;
        };
        let (handle, key) = self
            .webauthn
            .identify_discoverable_authentication(&credential)
            .ok()?;
        Some(Shown {
            handle: handle.to_string(),
            id: Base64UrlUnpadded::encode_string(key),
            state,
            credential,
        })
    }

    /// Checks what was shown against the passkey that is kept; says how it is kept from now on.
    pub(super) fn check(&self, shown: Shown, kept: &str) -> Option<String> {
        let mut passkey: Passkey = serde_json::from_str(kept).ok()?;
        let checked = self
            .webauthn
            .finish_discoverable_authentication_v2(&shown.credential, shown.state, &passkey)
            .inspect_err(|error| tracing::warn!(%error, "a passkey was refused"))
            .ok()?;
        if !checked.user_verified() {
            return None;
        }
        passkey.update_credential(&checked)?;
        serde_json::to_string(&passkey).ok()
    }

    /// What a browser answered: the passkey that was made, and for what. `what` is what was asked for.
    pub(super) fn made(
        &self,
        id: &str,
        what: &MadeFor,
        credential: &RegisterPublicKeyCredential,
        now: Timestamp,
    ) -> Option<Made> {
        let Some(Pending::Passkey(made_for, state)) = self.pending.take(id, now) else {
            return None;
        };
        if made_for != *what {
            return None;
        }
        let passkey = self
            .webauthn
            .finish_passkey_registration(credential, &state)
            .inspect_err(|error| tracing::warn!(%error, "a new passkey was refused"))
            .ok()?;
        Some(Made {
            id: Base64UrlUnpadded::encode_string(passkey.cred_id()),
            passkey: serde_json::to_string(&passkey).ok()?,
        })
    }

    fn keep(
        &self,
        pending: Pending,
        options: Value,
        now: Timestamp,
    ) -> Result<Challenge, DeskProblem> {
        let id = secrets::draw()?;
        // Of one person or invitation the last one alone: nobody fills the room of others.
        self.pending
            .keep(id.clone(), pending, now, Pending::gives_way_to);
        Ok(Challenge { id, options })
    }
}

fn unavailable(error: impl std::fmt::Display) -> DeskProblem {
    tracing::error!(%error, "no challenge can be made");
    DeskProblem::Unavailable
}
