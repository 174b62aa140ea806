//! Randomness: ids and secrets from the browser's cryptographic generator, and jitter; with the clock, a port.

use domain::{owner::OwnerSecret, time::Timestamp, wire::SubmissionId};
use phone::ports::World;

use super::{Browser, clock};

impl World for Browser {
    fn now(&self) -> Timestamp {
        clock::now()
    }

    fn jitter(&self) -> f64 {
        unit()
    }

    /// Knowing an id is the right to ask what became of the submission, so it cannot be guessed.
    fn identity(&self) -> (SubmissionId, OwnerSecret) {
        let id = SubmissionId::from_random(bytes());
        (id, OwnerSecret::from_random(bytes()))
    }
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
pub(super) fn unit() -> f64 {
    js_sys::Math::random()
}
