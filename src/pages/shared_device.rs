//! The page of a shared device: what that means, how much waits on it, and what its team can do there.
//!
//! Nothing of others is touched before the team's code was said.

use std::{cell::RefCell, rc::Rc};

use domain::{outbox::Entry, texts::TextKey};
use elements::{Element, element};
use phone::{key, shared_device::team::Team, status};

use super::{
    giving_up::{ON_TABLET, giving_up},
    outbox, page,
};
use crate::{
    browser::clock,
    components::{
        block::{card, paragraph},
        field::FieldWords,
        text_field::{ENTER_LAST, Keyboard, text_field},
    },
    say,
    sending::sync,
    shared_device::{self, team},
    state::State,
};

/// On or off, and what waits.
pub fn shared_device_page(state: State) -> Element {
    team::ask(state);
    let place = element("div").class("live").effect(move |place| {
        if *state.shared_device.read() {
            // What is typed there stays while others' sendings leave.
            place.fill([for_all(state), team_place(state)]);
        } else {
            place.fill(off(state));
        }
    });
    page(state, state.text(key!("tablet.title"))).child(place)
}

/// Nothing is changed before the button is tapped, whatever link has led here.
fn off(state: State) -> Vec<Element> {
    let points = [
        key!("tablet.point1"),
        key!("tablet.point2"),
        key!("tablet.point3"),
    ];
    let points = points.map(|key| say::element(state, "li", key));
    let has_draft = state.draft.read_untracked().is_some();
    let draft = has_draft.then(|| say::paragraph(state, "", key!("tablet.draft_goes")));
    let mut parts = vec![
        say::paragraph(state, "lead", key!("tablet.lead")),
        element("ul").children(points),
    ];
    parts.extend(draft);
    parts.push(set_code(state, key!("tablet.turn_on")));
    parts
}

/// Shown whether or not the code was typed: the button that sends what waits.
fn for_all(state: State) -> Element {
    element("div").class("live").effect(move |place| {
        // How many wait stands above every page.
        let waits = !state.entries.read().is_empty();
        let now = || {
            let now = say::button(state, key!("outbox.try_now"));
            element("p").child(now.on_click(move || sync::try_again(state)))
        };
        place.fill(waits.then(now).into_iter().chain(outbox::wiped(state)));
    })
}

/// For the team: behind its code.
fn team_place(state: State) -> Element {
    element("div").class("live").effect(move |place| {
        let team = *state.team.read();
        place.fill(match team {
            Team::Unknown => Vec::new(),
            Team::NoCode => vec![gate(state, set_code(state, key!("tablet.set_code")))],
            Team::Closed(wait) => vec![gate(state, say_code(state, wait))],
            Team::Open => open(state),
        });
    })
}

fn gate(state: State, form: Element) -> Element {
    say::card(state, key!("tablet.team_title"))
        .child(say::paragraph(state, "", key!("tablet.team_text")))
        .child(form)
}

fn open(state: State) -> Vec<Element> {
    let mut cards = stuck(state);
    cards.push(outbox::carrying(state));
    let leaving = say::card(state, key!("tablet.off_title"));
    cards.push(
        leaving.child(element("div").class("live").effect(move |place| {
            let waits = !state.entries.read().is_empty();
            place.fill(if waits {
                // Otherwise the new owner could take back or erase what others sent.
                vec![say::paragraph(state, "", key!("tablet.off_later"))]
            } else {
                let switch = say::quiet_button(state, key!("tablet.turn_off"));
                vec![
                    say::paragraph(state, "", key!("tablet.off_text")),
                    switch.on_click(move || shared_device::set(state, false)),
                ]
            });
        })),
    );
    cards
}

/// What the endpoint refuses would keep the device shared for ever: the team takes it off, one by one, once it has the
/// answers.
fn stuck(state: State) -> Vec<Element> {
    let list = element("div").class("live").effect(move |list| {
        let entries = state.entries.read();
        let refused = entries.iter().filter(|entry| !entry.is_waiting());
        let cards: Vec<Element> = refused.map(|entry| refused_card(state, entry)).collect();
        let count = cards.len().to_string();
        let text = state.text_with(key!("tablet.stuck_text"), &[("count", &count)]);
        let title = (!cards.is_empty()).then(|| paragraph("", &text));
        list.fill(title.into_iter().chain(cards));
    });
    vec![list]
}

fn refused_card(state: State, entry: &Entry) -> Element {
    let kept_at = clock::in_words(entry.kept_at, state.language());
    let kept_at = state.text_with(key!("outbox.kept_at"), &[("when", &kept_at)]);
    card(state.text(status::of_kind(entry.kind)))
        .child(say::paragraph(
            state,
            "status no",
            key!("tablet.stuck_title"),
        ))
        .child(paragraph("soft", &kept_at))
        .child(giving_up(state, entry.id.clone(), &ON_TABLET))
}

/// Shown while it is chosen: a slip of the finger would shut the team out.
fn set_code(state: State, tap: TextKey) -> Element {
    code_form(
        state,
        ("text", key!("tablet.new_code")),
        tap,
        false,
        team::set_code,
    )
}

fn say_code(state: State, wait: i64) -> Element {
    let is_wrong = wait > 0;
    let form = code_form(
        state,
        ("password", key!("tablet.code")),
        key!("tablet.open"),
        is_wrong,
        team::say_code,
    );
    let seconds = state.text_with(key!("tablet.wait"), &[("seconds", &wait.to_string())]);
    form.children(is_wrong.then(|| paragraph("", &seconds).attr("role", "status")))
}

fn code_form(
    state: State,
    (kind, label): (&'static str, TextKey),
    tap: TextKey,
    is_wrong: bool,
    act: fn(State, String),
) -> Element {
    let refusal = move || {
        let wrong = is_wrong.then_some(key!("tablet.wrong_code"));
        let key = state.trouble.read().or(wrong);
        key.map(|key| state.text(key).to_owned())
    };
    let words = FieldWords {
        id: team::FIELD,
        label: state.text(label),
        is_title: false,
        hint: (kind == "text").then(|| state.text(key!("tablet.code_hint"))),
        optional: None,
        refusal: Rc::new(refusal),
        hidden: None,
    };
    let keyboard = Keyboard {
        kind,
        mode: "numeric",
        literal: true,
        enter: ENTER_LAST,
    };
    let typed = Rc::new(RefCell::new(String::new()));
    let filled = typed.clone();
    let field = text_field(
        &words,
        keyboard,
        "off",
        "",
        Rc::new(move |text| drop(filled.replace(text))),
    );
    let send = element("button")
        .attr("type", "submit")
        .text(state.text(tap));
    let form = element("form")
        .attr("novalidate", "")
        .child(field)
        .child(send);
    form.on_submit(move || act(state, typed.borrow().clone()))
}
