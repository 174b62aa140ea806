//! All the cryptography: seal, open, keys, digests. Bytes in, bytes out; knows nothing of the domain.
//!
//! HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
//! Base mode proves nothing about the sender: anybody can seal, only the private key opens.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use hpke::{
    Deserializable, Kem as _, OpModeR, OpModeS, Serializable, aead::ChaCha20Poly1305,
    kdf::HkdfSha256, kem::X25519HkdfSha256,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

type Kem = X25519HkdfSha256;

/// A sealed text, as it travels and as it is stored: `{"v":1,"kid":"…","enc":"…","ct":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The version of this layout: 1.
    pub v: u8,
    /// The name of the key it is sealed to.
    pub kid: String,
    /// The encapsulated key, base64url without padding.
    pub enc: String,
    /// Ciphertext and tag, base64url without padding.
    pub ct: String,
}

/// The only version there is.
pub const VERSION: u8 = 1;

/// Why bytes are no envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseError {
    /// Not JSON at all.
    NotJson,
    /// JSON, but not these four members, or another version.
    NotAnEnvelope,
}

/// Why an envelope does not open, or a text cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealError {
    /// A key is not 32 bytes of base64url, or no point of the curve.
    BadKey,
    /// Sealed for another key or another purpose, or damaged on the way.
    CannotOpen,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJson => "the body is not JSON",
            Self::NotAnEnvelope => "the body is not an envelope of version 1",
        })
    }
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadKey => "not a key of 32 bytes in base64url",
            Self::CannotOpen => "the envelope does not open with this key",
        })
    }
}

impl std::error::Error for ParseError {}
impl std::error::Error for SealError {}

impl Envelope {
    /// Reads an envelope from a request body.
    pub fn parse(body: &[u8]) -> Result<Self, ParseError> {
        let read: Result<Self, _> = serde_json::from_slice(body);
        match read {
            Ok(envelope) if envelope.v == VERSION => Ok(envelope),
            Ok(_) => Err(ParseError::NotAnEnvelope),
            Err(error) if error.is_data() => Err(ParseError::NotAnEnvelope),
            Err(_) => Err(ParseError::NotJson),
        }
    }

    /// The envelope as JSON, in one fixed order of members.
    pub fn to_json(&self) -> String {
        // Strings and a number: nothing that JSON cannot say.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Seals `plaintext` to a public key (base64url). `info` and `aad` must be the same on opening.
///
/// The plaintext is padded with trailing spaces to a multiple of `padding_bytes`:
/// it must be a text for which trailing spaces mean nothing, such as JSON.
pub fn seal(
    kid: &str,
    public_key: &str,
    info: &str,
    aad: &str,
    plaintext: &str,
    padding_bytes: usize,
) -> Result<Envelope, SealError> {
    let public_key = decode(public_key)?;
    let public_key =
        <Kem as hpke::Kem>::PublicKey::from_bytes(&public_key).map_err(|_| SealError::BadKey)?;
    let mut padded = plaintext.as_bytes().to_vec();
    padded.resize(padded.len().next_multiple_of(padding_bytes.max(1)), b' ');
    let (encapsulated, ciphertext) = hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeS::Base,
        &public_key,
        info.as_bytes(),
        &padded,
        aad.as_bytes(),
    )
    .map_err(|_| SealError::BadKey)?;
    Ok(Envelope {
        v: VERSION,
        kid: kid.to_owned(),
        enc: encode(&encapsulated.to_bytes()),
        ct: encode(&ciphertext),
    })
}

/// Opens an envelope with a private key (base64url); the padding is still there.
pub fn open(
    envelope: &Envelope,
    private_key: &PrivateKey,
    info: &str,
    aad: &str,
) -> Result<Vec<u8>, SealError> {
    let encapsulated = decode(&envelope.enc).map_err(|_| SealError::CannotOpen)?;
    let encapsulated = <Kem as hpke::Kem>::EncappedKey::from_bytes(&encapsulated)
        .map_err(|_| SealError::CannotOpen)?;
    let ciphertext = decode(&envelope.ct).map_err(|_| SealError::CannotOpen)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeR::Base,
        &private_key.0,
        &encapsulated,
        info.as_bytes(),
        &ciphertext,
        aad.as_bytes(),
    )
    .map_err(|_| SealError::CannotOpen)
}

/// What opens envelopes. Never printed: `Debug` says nothing.
#[derive(Clone)]
pub struct PrivateKey(<Kem as hpke::Kem>::PrivateKey);

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

impl PrivateKey {
    /// A new key, from the system's randomness.
    pub fn generate() -> Self {
        Self(Kem::gen_keypair().0)
    }

    /// Reads 32 bytes of base64url.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let bytes = decode(text.trim())?;
        <Kem as hpke::Kem>::PrivateKey::from_bytes(&bytes)
            .map(Self)
            .map_err(|_| SealError::BadKey)
    }

    /// The key itself in base64url, to be kept in a file that only the endpoint reads.
    pub fn to_secret_text(&self) -> String {
        encode(&self.0.to_bytes())
    }

    /// The public half in base64url.
    pub fn public_key(&self) -> String {
        encode(&Kem::sk_to_pk(&self.0).to_bytes())
    }

    /// A name for the key: the first 16 hexadecimal digits of the SHA-256 of its public half.
    pub fn kid(&self) -> String {
        let mut digest = sha256_hex(&Kem::sk_to_pk(&self.0).to_bytes());
        digest.truncate(16);
        digest
    }
}

/// The lowercase hexadecimal SHA-256 of some bytes.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut out = String::with_capacity(64);
    for byte in digest {
        for nibble in [byte >> 4, byte & 0xf] {
            out.push(char::from_digit(u32::from(nibble), 16).unwrap_or_default());
        }
    }
    out
}

fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

fn decode(text: &str) -> Result<Vec<u8>, SealError> {
    Base64UrlUnpadded::decode_vec(text).map_err(|_| SealError::BadKey)
}

#[cfg(test)]
mod tests;
