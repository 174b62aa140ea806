//! The device that passes from hand to hand: what that means, how much waits on it, and how to make it one or not.

use super::{outbox, page};
use crate::{
    browser::dom::{Element, element},
    components::block::{button, card, paragraph},
    late::AllHere,
    sending::{self, leaving},
    state::State,
    tablet,
};

/// On or off, and what waits.
pub fn tablet_page(here: AllHere, state: State) -> Element {
    let place = element("div").class("live").follow(move |place| {
        if *state.tablet.read() {
            place.fill(on(here, state));
        } else {
            place.fill(off(state));
        }
    });
    page(state.text("tablet.title")).child(place)
}

/// What the endpoint refuses would keep the device shared for ever: the team takes it off once it has the answers.
fn stuck(state: State) -> Option<Element> {
    let entries = state.entries.read();
    let refused = entries.iter().filter(|entry| !entry.is_waiting());
    let ids: Vec<_> = refused.map(|entry| entry.id.clone()).collect();
    if ids.is_empty() {
        return None;
    }
    let count = ids.len().to_string();
    let text = state.text_with("tablet.stuck_text", &[("count", &count)]);
    let give_up = button(state.text("outbox.give_up")).class("button quiet");
    let give_up = give_up.on_tap(move || {
        for id in &ids {
            sending::give_up(state, id.clone());
        }
    });
    let card = card(state.text("tablet.stuck_title"));
    Some(card.child(paragraph("", &text)).child(give_up))
}

fn off(state: State) -> Vec<Element> {
    let switch = button(state.text("tablet.turn_on")).on_tap(move || tablet::set(state, true));
    let points = ["tablet.point1", "tablet.point2", "tablet.point3"];
    let points = points.map(|key| element("li").text(state.text(key)));
    vec![
        paragraph("lead", state.text("tablet.lead")),
        element("ul").children(points),
        switch,
    ]
}

fn on(here: AllHere, state: State) -> Vec<Element> {
    let waiting = state.entries.read().len();
    // How many wait stands above every page.
    let mut cards = Vec::new();
    if waiting > 0 {
        let now = button(state.text("outbox.try_now")).on_tap(move || leaving::try_again(state));
        cards.push(element("p").child(now));
    }
    cards.extend(stuck(state));
    cards.extend(outbox::wiped(state));
    cards.push(outbox::rest_carrying(here, state));
    let leaving = card(state.text("tablet.off_title"));
    cards.push(if waiting > 0 {
        // Somebody else's sendings would be there to be taken back or erased.
        leaving.child(paragraph("", state.text("tablet.off_later")))
    } else {
        let switch = button(state.text("tablet.turn_off")).class("button quiet");
        leaving
            .child(paragraph("", state.text("tablet.off_text")))
            .child(switch.on_tap(move || tablet::set(state, false)))
    });
    cards
}
