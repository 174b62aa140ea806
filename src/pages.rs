//! The screens: each reads the state, shows components, and says what a tap does.

use crate::{
    browser::dom::{Element, element},
    late::AllHere,
    state::State,
};

pub mod check_answers;
pub mod choices;
pub mod coming;
pub mod device;
pub mod elsewhere;
mod giving_up;
pub mod not_found;
pub mod outbox;
pub mod section;
pub mod sent;
pub mod tablet;
pub mod text;
pub mod welcome;

/// What every screen starts with: its heading, read aloud when the screen is shown.
fn page(title: &str) -> Element {
    element("div").child(heading(title))
}

fn heading(title: &str) -> Element {
    element("h1").attr("tabindex", "-1").text(title)
}

/// A place for what comes with the rest of the app; empty until that is here.
fn with_the_rest(state: State, make: fn(AllHere, State) -> Element) -> Element {
    element("div").class("live").follow(move |place| {
        place.fill(state.rest.read().map(|here| make(here, state)));
    })
}
