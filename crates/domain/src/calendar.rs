//! Opening hours, closures and holidays, and by when a registration is called back.

use std::{
    string::{String, ToString},
    vec::Vec,
};

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
        /// Days of closure beside public holidays, as `2026-12-24`.
        ///
        /// Texts and no dates, each day by itself: phones have a reader for lists of texts, and need no other for this.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub closed_on: Vec<String> = default,
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

fn clock(minutes: i16) -> Time {
    let minutes = minutes.clamp(0, 24 * 60 - 1);
    #[expect(clippy::cast_possible_truncation, reason = "at most 23 and 59")]
    Time::constant((minutes / 60) as i8, (minutes % 60) as i8, 0, 0)
}

impl OpeningHours {
    /// That time of day moved into the open hours of a day: back to the end of the interval before it, and before the first
    /// one to its beginning. `None` on a closed day.
    fn within(&self, date: Date, time: Time) -> Option<Time> {
        let mut moved = None;
        for [opens, closes] in self.intervals(date) {
            if moved.is_none() || opens <= time {
                moved = Some(time.max(opens).min(closes));
            }
        }
        moved
    }

    /// When that day opens and closes, in order.
    fn intervals(&self, date: Date) -> impl Iterator<Item = [Time; 2]> {
        let weekday = date.weekday().to_monday_one_offset();
        let is_closed = self.is_closed(date);
        let of_day = move |interval: &&OpenInterval| interval.weekday == weekday && !is_closed;
        let days = self.days.iter().filter(of_day);
        days.map(|interval| [interval.opens_minutes, interval.closes_minutes].map(clock))
    }

    /// Whether that day is a public holiday, or one on which the Mission Locale is closed, whatever the day of the week.
    pub fn is_closed(&self, date: Date) -> bool {
        is_public_holiday(date) || self.is_closed_on(date)
    }

    fn is_closed_on(&self, date: Date) -> bool {
        // Most sites have no closure, and a text is made for nothing.
        !self.closed_on.is_empty() && self.closed_on.contains(&time::Date::from(date).to_string())
    }
}

/// Whether the telephone is answered, and until when that stays so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningState {
    /// Whether it is answered now.
    pub is_open: bool,
    /// When it closes; when it opens, where it is closed.
    pub changes_at: DateTime,
}

/// Whether the telephone is answered at `now`, in the Mission Locale's own time.
/// `None` when no day is open within two months.
pub fn opening(now: DateTime, hours: &OpeningHours) -> Option<OpeningState> {
    let mut day = now.date();
    for _ in 0..DAYS_AHEAD {
        for interval in hours.intervals(day) {
            let [opens, closes] = interval.map(|time| day.to_datetime(time));
            if now < closes {
                let is_open = opens <= now;
                let changes_at = if is_open { closes } else { opens };
                return Some(OpeningState {
                    is_open,
                    changes_at,
                });
            }
        }
        day = day.tomorrow().ok()?;
    }
    None
}

/// By when a person who wrote at `received` is called back, in the Mission Locale's own time.
///
/// Twenty-four hours are counted on open days alone; a deadline outside the opening hours of its day moves into them.
/// Saturday evening gives Monday's closing time, Tuesday ten o'clock gives Wednesday ten o'clock.
/// `None` when no day is open within two months.
pub fn call_by(received: DateTime, hours: &OpeningHours) -> Option<DateTime> {
    let mut day = received.date();
    let is_open = hours.within(day, received.time()).is_some();
    let time = if is_open {
        received.time()
    } else {
        Time::constant(23, 59, 59, 0)
    };
    for _ in 0..DAYS_AHEAD {
        day = day.tomorrow().ok()?;
        if let Some(due) = hours.within(day, time) {
            return Some(day.to_datetime(due));
        }
    }
    None
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
