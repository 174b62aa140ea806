//! Too young or too old for this form: said kindly, with where to go. Nothing is kept.

use domain::submission::Reason;

use super::page;
use crate::{
    browser::dom::{Element, element},
    components::{
        block::{card, paragraph},
        link::{action_bar, call_button},
    },
    state::State,
};

/// Where to go instead.
pub fn elsewhere(state: State) -> Element {
    let group = match *state.unfit.peek() {
        Some(Reason::TooYoung) => "young",
        Some(_) => "old",
        None => "unknown",
    };
    let text = |key: &str| state.text(&["elsewhere.", group, "_", key].concat());
    let places = ["place1", "place2", "place3"].map(|key| element("li").text(text(key)));
    let places = card(state.text("elsewhere.places_title")).child(element("ul").children(places));
    let nothing_kept = state.text("elsewhere.nothing_kept");
    let call = state.text("sent.call_now");
    let number = &state.site().phone_e164;
    page(text("title")).children([
        paragraph("lead", text("lead")),
        places,
        paragraph("soft", nothing_kept),
        action_bar(call, [call_button(number, call)]),
    ])
}
