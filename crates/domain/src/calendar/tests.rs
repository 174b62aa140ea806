//! Deadlines on given weeks, and on generated ones.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, date},
};
use proptest::prelude::*;

use super::*;
use crate::time::Timestamp;

fn weekdays() -> OpeningHours {
    let day = |weekday| OpenInterval {
        weekday,
        opens_minutes: 9 * 60,
        closes_minutes: 18 * 60,
    };
    OpeningHours {
        closed_on: Vec::new(),
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
            &OpeningHours {
                days: Vec::new(),
                closed_on: Vec::new(),
            }
        ),
        None
    );
}

/// Every day of the week from nine to noon and from half past one to six.
fn with_a_break() -> OpeningHours {
    let parts = [(9 * 60, 12 * 60), (13 * 60 + 30, 18 * 60)];
    let day = |weekday| {
        parts.map(|(opens_minutes, closes_minutes)| OpenInterval {
            weekday,
            opens_minutes,
            closes_minutes,
        })
    };
    OpeningHours {
        days: (1..=7).flat_map(day).collect(),
        closed_on: Vec::new(),
    }
}

#[test]
fn a_deadline_in_a_break_is_before_it() {
    let tuesday = |hour, minute| date(2026, 11, 24).at(hour, minute, 0, 0);
    let wednesday = |hour, minute| Some(date(2026, 11, 25).at(hour, minute, 0, 0));
    let hours = with_a_break();
    for (received, due) in [
        (tuesday(7, 0), wednesday(9, 0)),
        (tuesday(11, 59), wednesday(11, 59)),
        (tuesday(12, 45), wednesday(12, 0)),
        (tuesday(13, 30), wednesday(13, 30)),
        (tuesday(16, 10), wednesday(16, 10)),
        (tuesday(23, 0), wednesday(18, 0)),
    ] {
        assert_eq!(call_by(received, &hours), due, "{received}");
    }
}

#[test]
fn closures_are_waited_through() {
    let days = |month, first: i8, last: i8| {
        (first..=last).map(move |day| std::format!("2026-{month}-{day:02}"))
    };
    let summer = days("07", 27, 31).chain(days("08", 1, 21));
    let hours = OpeningHours {
        closed_on: days("12", 24, 31).chain(summer).collect(),
        ..weekdays()
    };
    for (received, due) in [
        // Christmas and New Year's Day are holidays; 2 and 3 January 2027 a weekend.
        (
            date(2026, 12, 23).at(10, 0, 0, 0),
            date(2027, 1, 4).at(10, 0, 0, 0),
        ),
        (
            date(2026, 12, 28).at(10, 0, 0, 0),
            date(2027, 1, 4).at(18, 0, 0, 0),
        ),
        // Four weeks in summer.
        (
            date(2026, 7, 24).at(10, 0, 0, 0),
            date(2026, 8, 24).at(10, 0, 0, 0),
        ),
    ] {
        assert_eq!(call_by(received, &hours), Some(due), "{received}");
    }
}

/// Opening hours of any shape, with closures in the years about the tested days.
fn any_hours() -> impl Strategy<Value = OpeningHours> {
    let interval = (1_i8..=7, 0_i16..1400, 1_i16..400);
    let intervals = prop::collection::vec(interval, 0..12);
    let closures = prop::collection::vec((0_i64..800, 0_i64..20), 0..4);
    (intervals, closures).prop_map(|(mut intervals, closures)| {
        intervals.sort_unstable();
        let mut days: Vec<OpenInterval> = Vec::new();
        for (weekday, opens_minutes, length) in intervals {
            let is_after =
                |last: &OpenInterval| last.weekday < weekday || last.closes_minutes < opens_minutes;
            if days.last().is_none_or(is_after) {
                days.push(OpenInterval {
                    weekday,
                    opens_minutes,
                    closes_minutes: (opens_minutes + length).min(1439),
                });
            }
        }
        let day = |after: i64| Timestamp::from_unix_seconds(1_767_225_600 + after * 86_400).date();
        let closed_on = closures
            .into_iter()
            .flat_map(|(first, length)| (first..=first + length).map(day))
            .map(|day| day.to_string())
            .collect();
        OpeningHours { days, closed_on }
    })
}

