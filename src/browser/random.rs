//! Chance: ids from the browser's cryptographic generator, and a number to spread phones over time.

use domain::wire::SubmissionId;

/// A new id. Knowing it is the right to ask what became of the submission, so it cannot be guessed.
pub fn submission_id() -> SubmissionId {
    let mut bytes = [0; 16];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // Sixteen bytes are never refused. A browser without a generator cannot seal either:
        // no entry is ever made with the id that would come of it.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    SubmissionId::from_random(bytes)
}

/// A number from 0 to 1, good for spreading and for nothing secret.
pub fn unit() -> f64 {
    js_sys::Math::random()
}
