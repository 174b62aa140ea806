//! Options: what is wished before sending, and what is known of the choices of what was sent.
//!
//! Before sending they are wishes, which travel with the registration.
//! Afterwards each tap is a message of its own: `phone::sending`.

use std::ops::Deref;

use domain::{options::Purpose, submission::Consent};
use phone::options::{self, Choices, Page};

use crate::{browser::clock, state::State};

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

impl Page for State {
    fn is_shared(&self) -> bool {
        *self.shared_device.read_untracked()
    }

    fn choices(&self) -> impl Deref<Target = Vec<Choices>> {
        self.choices.read_untracked()
    }

    fn know_choices(&self, choices: Vec<Choices>) {
        self.choices.set(choices);
        self.options_loaded.set(true);
    }

    fn change_choices(&self, change: impl FnOnce(&mut Vec<Choices>)) {
        self.choices.update(change);
    }
}
