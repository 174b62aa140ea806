//! Reference numbers, drawn from the randomness of the system.

use domain::reference::Reference;

/// A random number that cannot be guessed; the store draws again until no other submission has it.
pub(crate) fn draw_reference() -> Reference {
    let mut bytes = [0; 8];
    // Without randomness the store meets the same reference again, refuses it, and the intake says so.
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the system gives no randomness");
    }
    Reference::from_random(bytes)
}
