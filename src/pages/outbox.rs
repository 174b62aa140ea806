//! "Mes envois": what waits on this phone, and what the Mission Locale has. No answer is shown: none is readable here.
//!
//! All of it can be seen without network; what the rest of the words say comes with them.

use std::{cell::Cell, rc::Rc};

use domain::{
    outbox::{Entry, SentRecord},
    reference::Reference,
    submission::MessageKind,
    texts::TextKey,
    time::Timestamp,
};
use elements::{Element, RwSignal, element};

use phone::{
    key,
    rights::is_registration,
    status::{self, Cancel, received},
    transfer,
};

use super::{
    giving_up::{IN_OUTBOX, ON_DEVICE, giving_up},
    page, with_the_rest,
};
use crate::{
    browser::clock,
    calls,
    components::{
        block::{VALUE, card, kept_as_it_is, paragraph},
        link::call_link,
    },
    outbox_transfer, outbox_view, rights, say,
    sending::sync,
    state::State,
};

/// Everything sent from this phone.
pub fn outbox(state: State) -> Element {
    let asked = Cell::new(false);
    let summary = element("p")
        .class("soft")
        .attr("role", "status")
        .effect(move |summary| {
            summary.set_text(&count(state));
            // Once the outbox is open, and once.
            let is_empty = state.records.read_untracked().is_empty();
            if !is_empty && !asked.replace(true) {
                sync::ask_delivered(state);
            }
        });
    // Made anew where one of them says something else: not at every try, which would take away what was just asked.
    let told = Rc::new(RwSignal::new(Vec::new()));
    let known = told.clone();
    let waiting = element("div")
        .class("live")
        .effect(move |_| {
            let tell = |entry: &Entry| {
                let overdue = entry.overdue(clock::now());
                (entry.id.clone(), entry.standing, entry.blocked, overdue)
            };
            told.set_if_changed(state.entries.read().iter().map(tell).collect());
        })
        .effect(move |list| {
            let is_empty = known.read().is_empty();
            let entries = state.entries.read_untracked();
            let cards = entries.iter().map(|entry| entry_card(state, entry));
            let again = (!is_empty).then(|| try_again(state));
            list.fill(cards.chain(again));
        });
    let received = received_list(state);
    let nothing = element("div").class("live").effect(move |place| {
        let empty = state.entries.read().is_empty() && state.records.read().is_empty();
        place.fill(empty.then(|| say::paragraph(state, "lead", key!("outbox.nothing"))));
    });
    let carrying = with_the_rest(state, carrying);
    let cleared = element("div")
        .class("live")
        .effect(move |place| place.fill(wiped(state)));
    page(state, state.text(key!("outbox.title")))
        .children([summary, cleared, waiting, received, nothing, carrying])
}

/// How many wait, were received, are in the mailbox; nothing while there is nothing.
fn count(state: State) -> String {
    let (entries, records) = (state.entries.read(), state.records.read());
    let Some(numbers) = status::numbers(&entries, &records) else {
        return String::new();
    };
    let numbers = numbers.map(|number| number.to_string());
    let [waiting, received, delivered] = numbers.each_ref().map(String::as_str);
    let values = [
        ("waiting", waiting),
        ("received", received),
        ("delivered", delivered),
    ];
    state.text_with(key!("outbox.summary"), &values)
}

/// That the browser has cleared what was kept here, until it is marked as read.
pub fn wiped(state: State) -> Option<Element> {
    let key = (*state.eviction_notice.read())?;
    let seen = say::quiet_button(state, key!("wiped.seen"));
    let text = say::paragraph(state, "", key).attr("role", "status");
    let card = say::card(state, key!("wiped.title")).child(text);
    Some(card.child(seen.on_click(move || outbox_view::wiped_is_seen(state))))
}

