//! Licences and sources, as they ask to be named.

use super::page;
use crate::{
    browser::dom::{Element, element},
    state::State,
};

/// Licences and sources.
pub fn credits(state: State) -> Element {
    let paragraph = |key: &str| element("p").text(state.text(key));
    page(state.text("credits.title"))
        .child(paragraph("credits.communes"))
        .child(paragraph("credits.fonts"))
        .child(paragraph("credits.software"))
}
