//! The accessibility page: the lawful mention, and how to say that something does not work.

use super::{notice::with_site, page};
use crate::{
    browser::dom::{Element, element},
    state::State,
};

/// The accessibility page.
pub fn accessibility(state: State) -> Element {
    let paragraph = |key: &str| element("p").text(&with_site(state, state.text(key)));
    let heading = |key: &str| element("h2").text(state.text(key));
    page(state.text("accessibility.title")).children([
        element("p")
            .class("lead")
            .text(state.text("accessibility.state")),
        paragraph("accessibility.built"),
        heading("accessibility.contact_title"),
        paragraph("accessibility.contact"),
        heading("accessibility.defender_title"),
        paragraph("accessibility.defender"),
    ])
}
