//! By when a request is answered: one month, counted as regulation (EEC, Euratom) 1182/71 counts.
//!
//! The day of receipt is not counted. The period ends with the last hour of the same date of the last month,
//! or of that month's last day where it has no such date (article 3.2.c);
//! on a Saturday, a Sunday or a public holiday it ends with the following working day (article 3.4).

use jiff::civil::{self, Weekday};

use crate::{calendar::is_public_holiday, time::Date};

/// Months in which a request is answered.
pub const MONTHS_TO_ANSWER: i16 = 1;

/// Months more, with a reason told in the first ones.
pub const FURTHER_MONTHS: i16 = 2;

/// Days before the due date on which the officer is reminded.
const REMINDED_DAYS_BEFORE: i32 = 7;

/// The last day on which a request received on `received_on` is answered in time (GDPR article 12.3).
///
/// Days are those of the Mission Locale's own time.
pub fn due_on(received_on: Date) -> Date {
    last_day(received_on, MONTHS_TO_ANSWER)
}

/// The last day after an extension: two further months, counted from the receipt.
pub fn extended_due_on(received_on: Date) -> Date {
    last_day(received_on, MONTHS_TO_ANSWER + FURTHER_MONTHS)
}

/// Whole days from `today` to `due`; negative once it is past.
pub fn days_left(today: Date, due: Date) -> i32 {
    today
        .civil()
        .until(due.civil())
        .map_or(0, |span| span.get_days())
}

/// How pressing an answer is that is still owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Its day is past.
    Late,
    /// Its day is so near that the officer was reminded of it, or it is today.
    Near,
    /// There is time.
    Later,
}

/// How pressing an answer due on `due` is on the day `today`: near from the first reminder on.
pub fn urgency(today: Date, due: Date) -> Urgency {
    match days_left(today, due) {
        ..0 => Urgency::Late,
        0..=REMINDED_DAYS_BEFORE => Urgency::Near,
        _ => Urgency::Later,
    }
}

/// When an officer is told again of what is still owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// Seven days before.
    WeekBefore,
    /// On the day.
    DueDay,
}

impl Reminder {
    /// The stable code, as the store keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::WeekBefore => "week_before",
            Self::DueDay => "due_day",
        }
    }
}

/// The reminders of a request due on `due`, and their days. The first word, at arrival, is the request itself.
pub fn reminders(due: Date) -> [(Reminder, Date); 2] {
    let mut week_before = due.civil();
    for _ in 0..REMINDED_DAYS_BEFORE {
        week_before = week_before.yesterday().unwrap_or(week_before);
    }
    [
        (Reminder::WeekBefore, week_before.into()),
        (Reminder::DueDay, due),
    ]
}

fn last_day(received_on: Date, months: i16) -> Date {
    let mut day = months_after(received_on.civil(), months);
    while !is_working_day(day) {
        // The calendar ends on a Friday: there is always a tomorrow.
        day = day.tomorrow().unwrap_or(day);
    }
    day.into()
}

/// The same date so many months later, or the last day of a month that is too short.
fn months_after(day: civil::Date, months: i16) -> civil::Date {
    let counted = i16::from(day.month()) - 1 + months;
    let year = day.year().saturating_add(counted / 12);
    let month = i8::try_from(counted % 12 + 1).unwrap_or(1);
    let first = civil::Date::new(year, month, 1);
    // Past the year 9999 there is no calendar: the day stays as it is.
    let Ok(first) = first else { return day };
    civil::Date::new(year, month, day.day()).unwrap_or_else(|_| first.last_of_month())
}

fn is_working_day(day: civil::Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_public_holiday(day)
}
