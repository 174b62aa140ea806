//! Options: what is wished before sending, and what is known of the choices of what was sent.
//!
//! Before sending they are wishes, which travel with the registration.
//! Afterwards each tap is a message of its own: `sending::option_choice`.

use domain::{options::Purpose, submission::Consent, wire::SubmissionId};
use phone::options::{self, Choices, from_lines, to_lines};

use crate::{
    browser::{clock, preferences},
    state::State,
};

/// Chooses the option of that code for what is being filled in, or not.
pub fn wish(state: State, code: &str, on: bool) {
    let Some(purpose) = Purpose::from_code(code) else {
        return;
    };
    let wishes = &state.pending_options;
    wishes.update(|wishes| options::wish(wishes, purpose, on, clock::believed()));
}

/// The wishes as a message holds them; what is not offered any more is not wished.
pub fn consents(state: State) -> Vec<Consent> {
    let wishes = state.pending_options.read_untracked();
    options::consents(&wishes, state.site(), state.context.source.as_deref())
}

/// What was just sent has choices from now on.
pub async fn remember(state: State, about: SubmissionId, consents: &[Consent]) {
    if *state.shared_device.read_untracked() {
        // The next person must not find them.
        return;
    }
    let choices = Choices::of_sent(about, state.context.source.clone(), consents);
    state.choices.update(|all| all.insert(0, choices));
    keep(state).await;
}

/// What was taken back has no choices any more.
pub async fn forget(state: State, about: &SubmissionId) {
    state
        .choices
        .update(|all| all.retain(|choices| choices.about != *about));
    keep(state).await;
}

/// Finds what was chosen in earlier visits.
pub async fn recall(state: State) {
    let kept = preferences::get(preferences::CHOICES)
        .await
        .unwrap_or_default();
    state.choices.set(from_lines(&kept));
    state.options_loaded.set(true);
}

/// Writes the choices down. Where nothing can be kept, they are known for as long as the page.
pub async fn keep(state: State) {
    if *state.shared_device.read_untracked() {
        // What is stored is of the device's owner, from before it was shared, and stays hers.
        return;
    }
    let lines = to_lines(&state.choices.read_untracked());
    let _ = preferences::set(preferences::CHOICES, &lines).await;
}