/// A minute of the years 2026 and 2027.
fn any_minute() -> impl Strategy<Value = DateTime> {
    (0_i64..2 * 365 * 24 * 60)
        .prop_map(|minutes| Timestamp::from_unix_seconds(1_767_225_600 + minutes * 60).civil())
}

#[test]
fn the_telephone_is_answered_until_the_break_and_again_after_it() {
    let interval = |weekday, opens: i16, closes: i16| OpenInterval {
        weekday,
        opens_minutes: opens * 60,
        closes_minutes: closes * 60,
    };
    let hours = OpeningHours {
        days: vec![interval(1, 9, 12), interval(1, 14, 17), interval(2, 9, 12)],
        closed_on: vec!["2026-11-24".to_owned()],
    };
    // A Monday; its Tuesday is a day of closure.
    let monday = date(2026, 11, 23);
    for (now, is_open, changes_at) in [
        (monday.at(7, 0, 0, 0), false, monday.at(9, 0, 0, 0)),
        (monday.at(9, 0, 0, 0), true, monday.at(12, 0, 0, 0)),
        (monday.at(12, 0, 0, 0), false, monday.at(14, 0, 0, 0)),
        (monday.at(16, 59, 0, 0), true, monday.at(17, 0, 0, 0)),
        (
            monday.at(17, 0, 0, 0),
            false,
            date(2026, 11, 30).at(9, 0, 0, 0),
        ),
    ] {
        let told = OpeningState {
            is_open,
            changes_at,
        };
        assert_eq!(opening(now, &hours), Some(told), "{now}");
    }
    let never = OpeningHours {
        days: Vec::new(),
        closed_on: Vec::new(),
    };
    assert_eq!(opening(monday.at(9, 0, 0, 0), &never), None);
}

proptest! {
    /// What is said of now holds for each minute until it changes, and is the contrary from then on, but where one
    /// interval begins as another ends.
    #[test]
    fn what_is_said_of_the_telephone_holds_until_it_changes(hours in any_hours(), now in any_minute()) {
        let Some(told) = opening(now, &hours) else { return Ok(()) };
        prop_assert!(now < told.changes_at);
        let minutes = now.series(17.minutes()).take_while(|minute| *minute < told.changes_at);
        for minute in minutes.take(300) {
            prop_assert_eq!(opening(minute, &hours), Some(told));
        }
        let begins = hours.intervals(told.changes_at.date()).any(|[opens, _]| opens == told.changes_at.time());
        let then = opening(told.changes_at, &hours);
        prop_assert_eq!(then.is_some_and(|then| then.is_open), begins);
    }

    /// The telephone is answered at every deadline, on the first open day after the one of reception, and never more than
    /// a day of the clock after it but for closed days and for what came before the first hour.
    #[test]
    fn a_deadline_is_a_moment_at_which_somebody_can_call(hours in any_hours(), received in any_minute()) {
        let open_on = |day: Date| {
            let weekday = day.weekday().to_monday_one_offset();
            let is_closed = is_public_holiday(day)
                || hours.closed_on.contains(&time::Date::from(day).to_string());
            let days = hours.days.iter();
            let days = days.filter(|interval| !is_closed && interval.weekday == weekday);
            days.map(|interval| clock(interval.opens_minutes)..=clock(interval.closes_minutes))
                .collect::<Vec<_>>()
        };
        let next_days = received.date().series(1.day()).skip(1).take(DAYS_AHEAD);
        let mut open_days = next_days.filter(|day| !open_on(*day).is_empty());
        let due = call_by(received, &hours);
        prop_assert_eq!(due.map(DateTime::date), open_days.next());
        let Some(due) = due else { return Ok(()) };
        let intervals = open_on(due.date());
        prop_assert!(intervals.iter().any(|open| open.contains(&due.time())));
        let was_open = !open_on(received.date()).is_empty();
        let opens = intervals.first().map(|open| *open.start());
        if was_open && opens.is_some_and(|opens| received.time() >= opens) {
            prop_assert!(due.time() <= received.time());
        }
    }
}
