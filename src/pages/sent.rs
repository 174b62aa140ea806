//! Page after sending: deadline and number of the promised call, files to keep, chain of steps.
//!
//! Nothing here says "received" before the endpoint's receipt.

use std::cell::RefCell;

use domain::{submission::MessageKind, texts::TextKey};
use elements::{Element, element};
use phone::{
    key,
    progress::{LastSent, Progress, Stage},
    rights::is_registration,
    screen::Screen,
};

use super::{heading, not_found::not_found, with_the_rest};
use crate::{
    browser::clock,
    calls::{self, opening_line},
    components::{
        block::{VALUE, kept_as_it_is, paragraph},
        link::{action_bar, call_button, link},
    },
    navigation::{self, to},
    say, shared_device,
    state::State,
};

mod after_receipt;
mod to_keep;

/// Just sent.
pub fn sent(state: State) -> Element {
    let shared = *state.shared_device.read_untracked();
    // Without anything just sent another page is shown: see `Screen::as_things_stand`.
    let Some(last) = state.last_sent.read_untracked().clone() else {
        return not_found(state);
    };
    let (kind, outside) = (last.kind, last.outside.clone());
    let again = link(
        &Screen::Welcome.path(),
        state.text(key!("sent.again")),
        move || {
            state.last_sent.set(None);
            navigation::go_instead(state, Screen::Welcome);
        },
    );
    let (title, status, lead) = (
        heading(""),
        element("p").attr("role", "status"),
        element("p"),
    );
    let (call, panel) = (element("p").class("when"), element("div"));
    let (chain, keepsakes) = (element("ol").class("chain"), element("div").class("live"));
    let panel = panel.children([title.clone(), status.clone(), call.clone(), lead.clone()]);
    let places = [
        title,
        status,
        call,
        lead,
        panel.clone(),
        chain.clone(),
        keepsakes.clone(),
    ];
    let given = RefCell::new(None);
    let followed = element("div").effect(move |_| {
        let [title, status, call, lead, panel, chain, keepsakes] = &places;
        let now = progress(state, &last);
        let sentence = state.text_with(now.title(), &[("name", VALUE)]);
        kept_as_it_is(title, &sentence, &last.first_name);
        panel.set("class", Some(panel_class(now.stage)));
        status.set("class", Some(status_class(now.stage)));
        status.set_text(state.text(now.status()));
        call.fill(when(state, &now, &last));
        lead.set_text(state.text(now.lead()));
        chain.fill(steps(state, &now, &last));
        // Made anew for another code alone: what is tapped there stays under the finger.
        if let Some(record) = now.record {
            let code = Some(record.reference.clone());
            if given.replace(code.clone()) != code {
                keepsakes.fill(to_keep::to_keep(state, &record, kind));
            }
        }
    });
    let about_person = (is_registration(kind) && !shared).then(|| {
        let choices = element("p").child(to(state, Screen::Choices, key!("see.choices")));
        [
            choices,
            two_lines(state, key!("sent.bring_title"), key!("sent.bring_text")),
            two_lines(
                state,
                key!("sent.france_travail_title"),
                key!("sent.france_travail_text"),
            ),
            element("p").class("soft").child(again),
        ]
    });
    let last_action = shared.then(|| {
        let done = say::button(state, key!("shared.done"))
            .on_click(move || shared_device::reset_for_next_user(state));
        action_bar(state.text(key!("shared.done")), [done])
    });
    let outside = outside.map(|commune| {
        let line = paragraph("", "");
        let sentence = state.text_with(key!("sent.outside"), &[("commune", VALUE)]);
        kept_as_it_is(&line, &sentence, &commune);
        line
    });
    followed
        .child(panel)
        .children(outside)
        .child(keepsakes)
        .children((!shared).then(|| call_now(state)))
        .child(
            element("details")
                .class("card")
                .child(say::element(state, "summary", key!("sent.chain")))
                .child(chain),
        )
        .children(shared.then(|| say::paragraph(state, "soft", key!("shared.done_text"))))
        .children((!shared).then(|| with_the_rest(state, after_receipt::after_receipt)))
        .children(about_person.into_iter().flatten())
        .children(last_action)
}

