//! No such page; the way back to one that exists.

use elements::Element;
use phone::{key, screen::Screen};

use super::page;
use crate::{
    components::link::{action_bar, link},
    navigation, say,
    state::State,
};

/// No such page.
pub fn not_found(state: State) -> Element {
    let text = state.text(key!("not_found.home"));
    let home = link(&Screen::Welcome.path(), text, move || {
        navigation::go_instead(state, Screen::Welcome);
    });
    page(state, state.text(key!("not_found.title")))
        .child(say::paragraph(state, "lead", key!("not_found.lead")))
        .child(action_bar(text, [home.class("button")]))
}
