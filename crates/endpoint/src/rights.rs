//! Rights requests: entered in the register at intake, then followed by an officer until they are closed.
//!
//! What a request does by itself it does only to the submission whose own id it names.
//! A number proves nothing: it waits for an officer.

mod answer;
mod officer;
mod refusal;
mod report;

use domain::{
    rights::{Reminder, Right, due_on, reminders},
    submission::Submission,
    time::{Date, Timestamp},
    wire::ProblemType,
};
use jiff::{civil, tz::TimeZone};

pub use officer::Officer;
pub use refusal::RightsError;

use crate::{
    delivery::french,
    problem::Rejection,
    store::{NewRequest, Note, PlannedNote},
};

/// Reminders are there when the officer's day starts.
const REMINDER_HOUR: i8 = 8;

/// What the register writes down of a request that arrives at `now`.
pub(crate) fn new_request(
    submission: &Submission,
    time_zone: &TimeZone,
    now: Timestamp,
) -> Result<NewRequest, Rejection> {
    let asked = Right::asked(submission.answers()).ok_or(ProblemType::InvalidMessage)?;
    let received_on = today(time_zone, now);
    let due_on = due_on(received_on);
    Ok(NewRequest {
        asked,
        about: submission.message().about.clone(),
        received_on,
        due_on,
        reminders: planned(due_on, time_zone),
    })
}

/// The reminders of a request due on `due_on`, at the moments they are sent.
fn planned(due_on: Date, time_zone: &TimeZone) -> Vec<PlannedNote> {
    let at = |(reminder, day): (Reminder, Date)| {
        let morning = day
            .civil()
            .to_datetime(civil::Time::constant(REMINDER_HOUR, 0, 0, 0));
        let moment = time_zone.to_ambiguous_timestamp(morning).compatible();
        let seconds = moment.map(jiff::Timestamp::as_second).unwrap_or_default();
        (
            Note::Reminder(reminder),
            Timestamp::from_unix_seconds(seconds),
        )
    };
    reminders(due_on).map(at).to_vec()
}

/// The day it is at the Mission Locale.
fn today(time_zone: &TimeZone, now: Timestamp) -> Date {
    french::local(now, time_zone).date().into()
}
