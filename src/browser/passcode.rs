//! A short code, hashed slowly by the browser itself (PBKDF2 of the Web Cryptography API).

use domain::team_code::TeamCode;
use js_sys::{Array, Promise, Uint8Array};
use phone::ports::Passcode;
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::{
    Browser,
    draft::{object, subtle},
    random,
};

/// What OWASP asks of PBKDF2 with SHA-256: a fraction of a second on a tablet.
const ROUNDS: u32 = 600_000;

const HASH_BITS: u32 = 256;

#[wasm_bindgen]
extern "C" {
    type Deriving;

    #[wasm_bindgen(method, catch, js_name = importKey)]
    fn import_key(
        this: &Deriving,
        format: &str,
        key: &[u8],
        algorithm: &str,
        extractable: bool,
        uses: &Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch, js_name = deriveBits)]
    fn derive_bits(
        this: &Deriving,
        algorithm: &JsValue,
        key: &JsValue,
        length: u32,
    ) -> Result<Promise, JsValue>;
}

/// What is kept of a new code; `None` where the browser has no cryptography.
pub async fn new(code: &str) -> Option<TeamCode> {
    let salt = hexadecimal(&random::bytes::<16>());
    let hash = hash(code, &salt).await?;
    Some(TeamCode::new(salt, hash))
}

impl Passcode for Browser {
    async fn is_right(&self, said: &str, kept: &TeamCode) -> bool {
        hash(said, &kept.salt)
            .await
            .is_some_and(|hash| hash == kept.hash)
    }
}

async fn hash(code: &str, salt: &str) -> Option<String> {
    let deriving: Deriving = subtle()?.unchecked_into();
    let uses = Array::of1(&"deriveBits".into());
    let key = deriving.import_key("raw", code.as_bytes(), "PBKDF2", false, &uses);
    let key = JsFuture::from(key.ok()?).await.ok()?;
    let algorithm = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt.as_bytes()).into()),
        ("iterations", ROUNDS.into()),
    ]);
    let bits = deriving.derive_bits(&algorithm, &key, HASH_BITS);
    let bits = JsFuture::from(bits.ok()?).await.ok()?;
    Some(hexadecimal(&Uint8Array::new(&bits).to_vec()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let digit = |nibble| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    nibbles.map(digit).collect()
}
