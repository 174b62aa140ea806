//! The team's code on a shared device: set when the device becomes one, asked before anything of others is touched.
//!
//! What waits there can be put in a file, taken off or left to one owner only once the code was typed, and until the
//! page is left.

use domain::{team_code::is_code, texts::TextKey};
use phone::{
    key,
    ports::Preferences,
    preferences,
    shared_device::team::{self, Team},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{Browser, clock, focus, passcode},
    state::State,
};

/// The page is shown, closed: the code is asked first.
pub fn ask(state: State) {
    state.team.set_untracked(Team::Unknown);
    spawn_local(async move {
        let code = team::recall(Browser).await;
        state.team.set(Team::at_first(code.as_ref(), clock::now()));
    });
}

/// Sets the code, and makes this device a shared one where it is not.
pub fn set_code(state: State, code: String) {
    if !is_code(&code) {
        refuse(state, key!("tablet.no_code"));
        return;
    }
    if is_busy(state) {
        return;
    }
    spawn_local(async move {
        let new = passcode::new(&code).await;
        let line = new.map(|new| new.to_line());
        let is_kept = match line {
            Some(line) => Browser.set_preference(preferences::TEAM_CODE, &line).await,
            None => false,
        };
        state.busy.set(false);
        if !is_kept {
            refuse(state, key!("tablet.code_not_kept"));
        } else if *state.shared_device.read_untracked() {
            open(state);
        } else {
            super::set(state, true);
        }
    });
}

/// Opens the page to whoever knows the code.
pub fn say_code(state: State, code: String) {
    if is_busy(state) {
        return;
    }
    spawn_local(async move {
        let said = team::try_code(Browser, &code).await;
        state.busy.set(false);
        match said {
            Some(0) => open(state),
            Some(wait) => {
                state.team.set(Team::Closed(wait));
                focus::field(FIELD);
            }
            None => refuse(state, key!("tablet.code_not_kept")),
        }
    });
}

/// The id of the field that a code is typed in.
pub const FIELD: &str = "team-code";

/// Whether something is under way; if not, now it is.
fn is_busy(state: State) -> bool {
    let busy = *state.busy.read_untracked();
    if !busy {
        state.busy.set(true);
    }
    busy
}

fn open(state: State) {
    state.trouble.set_if_changed(None);
    state.team.set(Team::Open);
    focus::heading();
}

fn refuse(state: State, key: TextKey) {
    state.trouble.set(Some(key));
    focus::field(FIELD);
}
