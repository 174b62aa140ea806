//! After sending: where the registration is, what happens next, how to reach the Mission Locale now.
//!
//! Nothing here says "received" before the endpoint's receipt.

use domain::{calendar, submission::MessageKind, texts::TextKey, time::Timestamp};
use elements::{Element, RwSignal, element};
use phone::{
    key,
    progress::{LastSent, Progress, Stage},
    rights::is_registration,
    screen::Screen,
};

use super::{heading, not_found::not_found, with_the_rest};
use crate::{
    browser::{
        clock, focus,
        install::{self, Way},
        service_worker,
    },
    components::{
        block::{VALUE, button, card, kept_as_it_is, paragraph},
        link::{action_bar, call_button, link},
    },
    navigation::{self, to},
    shared_device,
    state::State,
};

/// Just sent.
pub fn sent(state: State) -> Element {
    let shared = *state.shared_device.read_untracked();
    // Without anything just sent another page is shown: see `Screen::as_things_stand`.
    let Some(last) = state.last_sent.read_untracked().clone() else {
        return not_found(state);
    };
    let (kind, outside) = (last.kind, last.outside.clone());
    let call = state.text(key!("sent.call_now"));
    let number = &state.site().phone_e164;
    let again = link(
        &Screen::Welcome.path(),
        state.text(key!("sent.again")),
        move || {
            state.last_sent.set(None);
            navigation::go_instead(state, Screen::Welcome);
        },
    );
    let title = heading("");
    let status = element("p").attr("role", "status");
    let lead = element("p").class("lead");
    let chain = element("ol").class("chain");
    let places = [title.clone(), status.clone(), lead.clone(), chain.clone()];
    let followed = element("div").effect(move |_| {
        let [title, status, lead, chain] = &places;
        let now = progress(state, &last);
        let sentence = state.text_with(now.title(), &[("name", VALUE)]);
        kept_as_it_is(title, &sentence, &last.first_name);
        status.set("class", Some(status_class(now.stage)));
        status.set_text(state.text(now.status()));
        lead.set_text(state.text(now.lead()));
        chain.fill(steps(state, &now, &last));
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
    let last_action = if shared {
        let done = button(state.text(key!("shared.done")))
            .on_click(move || shared_device::reset_for_next_user(state));
        action_bar(state.text(key!("shared.done")), [done])
    } else {
        action_bar(call, [call_button(number, call)])
    };
    let outside = outside.map(|commune| {
        let line = paragraph("", "");
        let sentence = state.text_with(key!("sent.outside"), &[("commune", VALUE)]);
        kept_as_it_is(&line, &sentence, &commune);
        line
    });
    followed
        .children([status, title, lead])
        .children(outside)
        .child(chain)
        .children(shared.then(|| paragraph("soft", state.text(key!("shared.done_text")))))
        .children((!shared).then(|| with_the_rest(state, after_receipt)))
        .children(about_person.into_iter().flatten())
        .child(last_action)
}

/// Once nothing waits any more: a newer release, or the app among the phone's own.
///
/// Not before: an app installed on an iPhone does not see what waits in the browser.
fn after_receipt(state: State) -> Element {
    let asked: &'static RwSignal<bool> = Box::leak(Box::new(RwSignal::new(false)));
    element("div").class("live").effect(move |place| {
        let all_left = state.entries.read().is_empty() && !state.records.read().is_empty();
        // The first screen is loaded anew.
        let newer = || state.may_go().then(|| newer(state)).flatten();
        let offer = all_left.then(|| newer().or_else(|| install(state, asked)));
        place.fill(offer.flatten());
    })
}

/// A newer release that is ready: one tap, and nothing is lost by it here.
fn newer(state: State) -> Option<Element> {
    service_worker::is_newer_ready().then(|| {
        let take = button(state.text(key!("newer.take"))).class("button quiet");
        two_lines(state, key!("newer.app_title"), key!("newer.app_text")).child(take.on_click(
            move || {
                navigation::go_instead(state, Screen::Welcome);
                service_worker::take_over(navigation::may_reload(state));
            },
        ))
    })
}

/// How to keep the app at hand, where this browser can.
fn install(state: State, asked: &'static RwSignal<bool>) -> Option<Element> {
    if *asked.read() {
        return None;
    }
    let card = || two_lines(state, key!("install.app_title"), key!("install.app_text"));
    match install::way()? {
        Way::Prompt => {
            let ask = button(state.text(key!("install.ask"))).class("button quiet");
            Some(card().child(ask.on_click(move || {
                install::ask();
                asked.set(true);
                focus::heading();
            })))
        }
        Way::ShareMenu => {
            let step = |key: TextKey, picture: Option<&str>| {
                let picture = picture.map(|path| {
                    element("img")
                        .attr("src", path)
                        .attr("alt", "")
                        .attr("width", "24")
                        .attr("height", "24")
                });
                element("li").children(picture).text(state.text(key))
            };
            Some(card().child(element("ol").class("steps").children([
                step(key!("install.step1"), Some("/icons/share.svg")),
                step(key!("install.step2"), Some("/icons/add.svg")),
                step(key!("install.step3"), None),
            ])))
        }
    }
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

fn status_class(stage: Stage) -> &'static str {
    match stage {
        Stage::Received => "status ok",
        Stage::Stuck(_) => "status no",
        Stage::Kept | Stage::InMemory => "status",
    }
}

/// Kept here, received there, called back; no more is promised than what will come by itnow.
fn steps(state: State, now: &Progress, last: &LastSent) -> Vec<Element> {
    let language = state.language();
    let soft = |text: &str| element("span").class("soft").text(text);
    let step = |key: TextKey| element("li").child(element("b").text(state.text(key)));
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
            soft(state.text(key!("sent.number"))),
            element("strong")
                .class("number")
                .attr("translate", "no")
                .text(&record.reference.spaced()),
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
    match call_by(state, from) {
        Some(due) => {
            let due = clock::in_words(due, state.language());
            state.text_with(key, &[("due", &due)])
        }
        None => state.text(key!("sent.call_soon")).to_owned(),
    }
}

/// By when somebody calls back what the endpoint received at `received_at`.
fn call_by(state: State, received_at: Timestamp) -> Option<Timestamp> {
    let hours = &state.site().opening_hours;
    let offset_seconds = clock::offset_minutes(received_at) * 60;
    let local = received_at.plus_seconds(offset_seconds);
    let due = calendar::call_by(local.civil(), hours)?;
    Some(Timestamp::from_civil(due).plus_seconds(-offset_seconds))
}

/// A card of a heading and a sentence.
fn two_lines(state: State, title: TextKey, text: TextKey) -> Element {
    card(state.text(title)).child(paragraph("", state.text(text)))
}
