//! "Mes envois": what waits on this phone, and what the Mission Locale has. No answer is shown: none is readable here.

use domain::{
    outbox::{Entry, Overdue, SentRecord, Standing},
    submission::MessageKind,
};

use super::page;
use crate::{
    browser::{
        clock,
        dom::{Element, element},
    },
    sending,
    state::State,
};

/// Everything sent from this phone.
pub fn outbox(state: State) -> Element {
    let list = element("div").class("live").follow(move |list| {
        let (entries, records) = (state.entries.read(), state.records.read());
        let waiting = entries.iter().map(|entry| entry_card(state, entry));
        let received = records.iter().map(|record| record_card(state, record));
        let empty = entries.is_empty() && records.is_empty();
        let nothing = empty.then(|| {
            element("p")
                .class("lead")
                .text(state.text("outbox.nothing"))
        });
        list.fill(
            waiting
                .chain(received)
                .chain(nothing)
                .chain(try_again(state, &entries)),
        );
    });
    page(state.text("outbox.title")).child(list)
}

/// The button to try at once, where it may help: what waits leaves sooner, what is stuck gets another chance.
fn try_again(state: State, entries: &[Entry]) -> Option<Element> {
    let button = element("button")
        .attr("type", "button")
        .text(state.text("outbox.try_now"))
        .on_tap(move || sending::try_again(state));
    (!entries.is_empty()).then(|| element("div").class("action").child(button))
}

fn kind_text(state: State, kind: MessageKind) -> &'static str {
    state.text(&["outbox.", kind.code()].concat())
}

fn entry_card(state: State, entry: &Entry) -> Element {
    let (class, sentence) = match entry.standing {
        Standing::Waiting => ("status", state.text("outbox.waiting")),
        Standing::Stuck(reason) => ("status no", state.text(&["stuck.", reason.code()].concat())),
    };
    let kept = clock::in_words(entry.kept_at, state.language());
    let kept = state.text_with("outbox.kept_at", &[("when", &kept)]);
    let overdue = entry.overdue(clock::now()).map(|overdue| match overdue {
        Overdue::Day => "outbox.waiting_day",
        Overdue::Week => "outbox.waiting_week",
    });
    element("section")
        .class("card")
        .child(element("h2").text(kind_text(state, entry.kind)))
        .child(element("p").class(class).text(sentence))
        .children(overdue.map(|key| element("p").text(state.text(key))))
        .child(element("p").class("soft").text(&kept))
}

fn record_card(state: State, record: &SentRecord) -> Element {
    let received = clock::in_words(record.received_at, state.language());
    let received = state.text_with("outbox.received_at", &[("when", &received)]);
    element("section").class("card").children([
        element("h2").text(kind_text(state, record.kind)),
        element("p")
            .class("status ok")
            .text(state.text("outbox.received")),
        element("p")
            .class("number")
            .text(&record.reference.spaced()),
        element("p").class("soft").text(&received),
    ])
}
