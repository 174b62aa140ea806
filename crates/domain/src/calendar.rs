//! Working days, and by when somebody is called back.

use std::vec::Vec;

use jiff::civil::{Date, DateTime, Time};

use crate::json::json_struct;

json_struct! {
    /// When somebody answers the telephone, by day of the week.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct OpeningHours {
        /// One entry for each open day, Monday first.
        pub days: Vec<OpenDay>,
    }
}

json_struct! {
    /// One open day of the week.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    #[serde(deny_unknown_fields)]
    pub struct OpenDay {
        /// 1 is Monday, 7 Sunday (ISO 8601).
        pub weekday: i8,
        /// Minutes after midnight at which the day starts.
        pub opens_minutes: i16,
        /// Minutes after midnight at which the day ends.
        pub closes_minutes: i16,
    }
}

impl OpenDay {
    fn at(minutes: i16) -> Time {
        let minutes = minutes.clamp(0, 24 * 60 - 1);
        #[expect(clippy::cast_possible_truncation, reason = "at most 23 and 59")]
        Time::constant((minutes / 60) as i8, (minutes % 60) as i8, 0, 0)
    }
}

impl OpeningHours {
    fn on(&self, date: Date) -> Option<&OpenDay> {
        let weekday = date.weekday().to_monday_one_offset();
        let day = self.days.iter().find(|day| day.weekday == weekday)?;
        (!is_public_holiday(date)).then_some(day)
    }
}

/// By when a person who wrote at `received` is called back, in the Mission Locale's own time.
///
/// Twenty-four hours are counted on open days alone; a deadline outside the opening hours of its day
/// moves into them. Saturday evening gives Monday's closing time, Tuesday ten o'clock gives Wednesday ten o'clock.
/// `None` when no day is open within a fortnight.
pub fn call_by(received: DateTime, hours: &OpeningHours) -> Option<DateTime> {
    let opened = hours.on(received.date()).is_some();
    let next = next_open_day(received.date(), hours)?;
    let clock = if opened {
        received.time()
    } else {
        Time::constant(23, 59, 59, 0)
    };
    let day = hours.on(next)?;
    let (opens, closes) = (
        OpenDay::at(day.opens_minutes),
        OpenDay::at(day.closes_minutes),
    );
    Some(next.to_datetime(clock.max(opens).min(closes)))
}

fn next_open_day(date: Date, hours: &OpeningHours) -> Option<Date> {
    let mut next = date;
    for _ in 0..14 {
        next = next.tomorrow().ok()?;
        if hours.on(next).is_some() {
            return Some(next);
        }
    }
    None
}

/// Whether nobody works on that day in France (code du travail, L3133-1).
pub fn is_public_holiday(date: Date) -> bool {
    const FIXED: [(i8, i8); 8] = [
        (1, 1),
        (5, 1),
        (5, 8),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    ];
    // Easter Monday, Ascension, Whit Monday: days after Easter Sunday.
    const MOVING: [i32; 3] = [1, 39, 50];
    let day_of_year = i32::from(date.day_of_year());
    FIXED.contains(&(date.month(), date.day()))
        || MOVING
            .iter()
            .any(|after| easter_day_of_year(date.year()) + after == day_of_year)
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, *Astronomical Algorithms*, chapter 8), as the day of the year.
#[expect(
    clippy::many_single_char_names,
    reason = "the names of the published algorithm"
)]
fn easter_day_of_year(year: i16) -> i32 {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a month of 3 or 4, a day of 1 to 31"
    )]
    Date::new(year, month as i8, day as i8).map_or(0, |easter| i32::from(easter.day_of_year()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn weekdays() -> OpeningHours {
        let day = |weekday| OpenDay {
            weekday,
            opens_minutes: 9 * 60,
            closes_minutes: 18 * 60,
        };
        OpeningHours {
            days: (1..=5).map(day).collect(),
        }
    }

    #[test]
    fn calls_are_due_within_twenty_four_open_hours() {
        for (received, due) in [
            (
                date(2026, 11, 24).at(10, 0, 0, 0),
                date(2026, 11, 25).at(10, 0, 0, 0),
            ),
            (
                date(2026, 11, 24).at(22, 0, 0, 0),
                date(2026, 11, 25).at(18, 0, 0, 0),
            ),
            (
                date(2026, 11, 21).at(18, 42, 0, 0),
                date(2026, 11, 23).at(18, 0, 0, 0),
            ),
            (
                date(2026, 11, 20).at(8, 0, 0, 0),
                date(2026, 11, 23).at(9, 0, 0, 0),
            ),
            // The eve of Christmas on a Thursday: Friday is a holiday.
            (
                date(2026, 12, 24).at(11, 0, 0, 0),
                date(2026, 12, 28).at(11, 0, 0, 0),
            ),
        ] {
            assert_eq!(call_by(received, &weekdays()), Some(due), "{received}");
        }
        assert_eq!(
            call_by(
                date(2026, 11, 24).at(10, 0, 0, 0),
                &OpeningHours { days: Vec::new() }
            ),
            None
        );
    }

    #[test]
    fn moving_holidays_follow_easter() {
        for (year, month, day) in [
            (2024, 4, 1),
            (2024, 5, 9),
            (2024, 5, 20),
            (2026, 4, 6),
            (2026, 5, 14),
            (2026, 5, 25),
            (2038, 4, 26),
        ] {
            assert!(
                is_public_holiday(date(year, month, day)),
                "{year}-{month}-{day}"
            );
        }
        assert!(!is_public_holiday(date(2026, 4, 7)) && !is_public_holiday(date(2026, 4, 3)));
    }
}
