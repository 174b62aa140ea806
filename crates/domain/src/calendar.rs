//! Opening hours, closures and holidays, and by when a registration is called back.

use std::vec::Vec;

use jiff::civil::{Date, DateTime, Time};

use crate::{json::json_struct, time};

mod holidays;

pub use holidays::is_public_holiday;

/// Days looked at for the next open one: longer than a summer closure.
const DAYS_AHEAD: usize = 62;

json_struct! {
    /// When the telephone is answered: the intervals of a week, and the closures.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct OpeningHours {
        /// In order, Monday first; a day with a break has one interval for each part.
        pub days: Vec<OpenInterval>,
        /// Days without an answer beside public holidays.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub closures: Vec<Closure> = default,
    }
}

json_struct! {
    /// One open interval of a day of the week.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct OpenInterval {
        /// 1 is Monday, 7 Sunday (ISO 8601).
        pub weekday: i8,
        /// Minutes after midnight at which it begins.
        pub opens_minutes: i16,
        /// Minutes after midnight at which it ends.
        pub closes_minutes: i16,
    }
}

json_struct! {
    /// Closed from one day to another, both included.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct Closure {
        /// The first closed day.
        pub first_day: time::Date,
        /// The last closed day.
        pub last_day: time::Date,
    }
}

impl OpenInterval {
    fn opens(self) -> Time {
        clock(self.opens_minutes)
    }

    fn closes(self) -> Time {
        clock(self.closes_minutes)
    }
}

fn clock(minutes: i16) -> Time {
    let minutes = minutes.clamp(0, 24 * 60 - 1);
    #[expect(clippy::cast_possible_truncation, reason = "at most 23 and 59")]
    Time::constant((minutes / 60) as i8, (minutes % 60) as i8, 0, 0)
}

impl OpeningHours {
    /// The open intervals of that day, in order; none on a closed one.
    fn on(&self, date: Date) -> impl Iterator<Item = OpenInterval> {
        let weekday = date.weekday().to_monday_one_offset();
        let is_closed = is_public_holiday(date) || self.is_in_closure(date);
        let days = self.days.iter().copied();
        days.filter(move |day| !is_closed && day.weekday == weekday)
    }

    fn is_in_closure(&self, date: Date) -> bool {
        let is_in = |closure: &Closure| {
            (closure.first_day.civil()..=closure.last_day.civil()).contains(&date)
        };
        self.closures.iter().any(is_in)
    }
}

/// By when a person who wrote at `received` is called back, in the Mission Locale's own time.
///
/// Twenty-four hours are counted on open days alone; a deadline outside the opening hours of its day moves into them:
/// back to the end of the interval before it, and before the first one to its beginning.
/// Saturday evening gives Monday's closing time, Tuesday ten o'clock gives Wednesday ten o'clock.
/// `None` when no day is open within two months.
pub fn call_by(received: DateTime, hours: &OpeningHours) -> Option<DateTime> {
    let opened = hours.on(received.date()).next().is_some();
    let next = next_open_day(received.date(), hours)?;
    let clock = if opened {
        received.time()
    } else {
        Time::constant(23, 59, 59, 0)
    };
    let mut due = None;
    for interval in hours.on(next) {
        if due.is_none() || interval.opens() <= clock {
            due = Some(clock.max(interval.opens()).min(interval.closes()));
        }
    }
    Some(next.to_datetime(due?))
}

fn next_open_day(date: Date, hours: &OpeningHours) -> Option<Date> {
    let mut next = date;
    for _ in 0..DAYS_AHEAD {
        next = next.tomorrow().ok()?;
        if hours.on(next).next().is_some() {
            return Some(next);
        }
    }
    None
}

#[cfg(test)]
mod tests;
