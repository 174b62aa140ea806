//! A choice of an option after sending: each tap is a message of its own, sealed and kept like all else.

use domain::{options::Purpose, submission::MessageKind, wire::SubmissionId};
use phone::options::{said, source_of};
use wasm_bindgen_futures::spawn_local;

use super::tell;
use crate::{options, state::State};

/// Chooses the option of that code after sending, or takes it back: one message for each tap, one at a time.
pub fn choose(state: State, about: SubmissionId, code: &str, on: bool) {
    let source = source_of(&state.choices.read_untracked(), &about);
    let (Some(purpose), false) = (Purpose::from_code(code), *state.busy.read_untracked()) else {
        // The box shows again what the Mission Locale knows.
        state.choices.update(|_| ());
        return;
    };
    state.busy.set(true);
    spawn_local(async move {
        let answers = [
            ("option", purpose.code()),
            ("granted", if on { "yes" } else { "no" }),
        ];
        let kind = MessageKind::OptionChoice;
        let told = tell(state, kind, about.clone(), source, &answers).await;
        if told.is_ok() {
            let choices = &state.choices;
            choices.update(|all| phone::options::choose(all, &about, purpose, on));
            options::keep(state).await;
        } else {
            state.choices.update(|_| ());
        }
        let lasting = *state.lasting.read_untracked();
        state.trouble.set(Some(said(told, lasting)));
        state.busy.set(false);
    });
}
