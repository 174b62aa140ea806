//! The stored draft: AES-GCM with a key that no program can read out.
//!
//! The key lies beside what it seals, in the browser's keeping (`CryptoKey`, AES-GCM, not extractable):
//! a copy of the files tells nothing without the browser that made them. Another key each time.

use domain::time::Timestamp;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use phone::ports::{Draft, DraftStore};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::{
    Browser,
    database::{Change, DRAFTS, Database},
    json::Json,
    random,
};

/// There is one draft.
const KEY: &str = "draft";

/// Bytes of chance that each sealing needs (NIST SP 800-38D).
const NONCE_BYTES: usize = 12;

#[wasm_bindgen]
extern "C" {
    pub(super) type Subtle;

    #[wasm_bindgen(method, catch, js_name = generateKey)]
    fn generate_key(
        this: &Subtle,
        algorithm: &JsValue,
        extractable: bool,
        uses: &Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn encrypt(
        this: &Subtle,
        algorithm: &JsValue,
        key: &JsValue,
        data: &[u8],
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decrypt(
        this: &Subtle,
        algorithm: &JsValue,
        key: &JsValue,
        data: &JsValue,
    ) -> Result<Promise, JsValue>;
}

/// Whether drafts can be kept here: a database that lasts, and the browser's own cryptography.
pub fn is_possible() -> bool {
    Database::shared().is_lasting() && subtle().is_some()
}

impl DraftStore for Browser {
    async fn keep_draft(&self, draft: &Draft, now: Timestamp) -> bool {
        let Ok(answers) = serde_json::to_string(&draft.answers) else {
            return false;
        };
        let text = [&draft.path, "\n", &answers].concat();
        let Ok(value) = sealed(text.as_bytes(), now).await else {
            return false;
        };
        let change = Change::Put {
            store: DRAFTS,
            key: KEY,
            value,
        };
        Database::shared().write(&[change]).await.is_ok()
    }

    async fn draft_kept_at(&self) -> Option<Timestamp> {
        let value = Database::shared().value(DRAFTS, KEY).await.ok()?;
        member(&value, "kept_at").as_string()?.parse().ok()
    }

    async fn open_draft(&self) -> Option<Draft> {
        let value = Database::shared().value(DRAFTS, KEY).await.ok()?;
        let algorithm = aes(&member(&value, "nonce"));
        let opening = subtle()?.decrypt(
            &algorithm,
            &member(&value, "key"),
            &member(&value, "sealed"),
        );
        let opened = JsFuture::from(opening.ok()?).await.ok()?;
        let text = String::from_utf8(Uint8Array::new(&opened).to_vec()).ok()?;
        let (path, answers) = text.split_once('\n')?;
        Some(Draft {
            path: path.to_owned(),
            answers: Json::parse(answers).answers()?,
        })
    }

    async fn clear_draft(&self) -> bool {
        Database::shared()
            .write(&[Change::Clear(DRAFTS)])
            .await
            .is_ok()
    }
}

async fn sealed(text: &[u8], now: Timestamp) -> Result<JsValue, JsValue> {
    let subtle = subtle().ok_or(JsValue::NULL)?;
    let nonce: JsValue = Uint8Array::from(&random::bytes::<NONCE_BYTES>()[..]).into();
    let algorithm = aes(&nonce);
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let key = JsFuture::from(subtle.generate_key(&algorithm, false, &uses)?).await?;
    let sealed = JsFuture::from(subtle.encrypt(&algorithm, &key, text)?).await?;
    Ok(object(&[
        ("key", key),
        ("nonce", nonce),
        ("sealed", sealed),
        ("kept_at", now.to_string().into()),
    ]))
}

/// AES-GCM as every browser with cryptography has it.
fn aes(nonce: &JsValue) -> JsValue {
    object(&[
        ("name", "AES-GCM".into()),
        ("length", 256.into()),
        ("iv", nonce.clone()),
    ])
}

/// A plain object with these members.
pub(super) fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A plain object takes any member.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn member(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The browser's cryptography; pages without TLS have none.
pub(super) fn subtle() -> Option<Subtle> {
    let crypto = web_sys::window()?.crypto().ok()?;
    let subtle = member(&crypto, "subtle");
    subtle.is_object().then(|| subtle.unchecked_into())
}
