//! "Mes choix": the options, each with what it is for, one tap to choose and the same tap to take back.

use std::rc::Rc;

use domain::{
    options::{Purpose, partner},
    submission::MessageKind,
};

use super::page;
use crate::{
    browser::dom::{Element, element},
    components::{
        block::{card, paragraph},
        option_boxes::{Ticks, tick},
    },
    navigation::to,
    options,
    screen::Screen,
    state::State,
};

/// The options of the last registration that left this phone.
pub fn choices(state: State) -> Element {
    let title = state.text("choices.title");
    let known = state.choices.peek().clone();
    let shown = match known {
        None => {
            options::recall(state);
            paragraph("lead", state.text("choices.nothing_sent"))
        }
        Some(known) => {
            let ticks = Ticks {
                is_on: Rc::new(move |code| {
                    let choices = state.choices.read();
                    let mut on = choices.iter().flat_map(|choices| &choices.on);
                    on.any(|purpose| purpose.code() == code)
                }),
                on_toggle: Rc::new(move |code, on| options::choose(state, code, on)),
            };
            boxes(state, known.source.as_deref(), &known.on, &ticks)
        }
    };
    let said = element("p").attr("role", "status").follow(move |said| {
        said.set_text(state.trouble.read().map_or("", |key| state.text(key)));
    });
    page(title).children([
        shown,
        said,
        element("p").child(to(state, Screen::Text("droits"), "see.droits")),
    ])
}

/// The options of what is about to be sent; nothing where none is offered.
pub fn wishes(state: State) -> Element {
    let ticks = Ticks {
        is_on: Rc::new(move |code| {
            let wishes = state.wishes.read();
            wishes.iter().any(|wish| wish.0.code() == code)
        }),
        on_toggle: Rc::new(move |code, on| options::wish(state, code, on)),
    };
    boxes(state, state.context.source.as_deref(), &[], &ticks)
}

/// What is offered to somebody who came by that link, and what was chosen while it was.
fn boxes(state: State, source: Option<&str>, on: &[Purpose], ticks: &Ticks) -> Element {
    let form = state.form(MessageKind::OptionChoice);
    let words = form.and_then(|form| form.wording.questions.get("option"));
    let label = |code: &'static str| words.map_or(code, |words| words.choice(code));
    let whole = card(state.text("choices.card_title"))
        .child(paragraph("soft", state.text("choices.card_text")));
    let listed = Purpose::ALL
        .into_iter()
        .filter(|purpose| purpose.is_offered(state.site(), source) || on.contains(purpose));
    listed.fold(whole, |whole, purpose| {
        let code = purpose.code();
        let line = tick(code, code.to_owned(), label(code), ticks);
        let partner = partner(state.site(), source);
        let name = partner.filter(|_| purpose == Purpose::TellPartner);
        let name = name.map(|name| {
            paragraph(
                "soft",
                &state.text_with("choices.partner", &[("partner", name)]),
            )
        });
        whole.child(line).children(name)
    })
}
