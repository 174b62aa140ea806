//! Randomness: ids and secrets from the browser's cryptographic generator, and jitter.

use domain::{owner::OwnerSecret, wire::SubmissionId};

/// A new id. Knowing it is the right to ask what became of the submission, so it cannot be guessed.
pub fn submission_id() -> SubmissionId {
    SubmissionId::from_random(bytes())
}

/// The secret of a new submission: a message that shows it later may act on that submission.
pub fn owner_secret() -> OwnerSecret {
    OwnerSecret::from_random(bytes())
}

/// Random bytes of the browser's cryptography.
pub(super) fn bytes<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // A handful of bytes is never refused. A browser without a generator cannot seal either:
        // nothing is ever kept or sent with what would come of it.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// A number from 0 to 1, good for spreading and for nothing secret.
pub fn unit() -> f64 {
    js_sys::Math::random()
}
