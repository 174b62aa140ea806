//! The browser's own back and forward. Paths only: no answer is ever in a URL or in a history entry.

use std::cell::RefCell;

use web_sys::History;

use super::callbacks;

thread_local! {
    /// A path that is shown already, and has no place in the history yet.
    static AHEAD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Gives a path a place in the history: at [`catch_up`], or before anything else is asked of the history.
///
/// Browsers take long for it; what is shown at that path is painted first.
pub fn push(path: &str) {
    catch_up();
    AHEAD.replace(Some(path.to_owned()));
}

/// Gives the last path its place, where it waits for one.
pub fn catch_up() {
    let Some(path) = AHEAD.take() else { return };
    let place = place() + 1.0;
    if let Some(history) = history() {
        // Browsers refuse after hundreds of entries a minute: then the page changes without a new one.
        let _ = history.push_state_with_url(&place.into(), "", Some(&path));
    }
}

/// Puts a path in the place of the present one.
pub fn replace(path: &str) {
    let place = place();
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&place.into(), "", Some(path));
    }
}

/// How many places the one that is shown stands after the one that the app was opened at.
pub fn place() -> f64 {
    let state = history().and_then(|history| history.state().ok());
    state.and_then(|state| state.as_f64()).unwrap_or_default()
}

/// Goes back that many places; what stood there is told to [`on_popstate`].
pub fn go_back(places: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "a few dozen at most")]
    let delta = -(places as i32);
    if let Some(history) = history().filter(|_| delta < 0) {
        // Where there is no way back, the page that is shown stays.
        let _ = history.go_with_delta(delta);
    }
}

/// The path that is shown, without query; `/` where there is none.
pub fn path() -> String {
    catch_up();
    let path = web_sys::window().and_then(|window| window.location().pathname().ok());
    path.unwrap_or_else(|| "/".to_owned())
}

/// Calls back at every back and forward, for as long as the page lives.
pub fn on_popstate(act: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        let gone = move || {
            // Where the browser has gone, nothing is ahead.
            AHEAD.take();
            act();
        };
        callbacks::always(&window, "popstate", Box::new(gone));
    }
}

fn history() -> Option<History> {
    catch_up();
    web_sys::window()?.history().ok()
}
