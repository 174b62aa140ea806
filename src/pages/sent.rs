//! After sending: where the registration is, what happens next, how to reach the Mission Locale now.
//!
//! Nothing here says "received" before the endpoint's receipt.

use domain::{
    calendar,
    outbox::{Entry, SentRecord, Standing, StuckReason},
    submission::MessageKind,
    time::Timestamp,
};

use super::{heading, not_found::not_found, with_the_rest};
use crate::{
    browser::{
        clock,
        dom::{Element, element},
        focus,
        install::{self, Way},
        service_worker,
    },
    components::{
        block::{VALUE, button, card, kept_as_it_is, paragraph},
        link::{action_bar, call_button, link},
    },
    late::AllHere,
    live::Live,
    navigation::{self, to},
    rights,
    screen::Screen,
    state::{LastSent, State},
    tablet,
};

/// Just sent.
pub fn sent(state: State) -> Element {
    let shared = *state.tablet.peek();
    // Without anything just sent another page is shown: see `Screen::as_things_stand`.
    let Some(last) = state.last.peek().clone() else {
        return not_found(state);
    };
    let (kind, outside) = (last.kind, last.outside.clone());
    let call = state.text("sent.call_now");
    let number = &state.site().phone_e164;
    let again = link(
        &Screen::Welcome.path(),
        state.text("sent.again"),
        move || {
            state.last.set(None);
            navigation::go_instead(state, Screen::Welcome);
        },
    );
    let title = heading("");
    let status = element("p").attr("role", "status");
    let lead = element("p").class("lead");
    let chain = element("ol").class("chain");
    let places = [title.clone(), status.clone(), lead.clone(), chain.clone()];
    let followed = element("div").follow(move |_| {
        let [title, status, lead, chain] = &places;
        let now = Progress::of(state, &last);
        let sentence = state.text_with(now.title(), &[("name", VALUE)]);
        kept_as_it_is(title, &sentence, &last.first_name);
        let (class, key) = now.status();
        status.set("class", Some(class));
        status.set_text(state.text(key));
        lead.set_text(now.lead(state));
        chain.fill(now.steps(state, &last));
    });
    let about_person = (rights::is_registration(kind) && !shared).then(|| {
        let choices = element("p").child(to(state, Screen::Choices, "see.choices"));
        [
            choices,
            two_lines(state, "sent.bring"),
            two_lines(state, "sent.france_travail"),
            element("p").class("soft").child(again),
        ]
    });
    let last_action = if shared {
        let done = button(state.text("shared.done")).on_tap(move || tablet::next_person(state));
        action_bar(state.text("shared.done"), [done])
    } else {
        action_bar(call, [call_button(number, call)])
    };
    let outside = outside.map(|commune| {
        let line = paragraph("", "");
        let sentence = state.text_with("sent.outside", &[("commune", VALUE)]);
        kept_as_it_is(&line, &sentence, &commune);
        line
    });
    followed
        .children([status, title, lead])
        .children(outside)
        .child(chain)
        .children(shared.then(|| paragraph("soft", state.text("shared.done_text"))))
        .children((!shared).then(|| with_the_rest(state, rest_after_receipt)))
        .children(about_person.into_iter().flatten())
        .child(last_action)
}

/// Once nothing waits any more: a newer release, or the app among the phone's own.
///
/// Not before: an app installed on an iPhone does not see what waits in the browser.
#[inline(never)]
fn rest_after_receipt(_here: AllHere, state: State) -> Element {
    let asked: &'static Live<bool> = Box::leak(Box::new(Live::new(false)));
    element("div").class("live").follow(move |place| {
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
        let take = button(state.text("newer.take")).class("button quiet");
        two_lines(state, "newer.app").child(take.on_tap(move || {
            navigation::go_instead(state, Screen::Welcome);
            service_worker::take_over(navigation::may_reload(state));
        }))
    })
}

/// How to keep the app at hand, where this browser can.
fn install(state: State, asked: &'static Live<bool>) -> Option<Element> {
    if *asked.read() {
        return None;
    }
    let card = || two_lines(state, "install.app");
    match install::way()? {
        Way::Prompt => {
            let ask = button(state.text("install.ask")).class("button quiet");
            Some(card().child(ask.on_tap(move || {
                install::ask();
                asked.set(true);
                focus::heading();
            })))
        }
        Way::ShareMenu => {
            let step = |key: &str, picture: Option<&str>| {
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
                step("install.step1", Some("/icons/share.svg")),
                step("install.step2", Some("/icons/add.svg")),
                step("install.step3", None),
            ])))
        }
    }
}

/// How far the last sending has come.
struct Progress {
    /// What the endpoint said of it, once it has it.
    record: Option<SentRecord>,
    /// Why nothing more will come of it by itself.
    stuck: Option<StuckReason>,
    /// Whether a sealed copy stays here.
    has_copy: bool,
    /// Whether it survives a closed page.
    lasting: bool,
    /// Whether the device passes from hand to hand.
    shared: bool,
}

