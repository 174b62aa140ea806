//! "Mes envois": what waits on this phone, and what the Mission Locale has. No answer is shown: none is readable here.
//!
//! What waits can be seen without network and without the rest of the app. With the rest comes what was received, which
//! had left by it, and what can be done.

use std::{cell::Cell, rc::Rc};

use domain::{
    outbox::{Entry, Overdue, SentRecord, Standing},
    reference::Reference,
    submission::MessageKind,
    time::Timestamp,
};

use super::{giving_up::giving_up, page, with_the_rest};
use crate::{
    browser::{
        clock,
        dom::{Element, element},
    },
    components::block::{VALUE, button, card, kept_as_it_is, paragraph},
    late::AllHere,
    live::Live,
    rescue, rights,
    sending::{leaving, on_phone},
    state::State,
};

/// Everything sent from this phone.
pub fn outbox(state: State) -> Element {
    let asked = Cell::new(false);
    let summary = element("p")
        .class("soft")
        .attr("role", "status")
        .follow(move |summary| {
            summary.set_text(&count(state));
            // Once the outbox is open, and once.
            let here = *state.rest.read();
            if let (Some(here), false) = (here, state.records.peek().is_empty())
                && !asked.replace(true)
            {
                rest_ask_delivered(here, state);
            }
        });
    // Made anew where one of them says something else: not at every try, which would take away what was just asked.
    let told = Rc::new(Live::new(Vec::new()));
    let known = told.clone();
    let waiting = element("div")
        .class("live")
        .follow(move |_| {
            let tell = |entry: &Entry| {
                let overdue = entry.overdue(clock::now());
                (entry.id.clone(), entry.standing, entry.blocked, overdue)
            };
            told.renew(state.entries.read().iter().map(tell).collect());
        })
        .follow(move |list| {
            let is_empty = known.read().is_empty();
            let entries = state.entries.peek();
            let cards = entries.iter().map(|entry| entry_card(state, entry));
            let here = (*state.rest.read()).filter(|_| !is_empty);
            let again = here.map(|here| rest_try_again(here, state));
            list.fill(cards.chain(again));
        });
    let received = with_the_rest(state, rest_received);
    let nothing = element("div").class("live").follow(move |place| {
        let empty = state.entries.read().is_empty() && state.records.read().is_empty();
        place.fill(empty.then(|| paragraph("lead", state.text("outbox.nothing"))));
    });
    let carrying = with_the_rest(state, rest_carrying);
    let cleared = element("div")
        .class("live")
        .follow(move |place| place.fill(wiped(state)));
    page(state.text("outbox.title"))
        .children([summary, cleared, waiting, received, nothing, carrying])
}

/// How many wait, were received, are in the mailbox; nothing while there is nothing.
fn count(state: State) -> String {
    let (entries, records) = (state.entries.read(), state.records.read());
    if entries.len() + records.len() == 0 {
        return String::new();
    }
    let received = received(&records, &entries);
    let delivered = records.iter().filter(|it| it.delivered_at.is_some());
    let numbers = [entries.len(), received.count(), delivered.count()];
    let numbers = numbers.map(|number| number.to_string());
    let [waiting, received, delivered] = numbers.each_ref().map(String::as_str);
    let values = [
        ("waiting", waiting),
        ("received", received),
        ("delivered", delivered),
    ];
    state.text_with("outbox.summary", &values)
}

/// The records of what the Mission Locale has. What it has lost waits once more, and has its card there.
fn received<'r>(
    records: &'r [SentRecord],
    entries: &'r [Entry],
) -> impl Iterator<Item = &'r SentRecord> {
    let waits = |record: &&SentRecord| entries.iter().any(|entry| entry.id == record.id);
    records.iter().filter(move |record| !waits(record))
}

/// That the browser has cleared what was kept here, until somebody has read it.
pub fn wiped(state: State) -> Option<Element> {
    let key = (*state.wiped.read())?;
    let seen = button(state.text("wiped.seen")).class("button quiet");
    let text = paragraph("", state.text(key)).attr("role", "status");
    let card = card(state.text("wiped.title")).child(text);
    Some(card.child(seen.on_tap(move || on_phone::wiped_is_seen(state))))
}

/// Asks the endpoint what has reached the mailbox.
#[inline(never)]
fn rest_ask_delivered(_here: AllHere, state: State) {
    leaving::ask_delivered(state);
}

/// For a phone that stays without network: what waits can leave from another one, as a file.
#[inline(never)]
pub fn rest_carrying(_here: AllHere, state: State) -> Element {
    let give = element("div").class("live").follow(move |place| {
        let waiting = !state.entries.read().is_empty();
        let tap = || button(state.text("rescue.give")).class("button quiet");
        place.fill(waiting.then(|| tap().on_tap(move || rescue::give(state))));
    });
    let chosen = element("input")
        .attr("id", "rescue-file")
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .on_file(rescue::MAX_FILE_BYTES, move |text| {
            rescue::take(state, text);
        });
    let label = element("label")
        .attr("for", "rescue-file")
        .text(state.text("rescue.take"));
    let said = paragraph("", "")
        .attr("role", "status")
        .follow(move |said| said.set_text(&rescue::said(state)));
    let title = element("summary").text(state.text("rescue.title"));
    let whole = element("details").class("card").child(title);
    whole
        .child(paragraph("", state.text("rescue.text")))
        .child(give)
        .children([element("p").child(label).child(chosen), said])
}

/// The button to try at once: what waits leaves sooner, what is stuck gets another chance.
#[inline(never)]
fn rest_try_again(_here: AllHere, state: State) -> Element {
    let again = button(state.text("outbox.try_now")).on_tap(move || leaving::try_again(state));
    element("div").class("action").child(again)
}

