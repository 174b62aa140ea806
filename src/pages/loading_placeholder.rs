//! Placeholder of a page whose words are still loading.

use elements::{Element, element};
use phone::key;

use super::page;
use crate::{rest_words, say, state::State};

/// Shown until the words are here; says what to do where they cannot be had.
pub fn loading_placeholder(state: State) -> Element {
    rest_words::bring_for_page(state);
    let said = element("p").class("lead").attr("role", "status");
    let said = said.effect(move |said| {
        said.set_text(state.text(state.trouble.read().unwrap_or(key!("more.coming"))));
    });
    let again = say::quiet_button(state, key!("more.again"))
        .on_click(move || rest_words::bring_for_page(state));
    page(state, state.text(key!("more.title")))
        .child(said)
        .child(again)
}
