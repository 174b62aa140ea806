//! Page after sending: deadline and number of the promised call, files to keep, chain of steps.
//!
//! Nothing here says "received" before the endpoint's receipt.

use std::rc::Rc;

use domain::{outbox::SentRecord, texts::TextKey};
use elements::{Element, RwSignal, element};
use phone::{
    key,
    progress::{LastSent, Progress, Stage, Step, When},
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
    let (kind, outside, branch) = (last.kind, last.outside.clone(), last.branch.clone());
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
    let chain = element("ol").class("chain");
    // Listeners made inside an effect are dropped when it runs again. This part has an effect of its own, which runs again
    // for another code alone: its buttons stay, and go on listening, while the one below follows the progress.
    let given = Rc::new(RwSignal::new(None::<SentRecord>));
    let known = given.clone();
    let keepsakes = element("div").class("live").effect(move |place| {
        let record = known.read();
        let kept = record
            .as_ref()
            .map(|record| to_keep::to_keep(state, record, kind));
        place.fill(kept.unwrap_or_default());
    });
    let panel = panel.children([title.clone(), status.clone(), call.clone(), lead.clone()]);
    let places = [title, status, call, lead, panel.clone(), chain.clone()];
    let followed = element("div").effect(move |_| {
        let [title, status, call, lead, panel, chain] = &places;
        let now = progress(state, &last);
        let sentence = state.text_with(now.title(), &[("name", VALUE)]);
        kept_as_it_is(title, &sentence, &last.first_name);
        panel.set("class", Some(panel_class(now.stage)));
        status.set("class", Some(status_class(now.stage)));
        status.set_text(state.text(now.status()));
        call.fill(when(state, &now, &last));
        lead.set_text(state.text(now.lead()));
        chain.fill(steps(state, &now, &last));
        if let Some(record) = now.record {
            let code = &record.reference;
            let is_known = given
                .read_untracked()
                .as_ref()
                .is_some_and(|given| given.reference == *code);
            if !is_known {
                given.set(Some(record));
            }
        }
    });
    let about_person = (is_registration(kind) && !shared).then(|| {
        let choices = element("p").child(to(state, Screen::Choices, key!("see.choices")));
        [
            choices,
            with_the_rest(state, for_the_meeting),
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
        .children((!shared).then(|| call_now(state, &branch)))
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

/// What to bring, and what a registration here is not.
fn for_the_meeting(state: State) -> Element {
    element("div").children([
        two_lines(state, key!("sent.bring_title"), key!("sent.bring_text")),
        two_lines(
            state,
            key!("sent.france_travail_title"),
            key!("sent.france_travail_text"),
        ),
    ])
}

/// By when and from which number: the largest line of all, once it is a promise.
fn when(state: State, now: &Progress, last: &LastSent) -> Vec<Element> {
    let Some(record) = now.record.as_ref().filter(|_| is_registration(last.kind)) else {
        return Vec::new();
    };
    let site = state.site().branch(&last.branch);
    let due = match calls::call_by(site, record.received_at) {
        Some(due) => clock::in_words(due, state.language()),
        None => state.text(key!("sent.call_soon")).to_owned(),
    };
    let number = calls::calling_number(site);
    let from = state.text_with(key!("sent.call_from"), &[("phone", &number)]);
    let from = match calls::callers(state, site) {
        Some(names) => [&names, " · ", &from].concat(),
        None => from,
    };
    // The header names the Mission Locale; a branch is named here.
    let branch = if last.branch.is_empty() {
        ""
    } else {
        &site.name
    };
    let lines = [
        ("span", state.text(key!("sent.call_before"))),
        ("b", &due),
        ("span", &from),
        ("bdi", branch),
    ];
    lines.map(|(tag, text)| element(tag).text(text)).into()
}

/// The way to call now, and whether somebody answers.
fn call_now(state: State, branch: &str) -> Element {
    let site = state.site().branch(branch);
    let call = call_button(&site.phone_e164, state.text(key!("sent.call_now")));
    let card = element("section")
        .class("card")
        .child(opening_line(state, branch));
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

/// The chain of steps, as things stand.
fn steps(state: State, now: &Progress, last: &LastSent) -> Vec<Element> {
    let call_by = |received_at| calls::call_by(state.site().branch(&last.branch), received_at);
    let steps = now.steps(last, clock::believed(), &call_by);
    let steps = steps.into_iter().flatten();
    steps.map(|told| step(state, &told)).collect()
}

fn step(state: State, told: &Step) -> Element {
    let soft = |text: &str| element("span").class("soft").text(text);
    let step = element("li").child(say::element(state, "b", told.title));
    let step = if told.is_done {
        step.class("done")
    } else {
        step
    };
    let note = told.note.map(|key| soft(state.text(key)));
    step.child(soft(&in_words(state, &told.when)))
        .children(note)
}

fn in_words(state: State, told: &When) -> String {
    let language = state.language();
    let (key, due) = match *told {
        When::At(moment) => return clock::in_words(moment, language),
        When::Unknown(key) => return state.text(key).to_owned(),
        When::By(key, due) => (key, clock::in_words(due, language)),
        When::OnDay(key, due) => (key, clock::day_in_words(due, language)),
    };
    state.text_with(key, &[("due", &due)])
}

/// A card of a heading and a sentence.
fn two_lines(state: State, title: TextKey, text: TextKey) -> Element {
    say::card(state, title).child(say::paragraph(state, "", text))
}
