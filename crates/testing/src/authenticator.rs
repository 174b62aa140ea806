//! A software authenticator: makes ES256 passkeys and shows them, as `WebAuthn` 3 writes both down. It can cheat.

use anyhow::{Context, Result, ensure};
use base64ct::{Base64UrlUnpadded, Encoding};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The person touched it.
const PRESENT: u8 = 0x01;
/// The person showed a code or a fingerprint.
const VERIFIED: u8 = 0x04;
/// A new passkey follows.
const MADE: u8 = 0x40;

/// One passkey, and how it behaves.
pub struct Authenticator {
    key: KeyPair,
    id: Vec<u8>,
    handle: String,
    /// What the browser says it is showing.
    pub origin: String,
    /// The host that the passkey is for.
    pub host: String,
    /// Whether a code or a fingerprint is asked for.
    pub verifies: bool,
    /// How often it was shown.
    pub counter: u32,
}

impl Authenticator {
    /// Without a passkey, at a page of that origin and host.
    pub fn new(origin: &str, host: &str) -> Result<Self> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        Ok(Self {
            id: Sha256::digest(key.public_key_raw()).to_vec(),
            key,
            handle: String::new(),
            origin: origin.to_owned(),
            host: host.to_owned(),
            verifies: true,
            counter: 0,
        })
    }

    /// `navigator.credentials.create`.
    pub fn create(&mut self, options: &Value) -> Result<Value> {
        let asked = &options["publicKey"];
        let selection = &asked["authenticatorSelection"];
        ensure!(
            selection["residentKey"] == "required" && selection["userVerification"] == "required",
            "asked for otherwise: {selection}"
        );
        text(&asked["user"]["id"])?.clone_into(&mut self.handle);
        let client = self.client_data("webauthn.create", asked)?;
        let attested = attestation(&self.authenticator_data(MADE));
        Ok(json!({
            "id": encode(&self.id),
            "rawId": encode(&self.id),
            "type": "public-key",
            "extensions": {},
            "response": { "attestationObject": encode(&attested), "clientDataJSON": encode(client.as_bytes()) },
        }))
    }

    /// `navigator.credentials.get`.
    pub fn get(&mut self, options: &Value) -> Result<Value> {
        let asked = &options["publicKey"];
        ensure!(
            asked["userVerification"] == "required",
            "asked for otherwise: {asked}"
        );
        self.counter += 1;
        let client = self.client_data("webauthn.get", asked)?;
        let data = self.authenticator_data(0);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature = self.key.sign(&signed)?;
        Ok(json!({
            "id": encode(&self.id),
            "rawId": encode(&self.id),
            "type": "public-key",
            "extensions": {},
            "response": {
                "authenticatorData": encode(&data),
                "clientDataJSON": encode(client.as_bytes()),
                "signature": encode(&signature),
                "userHandle": self.handle,
            },
        }))
    }

    fn client_data(&self, kind: &str, asked: &Value) -> Result<String> {
        let challenge = text(&asked["challenge"])?;
        Ok(json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string())
    }

    fn authenticator_data(&self, more: u8) -> Vec<u8> {
        let flags = PRESENT | more | if self.verifies { VERIFIED } else { 0 };
        let mut data = Sha256::digest(&self.host).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        if more == MADE {
            data.extend([0; 16]);
            data.extend(32_u16.to_be_bytes());
            data.extend(&self.id);
            data.extend(self.public_key());
        }
        data
    }

    /// The public key, as COSE writes one of ES256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key_raw();
        let (x, y) = point.split_at(point.len() / 2 + 1);
        let x = x.get(1..).unwrap_or_default();
        [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20],
            x,
            &[0x22, 0x58, 0x20],
            y,
        ]
        .concat()
    }
}

/// An attestation of the format "none", in CBOR.
fn attestation(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX).to_be_bytes();
    [
        b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".as_slice(),
        &length,
        data,
    ]
    .concat()
}

fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().context("a text")
}
