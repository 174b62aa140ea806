//! The first screen: what this is, who reads the answers, how to start.
//!
//! `index.html` carries the same screen as static HTML: change both together; a test compares them.

use domain::submission::MessageKind;

use super::page;
use crate::{
    browser::dom::{Element, element},
    components::link::{action_bar, link},
    navigation,
    screen::Screen,
    state::State,
};

/// The first screen.
pub fn welcome(state: State) -> Element {
    let to = |screen: Screen, key: &str| {
        link(&screen.path(), state.text(key), move || {
            navigation::go(state, screen.clone());
        })
    };
    let start = |form: MessageKind, key: &str| to(first_page(state, form), key);
    let fact = |number: &str| {
        let text = |suffix: &str| state.text(&["welcome.fact", number, suffix].concat());
        let title = element("b").text(text("_title"));
        let line = element("span").child(title).text(" ").text(text("_text"));
        element("li").child(line)
    };
    let who = element("div")
        .class("card")
        .child(element("h2").text(state.text("welcome.who_title")))
        .child(
            element("p")
                .text(state.text("welcome.who_text"))
                .text(" ")
                .child(to(Screen::Notice, "welcome.who_more")),
        );
    let ways_in = [
        start(MessageKind::Registration, "welcome.start").class("button"),
        start(MessageKind::CallbackRequest, "welcome.callback").class("button quiet"),
    ];
    page(state.text("welcome.title")).children([
        element("p").class("lead").text(state.text("welcome.lead")),
        element("ol")
            .class("facts")
            .children(["1", "2", "3"].map(fact)),
        who,
        element("p")
            .class("soft")
            .text(state.text("welcome.france_travail")),
        action_bar(state.text("welcome.start"), ways_in),
    ])
}

fn first_page(state: State, form: MessageKind) -> Screen {
    let shown = state.form(form);
    let section = shown.and_then(|shown| {
        let first = shown.questionnaire.sections.first();
        first.map(|section| section.id.clone())
    });
    section.map_or(Screen::NotFound, |section| Screen::Section {
        form,
        section,
    })
}
