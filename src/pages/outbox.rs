//! "Mes envois": what waits on this phone, and what the Mission Locale has. No answer is shown: none is readable here.

use domain::{
    outbox::{Entry, Overdue, SentRecord, Standing},
    submission::MessageKind,
    time::Timestamp,
};

use super::page;
use crate::{
    browser::{
        clock,
        dom::{Element, element},
    },
    components::block::{button, card, paragraph},
    rights, sending,
    state::State,
};

/// Everything sent from this phone.
pub fn outbox(state: State) -> Element {
    let list = element("div").class("live").follow(move |list| {
        let (entries, records) = (state.entries.read(), state.records.read());
        let waiting = entries.iter().map(|entry| entry_card(state, entry));
        let received = records.iter().map(|record| record_card(state, record));
        let empty = entries.is_empty() && records.is_empty();
        let nothing = empty.then(|| paragraph("lead", state.text("outbox.nothing")));
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
    let again = button(state.text("outbox.try_now")).on_tap(move || sending::try_again(state));
    (!entries.is_empty()).then(|| element("div").class("action").child(again))
}

fn kind_card(state: State, kind: MessageKind) -> Element {
    card(state.text(&["outbox.", kind.code()].concat()))
}

fn entry_card(state: State, entry: &Entry) -> Element {
    let (class, sentence) = match entry.standing {
        Standing::Waiting => ("status", state.text("outbox.waiting")),
        Standing::Stuck(reason) => ("status no", state.text(&["stuck.", reason.code()].concat())),
    };
    let overdue = entry.overdue(clock::now()).map(|overdue| match overdue {
        Overdue::Day => "outbox.waiting_day",
        Overdue::Week => "outbox.waiting_week",
    });
    let id = entry.id.clone();
    let cancel = match entry.standing {
        // Nobody has it, and nobody will: it can simply go.
        Standing::Stuck(_) => Some(
            button(state.text("outbox.give_up"))
                .class("button quiet")
                .on_tap(move || sending::give_up(state, id.clone())),
        ),
        Standing::Waiting => rights::is_registration(entry.kind)
            .then(|| rights::cancel_link(state, state.text("outbox.cancel"), id)),
    };
    kind_card(state, entry.kind)
        .child(paragraph(class, sentence))
        .children(overdue.map(|key| paragraph("", state.text(key))))
        .child(moment(state, "outbox.kept_at", entry.kept_at))
        .children(cancel)
}

fn record_card(state: State, record: &SentRecord) -> Element {
    let due = record.due_on.map(|due| {
        let due = clock::day_in_words(due, state.language());
        paragraph("", &state.text_with("outbox.answer_by", &[("due", &due)]))
    });
    let rights = rights::is_registration(record.kind)
        .then(|| rights::link_about(state, state.text("outbox.rights"), record.clone()));
    kind_card(state, record.kind)
        .children([
            paragraph("status ok", state.text("outbox.received")),
            paragraph("number", &record.reference.spaced()),
        ])
        .children(due)
        .child(moment(state, "outbox.received_at", record.received_at))
        .children(rights)
}

fn moment(state: State, key: &str, when: Timestamp) -> Element {
    let when = clock::in_words(when, state.language());
    paragraph("soft", &state.text_with(key, &[("when", &when)]))
}
