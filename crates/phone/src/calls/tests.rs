//! Deadlines and opening hours where clocks are changed for summer and winter.

use domain::calendar::OpenInterval;

use super::*;

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap_or_else(|_| panic!("a moment"))
}

/// Paris in 2026: two hours ahead of UTC in summer, one in winter.
fn paris(moment: Timestamp) -> i64 {
    let is_summer = at("2026-03-29T01:00:00Z") <= moment && moment < at("2026-10-25T01:00:00Z");
    if is_summer { 120 } else { 60 }
}

fn hours() -> OpeningHours {
    let day = |weekday| OpenInterval {
        weekday,
        opens_minutes: 9 * 60,
        closes_minutes: 17 * 60 + 30,
    };
    OpeningHours {
        days: (1..=5).map(day).collect(),
        closed_on: Vec::new(),
    }
}

#[test]
fn a_call_is_due_by_the_clocks_of_its_own_day() {
    for (received, due) in [
        // Summer, winter.
        ("2026-07-07T08:00:00Z", "2026-07-08T08:00:00Z"),
        ("2026-12-08T08:00:00Z", "2026-12-09T08:00:00Z"),
        // The Saturdays before the clocks are changed: half past five on Monday is half past five on Monday.
        ("2026-03-28T17:00:00Z", "2026-03-30T15:30:00Z"),
        ("2026-10-24T16:00:00Z", "2026-10-26T16:30:00Z"),
    ] {
        assert_eq!(call_by(at(received), &hours(), paris), Some(at(due)));
    }
}

#[test]
fn the_telephone_is_answered_by_the_clocks_of_its_own_day() {
    for (now, is_open, changes_at, is_today) in [
        ("2026-12-08T08:00:00Z", true, "2026-12-08T16:30:00Z", true),
        ("2026-12-08T07:59:00Z", false, "2026-12-08T08:00:00Z", true),
        ("2026-12-08T16:30:00Z", false, "2026-12-09T08:00:00Z", false),
        ("2026-10-24T16:00:00Z", false, "2026-10-26T08:00:00Z", false),
        ("2026-03-28T16:00:00Z", false, "2026-03-30T07:00:00Z", false),
    ] {
        let told = Opening {
            is_open,
            changes_at: at(changes_at),
            is_today,
        };
        assert_eq!(opening(at(now), &hours(), paris), Some(told), "{now}");
    }
    let never = OpeningHours {
        days: Vec::new(),
        closed_on: Vec::new(),
    };
    assert_eq!(opening(at("2026-12-08T08:00:00Z"), &never, paris), None);
}
