//! A page whose words are on their way: few people open it, and it is not part of a first visit.

use super::page;
use crate::{
    browser::dom::{Element, element},
    components::block::button,
    loading,
    state::State,
};

/// Shown until the words are here; says what to do where they cannot be had.
pub fn coming(state: State) -> Element {
    loading::bring_more(state);
    let said = element("p").class("lead").attr("role", "status");
    let said = said.follow(move |said| {
        said.set_text(state.text(state.trouble.read().unwrap_or("more.coming")));
    });
    let again = button(state.text("more.again"))
        .class("button quiet")
        .on_tap(move || loading::bring_more(state));
    page(state.text("more.title")).child(said).child(again)
}
