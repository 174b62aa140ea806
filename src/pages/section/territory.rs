//! The sentence for a person who lives where another Mission Locale is.

use elements::{Element, element};
use phone::{communes::Communes, key, screen::Screen};

use crate::{
    components::block::{VALUE, kept_as_it_is, paragraph},
    state::State,
};

/// Whether a name of a town is being typed: what is said of it would be said anew at each key.
fn is_typing_town(state: State) -> bool {
    matches!(*state.screen.read_untracked(), Screen::Section { .. })
        && *state.communes.read() == Communes::Abroad
}

/// That the person lives where another Mission Locale is, and is welcome all the same.
pub(crate) fn word_of_territory(state: State) -> Element {
    element("div")
        .class("live")
        .attr("role", "status")
        .effect(move |place| {
            let outside = state.commune_outside().filter(|_| !is_typing_town(state));
            place.fill(outside.map(|commune| {
                let line = paragraph("soft", "");
                let sentence = state.text_with(key!("section.outside"), &[("commune", VALUE)]);
                kept_as_it_is(&line, &sentence, &commune);
                line
            }));
        })
}