/// For a phone that stays without network: what waits can leave from another one, as a file.
pub fn carrying(state: State) -> Element {
    let give = element("div").class("live").effect(move |place| {
        let waiting = !state.entries.read().is_empty();
        let tap = || say::quiet_button(state, key!("rescue.give"));
        place.fill(waiting.then(|| tap().on_click(move || outbox_transfer::give(state))));
    });
    let chosen = element("input")
        .attr("id", "rescue-file")
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .on_file(transfer::MAX_FILE_BYTES, move |text| {
            outbox_transfer::take(state, text);
        });
    let label = element("label")
        .attr("for", "rescue-file")
        .text(state.text(key!("rescue.take")));
    let said = paragraph("", "")
        .attr("role", "status")
        .effect(move |said| said.set_text(&outbox_transfer::said(state)));
    let title = say::element(state, "summary", key!("rescue.title"));
    let whole = element("details").class("card").child(title);
    whole
        .child(say::paragraph(state, "", key!("rescue.text")))
        .child(give)
        .children([element("p").child(label).child(chosen), said])
}

/// The button to try at once: what waits leaves sooner, what is stuck gets another chance.
fn try_again(state: State) -> Element {
    let again = say::button(state, key!("outbox.try_now")).on_click(move || sync::try_again(state));
    element("div").class("action").child(again)
}

fn kind_card(state: State, kind: MessageKind) -> Element {
    card(state.text(status::of_kind(kind)))
}

fn entry_card(state: State, entry: &Entry) -> Element {
    // Some of its sentences are among the rest of the words.
    let _ = state.rest_words.read();
    let records = state.records.read_untracked();
    let lost = records.iter().find(|record| record.id == entry.id);
    let lost = lost.map(|record| with_number(state, "", key!("outbox.lost"), &record.reference));
    let next = status::next_of_entry(entry).map(|key| say::paragraph(state, "", key));
    let class = if entry.is_waiting() {
        "status"
    } else {
        "status no"
    };
    let overdue = entry.overdue(clock::now()).map(status::overdue);
    kind_card(state, entry.kind)
        .child(paragraph(class, state.text(status::of_entry(entry))))
        .children([lost, next].into_iter().flatten())
        .children(overdue.map(|key| say::paragraph(state, "", key)))
        .child(paragraph(
            "soft",
            &when(state, key!("outbox.kept_at"), entry.kept_at),
        ))
        .children(cancel(state, entry))
}

/// The way to take back what waits.
fn cancel(state: State, entry: &Entry) -> Option<Element> {
    let id = entry.id.clone();
    match status::cancel(entry) {
        Cancel::No => None,
        // The sentences for that are among the rest of the words.
        Cancel::GiveUp => {
            let words = *state.rest_words.read();
            words.map(|_| giving_up(state, id, &ON_DEVICE))
        }
        Cancel::GiveUpOrTell => {
            let tell = rights::cancel_link(state, state.text(key!("outbox.cancel")), id.clone());
            let both = element("div").child(giving_up(state, id, &IN_OUTBOX));
            Some(both.child(element("p").child(tell)))
        }
    }
}

/// What the Mission Locale has.
fn received_list(state: State) -> Element {
    let ids = Rc::new(RwSignal::new(Vec::new()));
    let known = ids.clone();
    element("div")
        .class("live")
        .effect(move |_| {
            let (records, entries) = (state.records.read(), state.entries.read());
            let shown = received(&records, &entries);
            let shown = shown.map(|record| (record.id.clone(), record.reference.clone()));
            ids.set_if_changed(shown.collect());
        })
        // Made anew where there is another record, or another number. A card that is there stays, with its link under
        // the finger.
        .effect(move |list| {
            // Some of its sentences are among the rest of the words.
            let _ = (known.read(), state.rest_words.read());
            let (records, entries) = (
                state.records.read_untracked(),
                state.entries.read_untracked(),
            );
            let shown = received(&records, &entries);
            list.fill(shown.map(|record| record_card(state, record)));
        })
}

