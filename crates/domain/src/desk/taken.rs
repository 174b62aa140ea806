//! Until when a registration is taken in hand: the last closing hour of that day.

use jiff::civil::DateTime;

use crate::calendar::{OpeningHours, opening};

/// Until when a registration stays taken that was taken at `taken_at`, in the Mission Locale's own time.
///
/// The end of the day's last interval, or midnight where that is past or the day is closed: an advisor works late, and
/// colleagues see it.
pub fn taken_until(taken_at: DateTime, hours: &OpeningHours) -> DateTime {
    let mut closes_at = None;
    let mut moment = taken_at;
    while let Some(state) = opening(moment, hours)
        && state.changes_at.date() == taken_at.date()
    {
        moment = state.changes_at;
        if state.is_open {
            closes_at = Some(moment);
        }
    }
    closes_at.unwrap_or_else(|| midnight_after(taken_at))
}

/// The end of a day, as the first moment of the next.
pub(super) fn midnight_after(moment: DateTime) -> DateTime {
    let date = moment.date();
    // The calendar ends in 9999: its last day is its own next.
    let next = date.tomorrow().unwrap_or(date);
    next.to_datetime(jiff::civil::Time::midnight())
}

#[cfg(test)]
mod tests {
    use std::{vec, vec::Vec};

    use jiff::civil::date;

    use super::*;
    use crate::calendar::OpenInterval;

    #[test]
    fn what_is_taken_stays_so_until_the_last_closing_hour_of_the_day() {
        let interval = |opens: i16, closes: i16| OpenInterval {
            weekday: 1,
            opens_minutes: opens * 60,
            closes_minutes: closes * 60,
        };
        let hours = OpeningHours {
            days: vec![interval(9, 12), interval(14, 17)],
            closed_on: Vec::new(),
        };
        let monday = |hour: i8| date(2026, 11, 23).at(hour, 0, 0, 0);
        let midnight = |day: i8| date(2026, 11, day).at(0, 0, 0, 0);
        for (taken_at, until) in [
            (monday(7), monday(17)),
            (monday(10), monday(17)),
            (monday(12), monday(17)),
            (monday(16), monday(17)),
            (monday(17), midnight(24)),
            (monday(20), midnight(24)),
            (date(2026, 11, 24).at(10, 0, 0, 0), midnight(25)),
        ] {
            assert_eq!(taken_until(taken_at, &hours), until, "{taken_at}");
        }
    }
}
