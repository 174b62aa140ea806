//! The screens: each reads the state, shows components, and says what a tap does.

use crate::browser::dom::{Element, element};

pub mod check_answers;
pub mod choices;
pub mod coming;
pub mod device;
pub mod elsewhere;
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
