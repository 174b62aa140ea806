//! The question whether answers may stay on this phone for a day.

use domain::texts::TextKey;
use elements::{Element, element};
use phone::key;

use crate::{drafts, say, state::State};

/// Whether the answers may stay on this phone for a day, asked until it is answered: before a yes nothing is kept.
pub(super) fn draft_question(state: State) -> Element {
    element("div").class("live").effect(move |place| {
        // Read first, to be followed: the answer is given here.
        let own = *state.own_phone.read();
        if drafts::is_to_be_asked(state) {
            let way = |key: TextKey, own: bool| {
                let tap = say::quiet_button(state, key);
                tap.on_click(move || drafts::answer(state, own))
            };
            let ways = [way(key!("draft.yes"), true), way(key!("draft.no"), false)];
            place.fill([say::card(state, key!("draft.question"))
                .child(element("div").class("pair").children(ways))]);
        } else if place.is_filled() {
            let key = if own == Some(true) {
                key!("draft.on")
            } else {
                key!("draft.off")
            };
            let said = say::paragraph(state, "soft", key);
            place.fill([said.attr("id", "draft-said").attr("tabindex", "-1")]);
        }
    })
}
