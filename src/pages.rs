//! The screens: each reads the state, shows components, and says what a tap does.

use elements::{Element, element};

use crate::state::State;

pub mod check_answers;
pub mod choices;
pub mod content_page;
pub mod device;
mod giving_up;
pub mod loading_placeholder;
pub mod not_eligible;
pub mod not_found;
pub mod outbox;
pub mod section;
pub mod sent;
pub mod shared_device;
pub mod welcome;

/// What every screen starts with: its heading, read aloud when the screen is shown.
fn page(title: &str) -> Element {
    element("div").child(heading(title))
}

fn heading(title: &str) -> Element {
    element("h1").attr("tabindex", "-1").text(title)
}

/// A place for what needs the rest of the words; empty until they are here.
fn with_the_rest(state: State, make: fn(State) -> Element) -> Element {
    element("div").class("live").effect(move |place| {
        place.fill(state.rest_words.read().map(|_| make(state)));
    })
}