impl Progress {
    fn of(state: State, last: &LastSent) -> Self {
        let (records, entries) = (state.records.read(), state.entries.read());
        let copies = state.unconfirmed.read();
        // What the endpoint has lost waits once more.
        let waits = entries.iter().any(|entry| entry.id == last.id);
        let record = records.iter().find(|record| record.id == last.id);
        let stuck = |entry: &Entry| match entry.standing {
            Standing::Stuck(reason) if entry.id == last.id => Some(reason),
            _ => None,
        };
        Self {
            record: record.filter(|_| !waits).cloned(),
            stuck: entries.iter().find_map(stuck),
            has_copy: copies.iter().any(|copy| copy.entry.id == last.id),
            lasting: *state.lasting.peek(),
            shared: *state.tablet.peek(),
        }
    }

    /// Whether nobody has it, and nobody will by itself.
    fn is_refused(&self) -> bool {
        self.record.is_none() && self.stuck.is_some()
    }

    fn title(&self) -> &'static str {
        match (self.record.is_some(), self.stuck.is_some(), self.lasting) {
            (true, _, _) => "sent.title",
            (false, true, _) => "sent.title_stuck",
            (false, false, true) => "sent.title_kept",
            (false, false, false) => "sent.title_in_memory",
        }
    }

    /// Its class and the key of its sentence.
    fn status(&self) -> (&'static str, &'static str) {
        match (self.record.is_some(), self.stuck.is_some(), self.lasting) {
            (true, _, _) => ("status ok", "sent.status_received"),
            (false, true, _) if self.shared => ("status no", "shared.status_stuck"),
            (false, false, true) if self.shared => ("status", "shared.status_kept"),
            (false, true, _) => ("status no", "sent.status_stuck"),
            (false, false, true) => ("status", "sent.status_kept"),
            (false, false, false) => ("status", "sent.status_in_memory"),
        }
    }

    fn lead(&self, state: State) -> &'static str {
        let key = match (self.record.is_some(), self.stuck, self.lasting) {
            (false, Some(_), _) if self.shared => "shared.lead_stuck",
            (false, Some(reason), _) => return state.text(&["stuck.", reason.code()].concat()),
            (true, _, _) if self.shared => "shared.lead_received",
            (false, None, true) if self.shared => "shared.lead_kept",
            (true, _, _) => "sent.lead_received",
            (false, None, true) => "sent.lead_kept",
            (false, None, false) => "sent.lead_in_memory",
        };
        state.text(key)
    }

    /// Kept here, received there, called back; no more is promised than what will come by itself.
    fn steps(&self, state: State, last: &LastSent) -> Vec<Element> {
        let language = state.language();
        let soft = |text: &str| element("span").class("soft").text(text);
        let step = |key: &str| element("li").child(element("b").text(state.text(key)));
        let kept = self.lasting.then(|| {
            let when = clock::in_words(last.kept_at, language);
            let key = if self.shared {
                "shared.kept"
            } else {
                "sent.kept"
            };
            step(key).class("done").child(soft(&when))
        });
        if self.is_refused() {
            return kept.into_iter().collect();
        }
        let received = match &self.record {
            None => step("sent.not_yet_received").child(soft(state.text("sent.number_later"))),
            Some(record) => step("sent.received").class("done").children([
                element("span").text(&clock::in_words(record.received_at, language)),
                soft(state.text("sent.number")),
                element("strong")
                    .class("number")
                    .attr("translate", "no")
                    .text(&record.reference.spaced()),
                soft(if self.has_copy {
                    state.text("sent.copy")
                } else {
                    ""
                }),
            ]),
        };
        let last_step = if last.kind == MessageKind::RightsRequest {
            step("sent.answered").child(soft(&self.answer_by(state)))
        } else {
            step("sent.called").child(soft(&self.call_by(state)))
        };
        kept.into_iter().chain([received, last_step]).collect()
    }

    /// By when a rights request is answered: the endpoint counts the days.
    fn answer_by(&self, state: State) -> String {
        let due = self.record.as_ref().and_then(|record| record.due_on);
        match due.map(|due| clock::day_in_words(due, state.language())) {
            Some(due) => state.text_with("outbox.answer_by", &[("due", &due)]),
            None => state.text("sent.answer_soon").to_owned(),
        }
    }

    fn call_by(&self, state: State) -> String {
        let (from, key) = match &self.record {
            Some(record) => (record.received_at, "sent.call_by"),
            None => (clock::believed(), "sent.call_by_once_received"),
        };
        match call_by(state, from) {
            Some(due) => {
                let due = clock::in_words(due, state.language());
                state.text_with(key, &[("due", &due)])
            }
            None => state.text("sent.call_soon").to_owned(),
        }
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

/// A card whose heading and sentence are two texts of one name.
fn two_lines(state: State, name: &str) -> Element {
    let text = |part: &str| state.text(&[name, part].concat());
    card(text("_title")).child(paragraph("", text("_text")))
}
