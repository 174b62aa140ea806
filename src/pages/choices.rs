//! "Mes choix": the options, each with what it is for, one tap to choose and the same tap to take back.

use std::rc::Rc;

use domain::{
    options::{Purpose, partner},
    submission::MessageKind,
};
use elements::{Element, element};

use phone::{key, options::Choices, screen::Screen};

use super::{page, section::told};
use crate::{
    components::{
        block::paragraph,
        choice_field::Choice,
        option_boxes::{Ticks, tick},
    },
    navigation::to,
    options, say, sending,
    state::State,
};

/// The options of what was sent from this phone.
pub fn choices(state: State) -> Element {
    // Made once they were looked for, then changed tick by tick.
    let shown = element("div").class("live").effect(move |place| {
        let recalled = *state.options_loaded.read();
        let all = state.choices.read_untracked();
        let nothing = (recalled && all.is_empty())
            .then(|| say::paragraph(state, "lead", key!("choices.nothing_sent")));
        let cards = all.iter().map(|known| sent_card(state, known));
        place.fill(cards.chain(nothing));
    });
    let said = element("p").attr("role", "status").effect(move |said| {
        said.set_text(state.trouble.read().map_or("", |key| state.text(key)));
    });
    page(state, state.text(key!("choices.title"))).children([
        shown,
        said,
        told(state, true),
        element("p").child(to(state, Screen::Text("droits"), key!("see.droits"))),
    ])
}

/// The options of one thing that was sent, under its number once it has one.
fn sent_card(state: State, known: &Choices) -> Element {
    let (read, told) = (known.about.clone(), known.about.clone());
    let ticks = Ticks {
        is_on: Rc::new(move |code| {
            let all = state.choices.read();
            let mut on = all
                .iter()
                .filter(|choices| choices.about == read)
                .flat_map(|choices| &choices.on);
            on.any(|purpose| purpose.code() == code)
        }),
        on_toggle: Rc::new(move |code, on| sending::choose(state, told.clone(), code, on)),
    };
    let records = state.records.read_untracked();
    let record = records.iter().find(|record| record.id == known.about);
    let number = record.map(|record| record.reference.spaced());
    let list = boxes(
        state,
        known.about.short(),
        known.source.as_deref(),
        &known.on,
        &ticks,
    );
    list.children(number.map(|number| paragraph("soft", &number)))
}

/// The options of what is about to be sent.
pub fn wishes(state: State) -> Element {
    let ticks = Ticks {
        is_on: Rc::new(move |code| {
            let wishes = state.pending_options.read();
            wishes.iter().any(|wish| wish.0.code() == code)
        }),
        on_toggle: Rc::new(move |code, on| options::wish(state, code, on)),
    };
    boxes(
        state,
        "wishes",
        state.context.source.as_deref(),
        &[],
        &ticks,
    )
}

/// What is offered to somebody who came by that link, and what was chosen while it was. `name` tells cards apart.
fn boxes(state: State, name: &str, source: Option<&str>, on: &[Purpose], ticks: &Ticks) -> Element {
    let form = state.form(MessageKind::OptionChoice);
    let words = form.and_then(|form| form.wording.questions.get("option"));
    let whole = say::card(state, key!("choices.card_title"))
        .attr("role", "group")
        .attr("aria-label", state.text(key!("choices.card_title")))
        .child(say::paragraph(state, "soft", key!("choices.card_text")));
    let listed = Purpose::ALL
        .into_iter()
        .filter(|purpose| purpose.is_offered(state.site(), source) || on.contains(purpose));
    listed.fold(whole, |whole, purpose| {
        let code = purpose.code();
        let label = words.map_or(code, |words| words.choice(code));
        let partner = partner(state.site(), source).filter(|_| purpose == Purpose::TellPartner);
        // Whom it is about stands in the very words that are ticked.
        let label = match partner {
            Some(partner) => [label, " (", partner, ")"].concat(),
            None => label.to_owned(),
        };
        let choice = Choice::plain(code, &label);
        whole.child(tick(&[name, "-", code].concat(), &choice, ticks))
    })
}
