//! The page for a person too young or too old for the form: where to go instead. Nothing is kept.
//!
//! Somebody who mistyped a date has a way back, with the answers; they are in memory until this page is left otherwise.

use domain::submission::Reason;
use elements::{Element, element};
use phone::screen::Screen;

use super::page;
use crate::{
    components::{
        block::{button, card, paragraph},
        link::{action_bar, call_link},
    },
    navigation,
    state::State,
};

/// Where to go instead.
pub fn not_eligible(state: State) -> Element {
    let unfit = state.unfit.read_untracked();
    let unfit = unfit.as_ref();
    let (group, links) = match unfit.map(|unfit| unfit.reason) {
        Some(Reason::TooYoung) => ("young", &["listen"][..]),
        Some(_) => ("old", &["job_call", "job_site"][..]),
        None => ("unknown", &["listen", "job_call", "job_site"][..]),
    };
    let text = |key: &str| state.text(&["elsewhere.", group, "_", key].concat());
    let places = ["place1", "place2", "place3"].map(|key| element("li").text(text(key)));
    let link = |key: &&str| {
        let own = |part: &str| state.text(&["elsewhere.", key, part].concat());
        row(element("a").attr("href", own("_to")).text(own("")))
    };
    let call = call_link(&state.site().phone_e164, state.text("sent.call_now"));
    let rows = element("ul").class("rows").children(links.iter().map(link));
    let places = card(state.text("elsewhere.places_title"))
        .child(element("ul").children(places))
        .child(rows.child(row(call)));
    let forgets = unfit.map(|_| paragraph("soft", state.text("elsewhere.forgets")));
    let bar = unfit.map(|unfit| {
        let correct_at = unfit.correct_at.clone();
        let correct = button(state.text("elsewhere.correct"));
        let forget = button(state.text("elsewhere.forget")).class("button quiet");
        let ways = [
            correct.on_click(move || navigation::go_instead(state, correct_at.clone())),
            forget.on_click(move || navigation::go_instead(state, Screen::Welcome)),
        ];
        action_bar(state.text("elsewhere.correct"), ways)
    });
    page(text("title"))
        .child(paragraph("lead", text("lead")))
        .child(places)
        .child(paragraph("soft", state.text("elsewhere.nothing_kept")))
        .children(forgets)
        .children(bar)
}

fn row(link: Element) -> Element {
    element("li").child(link)
}
