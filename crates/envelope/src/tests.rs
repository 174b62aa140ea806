//! Envelopes: sealed and opened, damaged, and the published test vector.

use super::*;

const INFO: &str = "premier-accueil/v1";
const AAD: &str = "1|kid|id";

fn sealed(key: &PrivateKey) -> Envelope {
    match seal(
        &key.kid(),
        &key.public_key(),
        INFO,
        AAD,
        "{\"a\":\"é\"}",
        1024,
    ) {
        Ok(envelope) => envelope,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_is_sealed_opens_with_its_key_and_is_padded() {
    let key = PrivateKey::generate();
    let opened = open(&sealed(&key), &key, INFO, AAD).unwrap_or_default();
    assert_eq!(opened.len(), 1024);
    assert_eq!(opened.trim_ascii_end(), "{\"a\":\"é\"}".as_bytes());
}

#[test]
fn nothing_opens_with_another_key_id_or_purpose_or_once_damaged() {
    let key = PrivateKey::generate();
    let envelope = sealed(&key);
    let cannot = Err(SealError::CannotOpen);
    assert_eq!(open(&envelope, &PrivateKey::generate(), INFO, AAD), cannot);
    assert_eq!(open(&envelope, &key, INFO, "1|kid|other"), cannot);
    assert_eq!(open(&envelope, &key, "premier-accueil/v2", AAD), cannot);
    let mut truncated = envelope.clone();
    truncated.ct.truncate(truncated.ct.len() - 8);
    assert_eq!(open(&truncated, &key, INFO, AAD), cannot);
}

#[test]
fn a_key_survives_its_file() {
    let key = PrivateKey::generate();
    let read = PrivateKey::parse(&format!("{}\n", key.to_secret_text()));
    assert_eq!(read.map(|read| read.kid()), Ok(key.kid()));
    assert!(PrivateKey::parse("short").is_err());
}

#[test]
fn bodies_that_are_no_envelope_are_told_apart() {
    assert_eq!(Envelope::parse(b"\xff"), Err(ParseError::NotJson));
    assert_eq!(Envelope::parse(b"{\"v\":1"), Err(ParseError::NotJson));
    assert_eq!(
        Envelope::parse(b"{\"v\":1}"),
        Err(ParseError::NotAnEnvelope)
    );
    let other = "{\"v\":2,\"kid\":\"k\",\"enc\":\"\",\"ct\":\"\"}";
    assert_eq!(
        Envelope::parse(other.as_bytes()),
        Err(ParseError::NotAnEnvelope)
    );
    let envelope = sealed(&PrivateKey::generate());
    assert_eq!(Envelope::parse(envelope.to_json().as_bytes()), Ok(envelope));
}

#[test]
fn a_digest_is_the_published_one() {
    // FIPS 180-4, the example of one block.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(sha256_hex(b"abc"), abc);
}

/// RFC 9180, appendix A.2.1: opening needs no randomness, so the published vector tests the whole suite.
#[test]
fn the_published_vector_opens() {
    let private = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";
    let enc = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
    let ct = "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";
    let hex = |text: &str| -> Vec<u8> {
        let pairs = text.as_bytes().chunks(2);
        pairs
            .map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16).unwrap_or_default())
            .collect()
    };
    let key = PrivateKey::parse(&encode(&hex(private)));
    let envelope = Envelope {
        v: 1,
        kid: String::new(),
        enc: encode(&hex(enc)),
        ct: encode(&hex(ct)),
    };
    let info =
        String::from_utf8(hex("4f6465206f6e2061204772656369616e2055726e")).unwrap_or_default();
    let opened = key.and_then(|key| open(&envelope, &key, &info, "Count-0"));
    assert_eq!(
        opened.as_deref(),
        Ok("Beauty is truth, truth beauty".as_bytes())
    );
}
