//! Elements that say one of the app's sentences: each shape is written once, because each copy weighs.

use domain::texts::TextKey;
use elements::Element;

use crate::{components::block, state::State};

/// An element with a sentence.
#[inline(never)]
pub fn element(state: State, tag: &'static str, key: TextKey) -> Element {
    elements::element(tag).text(state.text(key))
}

/// A paragraph with its classes, `""` for none.
#[inline(never)]
pub fn paragraph(state: State, classes: &str, key: TextKey) -> Element {
    block::paragraph(classes, state.text(key))
}

/// A button that sends no form.
#[inline(never)]
pub fn button(state: State, key: TextKey) -> Element {
    block::button(state.text(key))
}

/// The same, of less weight than the one beside it.
#[inline(never)]
pub fn quiet_button(state: State, key: TextKey) -> Element {
    button(state, key).class("button quiet")
}

/// A card with its heading.
#[inline(never)]
pub fn card(state: State, key: TextKey) -> Element {
    block::card(state.text(key))
}
