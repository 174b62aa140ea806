//! Sentences for the deadline of a promised call and for the opening state of the telephone.

use domain::{outbox::SentRecord, time::Timestamp};
use elements::Element;
use phone::{
    calls::{self, Opening},
    key,
    rights::is_registration,
};

use crate::{browser::clock, components::block::paragraph, state::State};

/// By when somebody calls back what the endpoint received at `received_at`.
pub fn call_by(state: State, received_at: Timestamp) -> Option<Timestamp> {
    calls::call_by(
        received_at,
        &state.site().opening_hours,
        clock::offset_minutes,
    )
}

/// A telephone number, which no line breaks in two.
#[inline(never)]
pub fn number(state: State) -> String {
    state.site().phone.replace(' ', "\u{a0}")
}

/// The number that a telephone shows when somebody calls back.
#[inline(never)]
pub fn calling_number(state: State) -> String {
    let site = state.site();
    let number = if site.calls_from.is_empty() {
        &site.phone
    } else {
        &site.calls_from
    };
    number.replace(' ', "\u{a0}")
}

/// Who calls, by first name; nothing where the Mission Locale does not say.
pub fn callers(state: State) -> Option<String> {
    let names = &state.site().callers;
    (!names.is_empty()).then(|| names.join(&[" ", state.text(key!("calls.or")), " "].concat()))
}

/// The call that was promised to a registration; what to do, once that time is over.
pub fn promise(state: State, record: &SentRecord) -> Option<String> {
    if !is_registration(record.kind) {
        return None;
    }
    let due = call_by(state, record.received_at)?;
    let (key, phone) = if due > clock::believed() {
        (key!("calls.promised"), calling_number(state))
    } else {
        (key!("calls.over"), number(state))
    };
    let due = clock::in_words(due, state.language());
    let values = [("due", due.as_str()), ("phone", &phone)];
    Some(state.text_with(key, &values))
}

/// Whether the telephone is answered now, and until when; empty where no day is open.
#[inline(never)]
pub fn opening_line(state: State) -> Element {
    paragraph("opening", "").effect(move |line| {
        // What the endpoint says of the time may be news.
        let _ = (state.site.read(), state.told_the_time.read());
        let hours = &state.site().opening_hours;
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

fn in_words(state: State, told: Opening) -> String {
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