/// The card of one record; what becomes of it is told in the room that is there for it.
fn record_card(state: State, record: &SentRecord) -> Element {
    let due = record.due_on.map(|due| {
        let due = clock::day_in_words(due, state.language());
        paragraph(
            "",
            &state.text_with(key!("outbox.answer_by"), &[("due", &due)]),
        )
    });
    let own = is_registration(record.kind) && !record.shared_device;
    let rights =
        own.then(|| rights::link_about(state, state.text(key!("outbox.rights")), record.clone()));
    let former = record
        .former_reference
        .as_ref()
        .map(|former| with_number(state, "soft", key!("outbox.former"), former));
    let (id, received_at) = (record.id.clone(), record.received_at);
    let own_id = record.id.clone();
    let delivered_at = move || {
        let records = state.records.read();
        let mut own = records.iter().filter(|record| record.id == id);
        own.next().and_then(|record| record.delivered_at)
    };
    let delivered = delivered_at.clone();
    let status = one_of(
        2,
        move || usize::from(delivered().is_some()),
        move |place| {
            let states = [key!("outbox.received"), key!("outbox.delivered")];
            state.text(states[place]).to_owned()
        },
    );
    let arrived_at = delivered_at.clone();
    let moments = one_of(
        3,
        move || {
            let copies = state.unconfirmed.read();
            let has_copy = copies.iter().any(|copy| copy.entry.id == own_id);
            if delivered_at().is_some() {
                2
            } else {
                usize::from(has_copy)
            }
        },
        move |place| {
            let received = when(state, key!("outbox.received_at"), received_at);
            // Before it is known, a moment that is as long.
            let end = match place {
                0 => state.text(key!("outbox.not_delivered")).to_owned(),
                1 => state.text(key!("outbox.copy")).to_owned(),
                _ => when(
                    state,
                    key!("outbox.delivered_at"),
                    arrived_at().unwrap_or(received_at),
                ),
            };
            [received, end].join(" ")
        },
    );
    let promised = own.then(|| promised_call(state, record)).flatten();
    kind_card(state, record.kind)
        .children([
            paragraph("status ok", "").child(status),
            paragraph("number", &record.reference.spaced()).attr("translate", "no"),
        ])
        .children(former)
        .children(due)
        .children(promised)
        .child(paragraph("soft", "").child(moments))
        .children(rights)
}

/// One of so many sentences, with room for each: what stands below does not move when another one is said.
fn one_of(
    many: usize,
    said: impl Fn() -> usize + Clone + 'static,
    sentence: impl Fn(usize) -> String + Clone + 'static,
) -> Element {
    let all = (0..many).map(|place| {
        let (said, sentence) = (said.clone(), sentence.clone());
        element("span").effect(move |line| {
            line.set_text(&sentence(place));
            line.set("aria-hidden", (said() != place).then_some("true"));
        })
    });
    element("span").class("one-of").children(all)
}

/// By when somebody calls, and the way to call: the same as on the page after sending.
fn promised_call(state: State, record: &SentRecord) -> Option<Element> {
    let promise = calls::promise(state, record)?;
    let site = state.site().branch(&record.branch);
    let call = call_link(&site.phone_e164, state.text(key!("sent.call_now")));
    let whole = element("div").child(paragraph("", &promise));
    let opening = calls::opening_line(state, &record.branch);
    Some(whole.children([opening, element("p").child(call)]))
}

/// A sentence about a number.
fn with_number(state: State, classes: &str, key: TextKey, number: &Reference) -> Element {
    let line = paragraph(classes, "");
    let sentence = state.text_with(key, &[("number", VALUE)]);
    kept_as_it_is(&line, &sentence, &number.spaced());
    line
}

fn when(state: State, key: TextKey, moment: Timestamp) -> String {
    let when = clock::in_words(moment, state.language());
    state.text_with(key, &[("when", &when)])
}
