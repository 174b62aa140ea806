//! Rights requests: entered in the register at intake, then followed by an officer until they are closed.
//!
//! What a request does by itself it does only to the submission whose secret it shows.
//! An id finds, a number is told to people: neither proves anything, and both wait for an officer.

mod access_copy;
mod allowed;
mod by_hand;
mod carried_out;
mod officer;
mod options;
mod refusal;
mod register;
mod report;
mod words;

use domain::{
    options::{Choice, named},
    owner::Named,
    rights::{Reminder, Right, due_on, reminders},
    submission::Submission,
    time::{Date, Timestamp},
};
use jiff::{civil, tz::TimeZone};

pub(crate) use access_copy::{Answer, file_name as answer_file_name};
pub use by_hand::ManualRequest;
pub(crate) use officer::MAX_WORDS;
pub use officer::Officer;
pub use refusal::RightsError;
pub(crate) use register::{Asked, Register, RequestFile};
pub(crate) use report::{Facts, target_words};
pub(crate) use words::{effect_coded, reason as step_reason, step as step_words};

use crate::{
    french,
    state::EndpointState,
    store::{NewRequest, Note, PlannedNote, Present, StoreError},
};

/// Reminders are there when the officer's day starts.
const REMINDER_HOUR: i8 = 8;

/// What the register writes down of a request that arrives at `now`; nothing where no right is asked for.
pub(crate) fn new_request(
    submission: &Submission,
    about: Option<Named>,
    time_zone: &TimeZone,
    now: Timestamp,
) -> Option<NewRequest> {
    let asked = Right::asked(submission.answers())?;
    let received_on = today(time_zone, now);
    let due_on = due_on(received_on);
    let message = submission.message();
    let withdrawn = named(&message.answers).map(|purpose| Choice {
        purpose,
        granted: false,
        at: message.filled_at,
    });
    Some(NewRequest {
        asked,
        withdrawn: withdrawn.filter(|_| asked == Right::Withdrawal),
        about,
        received_on,
        due_on,
        reminders: planned(due_on, time_zone),
    })
}

/// What a clock that was ahead has written counts as of now, by a clock that is believed.
/// Returns how many moments and days that were.
pub(crate) async fn bring_back(
    endpoint: &EndpointState,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let zone = &endpoint.time_zone;
    let present = Present {
        now,
        today: today(zone, now),
        reminders: &|due_on| planned(due_on, zone),
    };
    endpoint.store.bring_back(&present).await
}

/// The reminders of a request due on `due_on`, at the moments they are sent.
fn planned(due_on: Date, time_zone: &TimeZone) -> Vec<PlannedNote> {
    let morning = civil::Time::constant(REMINDER_HOUR, 0, 0, 0);
    let at = |(reminder, day): (Reminder, Date)| {
        (Note::Reminder(reminder), moment_of(day, morning, time_zone))
    };
    reminders(due_on).map(at).to_vec()
}

/// The moment at which it is that day and that time at the Mission Locale.
fn moment_of(day: Date, time: civil::Time, time_zone: &TimeZone) -> Timestamp {
    french::instant(day.civil().to_datetime(time), time_zone)
}

/// The day it is at the Mission Locale.
fn today(time_zone: &TimeZone, now: Timestamp) -> Date {
    french::local(now, time_zone).date().into()
}
