//! Sentences for the deadline of a promised call and for the opening state of the telephone.

use domain::{outbox::SentRecord, site::Site, time::Timestamp};
use elements::Element;
use phone::{
    calls::{self, OpeningState},
    key,
};

use crate::{browser::clock, components::block::paragraph, state::State};

/// By when somebody calls back what the endpoint received at `received_at`.
pub fn call_by(site: &Site, received_at: Timestamp) -> Option<Timestamp> {
    calls::call_by(received_at, &site.opening_hours, clock::offset_minutes)
}

/// The number to call.
#[inline(never)]
pub fn number(site: &Site) -> String {
    unbroken(&site.phone)
}

/// The number that a telephone shows when somebody calls back.
#[inline(never)]
pub fn calling_number(site: &Site) -> String {
    unbroken(calls::calling_number(site))
}

/// A telephone number that no line breaks in two.
fn unbroken(number: &str) -> String {
    number.replace(' ', "\u{a0}")
}

/// Who calls, by first name; nothing where the Mission Locale does not say.
pub fn callers(state: State, site: &Site) -> Option<String> {
    let (last, others) = site.callers.split_last()?;
    if others.is_empty() {
        return Some(last.clone());
    }
    let or = state.text(key!("calls.or"));
    Some([&others.join(", "), " ", or, " ", last].concat())
}

/// The call that was promised to a registration; what to do, once that time is over.
pub fn promise(state: State, record: &SentRecord) -> Option<String> {
    let now = clock::believed();
    let promise = calls::promise(record, state.site(), now, clock::offset_minutes)?;
    let due = clock::in_words(promise.due, state.language());
    let phone = unbroken(promise.phone);
    let values = [("due", due.as_str()), ("phone", &phone)];
    Some(state.text_with(promise.key, &values))
}

/// Whether the telephone of that branch is answered now, and until when; empty where no day is open.
#[inline(never)]
pub fn opening_line(state: State, branch: &str) -> Element {
    let branch = branch.to_owned();
    paragraph("opening", "").effect(move |line| {
        // What the endpoint says of the time may be news.
        let _ = (state.site.read(), state.told_the_time.read());
        let hours = &state.site().branch(&branch).opening_hours;
        if let Some(told) = calls::opening(clock::believed(), hours, clock::offset_minutes) {
            let classes = if told.is_open {
                "opening ok"
            } else {
                "opening"
            };
            line.set("class", Some(classes));
            line.set_text(&in_words(state, told));
        }
    })
}

fn in_words(state: State, told: OpeningState) -> String {
    let language = state.language();
    let changes_at = told.changes_at;
    let when = if told.is_today {
        clock::hour_in_words(changes_at, language)
    } else {
        clock::in_words(changes_at, language)
    };
    let key = if told.is_open {
        key!("calls.open")
    } else {
        key!("calls.opens")
    };
    state.text_with(key, &[("when", &when)])
}
