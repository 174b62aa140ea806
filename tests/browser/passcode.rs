//! The team's code, hashed by the browser itself.

use app::browser::{Browser, passcode};
use phone::ports::Passcode;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_code_is_known_again_and_no_other_is() {
    let Some(kept) = passcode::new("2468").await else {
        panic!("this browser has cryptography")
    };
    assert!(Browser.is_right("2468", &kept).await);
    for other in ["2469", "24680", "", "0000"] {
        assert!(!Browser.is_right(other, &kept).await, "{other}");
    }
    assert_eq!((kept.salt.len(), kept.hash.len()), (32, 64));
    let Some(again) = passcode::new("2468").await else {
        panic!("this browser has cryptography")
    };
    assert!(again.salt != kept.salt && again.hash != kept.hash);
}
