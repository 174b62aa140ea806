//! The browser's own back and forward. Paths only: no answer is ever in a URL or in a history entry.

use elements::callbacks;
use web_sys::History;

/// Gives a path a place in the history.
pub fn push(path: &str) {
    let place = place() + 1.0;
    if let Some(history) = history() {
        // Browsers refuse after hundreds of entries a minute: then the page changes without a new one.
        let _ = history.push_state_with_url(&place.into(), "", Some(path));
    }
}

/// Puts a path in the place of the present one.
pub fn replace(path: &str) {
    let place = place();
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&place.into(), "", Some(path));
    }
}

/// How many entries of the history lie between the page that the app was opened at and the present one.
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
    let path = web_sys::window().and_then(|window| window.location().pathname().ok());
    path.unwrap_or_else(|| "/".to_owned())
}

/// Calls back at every back and forward, for as long as the page lives.
pub fn on_popstate(act: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        callbacks::always(&window, "popstate", Box::new(act));
    }
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}