fn kind_card(state: State, kind: MessageKind) -> Element {
    card(state.text(&["outbox.", kind.code()].concat()))
}

fn entry_card(state: State, entry: &Entry) -> Element {
    let records = state.records.peek();
    let lost = records.iter().find(|record| record.id == entry.id);
    let lost = lost.map(|record| with_number(state, "", "outbox.lost", &record.reference));
    // Where it is told even without the rest of the app: nothing has to be done.
    let next = entry.is_waiting().then(|| {
        paragraph(
            "",
            state.text(if entry.blocked {
                "status.blocked"
            } else {
                "outbox.by_itself"
            }),
        )
    });
    let (class, sentence) = match entry.standing {
        Standing::Waiting => ("status", state.text("outbox.waiting")),
        Standing::Stuck(reason) => ("status no", state.text(&["stuck.", reason.code()].concat())),
    };
    let overdue = entry.overdue(clock::now()).map(|overdue| match overdue {
        Overdue::Day => "outbox.waiting_day",
        Overdue::Week => "outbox.waiting_week",
    });
    let here = *state.rest.read();
    let cancel = here.and_then(|here| rest_cancel(here, state, entry));
    kind_card(state, entry.kind)
        .child(paragraph(class, sentence))
        .children([lost, next].into_iter().flatten())
        .children(overdue.map(|key| paragraph("", state.text(key))))
        .child(paragraph(
            "soft",
            &when(state, "outbox.kept_at", entry.kept_at),
        ))
        .children(cancel)
}

/// The way to take back what waits.
#[inline(never)]
fn rest_cancel(_here: AllHere, state: State, entry: &Entry) -> Option<Element> {
    let id = entry.id.clone();
    match entry.standing {
        // Somebody else's, carried here to leave: it is not for this person to take back.
        _ if entry.shared_device => None,
        // Nobody has it, and nobody will: it can simply go.
        Standing::Stuck(_) => Some(giving_up(state, id, "device.")),
        // It can go too. It may have arrived without a word coming back: that can be told as well.
        Standing::Waiting => rights::is_registration(entry.kind).then(|| {
            let tell = rights::cancel_link(state, state.text("outbox.cancel"), id.clone());
            let both = element("div").child(giving_up(state, id, "outbox."));
            both.child(element("p").child(tell))
        }),
    }
}

/// What the Mission Locale has. Whatever left from here left by the rest of the app: it is on this phone.
#[inline(never)]
fn rest_received(_here: AllHere, state: State) -> Element {
    let ids = Rc::new(Live::new(Vec::new()));
    let known = ids.clone();
    element("div")
        .class("live")
        .follow(move |_| {
            let (records, entries) = (state.records.read(), state.entries.read());
            let shown = received(&records, &entries);
            let shown = shown.map(|record| (record.id.clone(), record.reference.clone()));
            ids.renew(shown.collect());
        })
        // Made anew where there is another record, or another number. A card that is there stays, with its link under
        // the finger.
        .follow(move |list| {
            let _ = known.read();
            let (records, entries) = (state.records.peek(), state.entries.peek());
            let shown = received(&records, &entries);
            list.fill(shown.map(|record| record_card(state, record)));
        })
}

/// The card of one record; what becomes of it is told in the room that is there for it.
fn record_card(state: State, record: &SentRecord) -> Element {
    let due = record.due_on.map(|due| {
        let due = clock::day_in_words(due, state.language());
        paragraph("", &state.text_with("outbox.answer_by", &[("due", &due)]))
    });
    let own = rights::is_registration(record.kind) && !record.shared_device;
    let rights =
        own.then(|| rights::link_about(state, state.text("outbox.rights"), record.clone()));
    let former = record
        .former_reference
        .as_ref()
        .map(|former| with_number(state, "soft", "outbox.former", former));
    let (id, received_at) = (record.id.clone(), record.received_at);
    let own_id = record.id.clone();
    let delivered_at = move || {
        let records = state.records.read();
        let mut own = records.iter().filter(|record| record.id == id);
        own.next().and_then(|record| record.delivered_at)
    };
    let delivered = delivered_at.clone();
    let status = paragraph("status ok", "").follow(move |status| {
        let key = if delivered().is_some() {
            "outbox.delivered"
        } else {
            "outbox.received"
        };
        status.set_text(state.text(key));
    });
    let moments = paragraph("soft moments", "").follow(move |moments| {
        let received = when(state, "outbox.received_at", received_at);
        let copies = state.unconfirmed.read();
        let has_copy = copies.iter().any(|copy| copy.entry.id == own_id);
        let delivered = match delivered_at() {
            Some(at) => when(state, "outbox.delivered_at", at),
            None if has_copy => state.text("outbox.copy").to_owned(),
            None => state.text("outbox.not_delivered").to_owned(),
        };
        moments.set_text(&[received, delivered].join(" "));
    });
    kind_card(state, record.kind)
        .children([
            status,
            paragraph("number", &record.reference.spaced()).attr("translate", "no"),
        ])
        .children(former)
        .children(due)
        .child(moments)
        .children(rights)
}

/// A sentence about a number.
fn with_number(state: State, classes: &str, key: &str, number: &Reference) -> Element {
    let line = paragraph(classes, "");
    let sentence = state.text_with(key, &[("number", VALUE)]);
    kept_as_it_is(&line, &sentence, &number.spaced());
    line
}

fn when(state: State, key: &str, moment: Timestamp) -> String {
    let when = clock::in_words(moment, state.language());
    state.text_with(key, &[("when", &when)])
}
