//! The right to act on a submission: a secret sealed inside it, compared by its hash. The id alone only finds it.
//!
//! The phone makes the secret with the id; the endpoint keeps a hash of it.
//! It is in no path, no log, no file, and on no device that passes from hand to hand.

use std::{borrow::ToOwned, fmt, format, str::FromStr, string::String};

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Serialize;

use crate::{json::deserialize_from_str, time::Timestamp, wire::SubmissionId};

/// 128 bits: beyond guessing (OWASP ASVS 5.0, 11.5.1). An id of version 4 has 122.
const SECRET_BYTES: usize = 16;

/// Sixteen random bytes that only the phone that made them knows, in base64url without padding.
///
/// Never printed: there is neither `Display` nor `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct OwnerSecret(String);

/// A text that is not sixteen bytes in base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASecret;

impl fmt::Display for NotASecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected 16 bytes in base64url without padding")
    }
}

impl std::error::Error for NotASecret {}

impl OwnerSecret {
    /// A secret from sixteen random bytes.
    pub fn from_random(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(Base64UrlUnpadded::encode_string(&bytes))
    }

    /// The whole secret, for what is sealed and for the phone's own database; never for anything else.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the endpoint keeps of it. `sha256_hex` is lowercase hexadecimal SHA-256.
    pub fn hash(&self, sha256_hex: impl FnOnce(&[u8]) -> String) -> OwnerHash {
        OwnerHash(sha256_hex(
            format!("premier-accueil/owner|{}", self.0).as_bytes(),
        ))
    }
}

impl FromStr for OwnerSecret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        let mut bytes = [0; SECRET_BYTES];
        let decoded = Base64UrlUnpadded::decode(text, &mut bytes);
        let whole = decoded.is_ok_and(|decoded| decoded.len() == SECRET_BYTES);
        whole.then(|| Self(text.to_owned())).ok_or(NotASecret)
    }
}

deserialize_from_str!(OwnerSecret);

/// The hash of a secret, as the endpoint keeps it: it recognises the secret and does not tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerHash(String);

impl OwnerHash {
    /// A hash as the store kept it.
    pub fn kept(hash: String) -> Self {
        Self(hash)
    }

    /// Lowercase hexadecimal, for the store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A submission that a message says it is about, and what it shows for that.
#[derive(Debug, Clone)]
pub struct Named {
    /// The submission, by its own id: found by it, no more.
    pub id: SubmissionId,
    /// Of the secret that came with it.
    pub proof: Option<OwnerHash>,
}

/// Until here an id alone acts on a submission that has no secret: 2027-07-01T00:00:00Z.
///
/// Apps made before there were secrets send none, and what they sent before has none.
/// They are replaced within weeks of a release, and contents are gone within 30 days of delivery:
/// half a year after that no content is left that an id alone acts on.
pub const IDS_ACT_UNTIL: Timestamp = Timestamp::at(1_814_400_000);

/// Whether a message that shows `proof` may act at `now` on a submission whose secret has the hash `owner`.
pub fn may_act(owner: Option<&OwnerHash>, proof: Option<&OwnerHash>, now: Timestamp) -> bool {
    match owner {
        Some(owner) => proof == Some(owner),
        None => now < IDS_ACT_UNTIL,
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;

    fn secret(byte: u8) -> OwnerSecret {
        OwnerSecret::from_random([byte; 16])
    }

    /// Stands for a digest: what it is of can be read.
    fn seen(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).to_string()
    }

    #[test]
    fn a_secret_is_sixteen_bytes_written_in_one_way() {
        let text = secret(0xab).as_str().to_owned();
        assert_eq!(text, "q6urq6urq6urq6urq6urqw");
        assert!(text.parse() == Ok(secret(0xab)));
        let wrong = [
            "",
            "q6urq6urq6urq6urq6ur",
            "q6urq6urq6urq6urq6urqw==",
            "q6urq6urq6urq6urq6urqx",
            "q6urq6urq6urq6urq6ur+w",
            "q6urq6urq6urq6urq6urq6s",
        ];
        for wrong in wrong {
            assert!(wrong.parse::<OwnerSecret>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_hashed_says_what_it_is_for() {
        let hash = secret(1).hash(seen);
        assert_eq!(
            hash.as_str(),
            "premier-accueil/owner|AQEBAQEBAQEBAQEBAQEBAQ"
        );
    }

    #[test]
    fn the_secret_acts_nothing_else_does_and_an_id_alone_only_where_there_is_none_and_for_a_while()
    {
        let (own, other) = (secret(1).hash(seen), secret(2).hash(seen));
        let last = IDS_ACT_UNTIL.plus_seconds(-1);
        for now in [last, IDS_ACT_UNTIL] {
            assert!(
                may_act(Some(&own), Some(&own), now),
                "the secret has no end"
            );
            for proof in [None, Some(&other)] {
                assert!(!may_act(Some(&own), proof, now));
            }
        }
        for proof in [None, Some(&other)] {
            assert!(may_act(None, proof, last));
            assert!(!may_act(None, proof, IDS_ACT_UNTIL));
        }
        assert_eq!(IDS_ACT_UNTIL.to_string(), "2027-07-01T00:00:00Z");
    }
}
