//! The page for a person too young or too old for the form: where to go instead. Nothing is kept.
//!
//! Somebody who mistyped a date has a way back, with the answers; they are in memory until this page is left otherwise.

use domain::{submission::Reason, texts::TextKey};
use elements::{Element, element};
use phone::{key, screen::Screen};

use super::page;
use crate::{
    components::link::{action_bar, call_link},
    navigation, say,
    state::State,
};

/// The links, as they are read, and where they lead: for the young, then for the old.
const LINKS: [(TextKey, TextKey); 3] = [
    (key!("elsewhere.listen"), key!("elsewhere.listen_to")),
    (key!("elsewhere.job_call"), key!("elsewhere.job_call_to")),
    (key!("elsewhere.job_site"), key!("elsewhere.job_site_to")),
];

/// Where to go instead.
pub fn not_eligible(state: State) -> Element {
    let unfit = state.unfit.read_untracked();
    let unfit = unfit.as_ref();
    let (title, lead, places, links) = match unfit.map(|unfit| unfit.reason) {
        Some(Reason::TooYoung) => (
            key!("elsewhere.young_title"),
            key!("elsewhere.young_lead"),
            [
                key!("elsewhere.young_place1"),
                key!("elsewhere.young_place2"),
                key!("elsewhere.young_place3"),
            ],
            &LINKS[..1],
        ),
        Some(_) => (
            key!("elsewhere.old_title"),
            key!("elsewhere.old_lead"),
            [
                key!("elsewhere.old_place1"),
                key!("elsewhere.old_place2"),
                key!("elsewhere.old_place3"),
            ],
            &LINKS[1..],
        ),
        None => (
            key!("elsewhere.unknown_title"),
            key!("elsewhere.unknown_lead"),
            [
                key!("elsewhere.unknown_place1"),
                key!("elsewhere.unknown_place2"),
                key!("elsewhere.unknown_place3"),
            ],
            &LINKS[..],
        ),
    };
    let places = places.map(|key| say::element(state, "li", key));
    let link = |(name, address): &(TextKey, TextKey)| {
        let link = element("a").attr("href", state.text(*address));
        row(link.text(state.text(*name)))
    };
    let call = call_link(&state.site().phone_e164, state.text(key!("sent.call_now")));
    let rows = element("ul").class("rows").children(links.iter().map(link));
    let places = say::card(state, key!("elsewhere.places_title"))
        .child(element("ul").children(places))
        .child(rows.child(row(call)));
    let forgets = unfit.map(|_| say::paragraph(state, "soft", key!("elsewhere.forgets")));
    let bar = unfit.map(|unfit| {
        let correct_at = unfit.correct_at.clone();
        let correct = say::button(state, key!("elsewhere.correct"));
        let forget = say::quiet_button(state, key!("elsewhere.forget"));
        let ways = [
            correct.on_click(move || navigation::go_instead(state, correct_at.clone())),
            forget.on_click(move || navigation::go_instead(state, Screen::Welcome)),
        ];
        action_bar(state.text(key!("elsewhere.correct")), ways)
    });
    page(state, state.text(title))
        .child(say::paragraph(state, "lead", lead))
        .child(places)
        .child(say::paragraph(
            state,
            "soft",
            key!("elsewhere.nothing_kept"),
        ))
        .children(forgets)
        .children(bar)
}

fn row(link: Element) -> Element {
    element("li").child(link)
}
