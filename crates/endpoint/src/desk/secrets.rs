//! Secrets of sessions and invitations: 256 random bits, kept as their SHA-256.

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

/// What is drawn, in bytes.
const BYTES: usize = 32;

/// Its length in base64url.
pub(super) const TEXT_LENGTH: usize = 43;

/// A new secret, in base64url.
pub(super) fn draw() -> Result<String, getrandom::Error> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(Base64UrlUnpadded::encode_string(&bytes))
}

/// What is kept of it.
pub(super) fn hash(secret: &str) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(secret))
}