/// By when and from which number: the largest line of all, once it is a promise.
fn when(state: State, now: &Progress, last: &LastSent) -> Vec<Element> {
    let Some(record) = now.record.as_ref().filter(|_| is_registration(last.kind)) else {
        return Vec::new();
    };
    let due = match calls::call_by(state, record.received_at) {
        Some(due) => clock::in_words(due, state.language()),
        None => state.text(key!("sent.call_soon")).to_owned(),
    };
    let number = calls::calling_number(state);
    let from = state.text_with(key!("sent.call_from"), &[("phone", &number)]);
    let from = match calls::callers(state) {
        Some(names) => [&names, " · ", &from].concat(),
        None => from,
    };
    let lines = [
        ("span", state.text(key!("sent.call_before"))),
        ("b", &due),
        ("span", &from),
    ];
    lines.map(|(tag, text)| element(tag).text(text)).into()
}

/// The way to call now, and whether somebody answers.
fn call_now(state: State) -> Element {
    let call = call_button(&state.site().phone_e164, state.text(key!("sent.call_now")));
    let card = element("section").class("card").child(opening_line(state));
    card.child(call.class("button quiet"))
}

/// The progress of the last sending, as things stand.
fn progress(state: State, last: &LastSent) -> Progress {
    let (records, entries) = (state.records.read(), state.entries.read());
    let kept = (
        *state.lasting.read_untracked(),
        *state.shared_device.read_untracked(),
    );
    Progress::of(
        &last.id,
        &entries,
        &records,
        &state.unconfirmed.read(),
        kept,
    )
}

fn panel_class(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => "sent done",
        _ => "sent",
    }
}

fn status_class(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => "status ok",
        Stage::Stuck(_) => "status no",
        Stage::Kept | Stage::InMemory => "status",
    }
}

/// Kept here, received there, called back; no more is promised than what will come by itself.
fn steps(state: State, now: &Progress, last: &LastSent) -> Vec<Element> {
    let language = state.language();
    let soft = |text: &str| element("span").class("soft").text(text);
    let step = |key: TextKey| element("li").child(say::element(state, "b", key));
    let kept = now.lasting.then(|| {
        let when = clock::in_words(last.kept_at, language);
        let key = if now.shared_device {
            key!("shared.kept")
        } else {
            key!("sent.kept")
        };
        step(key).class("done").child(soft(&when))
    });
    if now.is_refused() {
        return kept.into_iter().collect();
    }
    let received = match &now.record {
        None => {
            step(key!("sent.not_yet_received")).child(soft(state.text(key!("sent.number_later"))))
        }
        Some(record) => step(key!("sent.received")).class("done").children([
            soft(&clock::in_words(record.received_at, language)),
            soft(if now.has_copy {
                state.text(key!("sent.copy"))
            } else {
                ""
            }),
        ]),
    };
    let last_step = if last.kind == MessageKind::RightsRequest {
        step(key!("sent.answered")).child(soft(&answer_by(state, now)))
    } else {
        step(key!("sent.called")).child(soft(&called_by(state, now)))
    };
    kept.into_iter().chain([received, last_step]).collect()
}

/// By when a rights request is answered: the endpoint counts the days.
fn answer_by(state: State, now: &Progress) -> String {
    let due = now.record.as_ref().and_then(|record| record.due_on);
    match due.map(|due| clock::day_in_words(due, state.language())) {
        Some(due) => state.text_with(key!("outbox.answer_by"), &[("due", &due)]),
        None => state.text(key!("sent.answer_soon")).to_owned(),
    }
}

fn called_by(state: State, now: &Progress) -> String {
    let (from, key) = match &now.record {
        Some(record) => (record.received_at, key!("sent.call_by")),
        None => (clock::believed(), key!("sent.call_by_once_received")),
    };
    match calls::call_by(state, from) {
        Some(due) => {
            let due = clock::in_words(due, state.language());
            state.text_with(key, &[("due", &due)])
        }
        None => state.text(key!("sent.call_soon")).to_owned(),
    }
}

/// A card of a heading and a sentence.
fn two_lines(state: State, title: TextKey, text: TextKey) -> Element {
    say::card(state, title).child(say::paragraph(state, "", text))
}
