//! Dates and moments: how they are read and written, ages.

use std::string::ToString;

use super::*;

#[test]
fn what_has_not_come_counts_as_long_ago_and_a_moment_ahead_as_now() {
    let now = Timestamp::from_unix_seconds(1_795_000_000);
    for (seconds_ago, age) in [
        (3600, 3600),
        (0, 0),
        (-60, 0),
        (-61, 1_795_000_000),
        (-1_000_000_000, 1_795_000_000),
    ] {
        assert_eq!(
            now.plus_seconds(-seconds_ago).age_at(now),
            age,
            "{seconds_ago}"
        );
    }
}

fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text} is a date"))
}

#[test]
fn a_date_is_read_and_written_the_same() {
    assert_eq!(date("2007-02-28").to_string(), "2007-02-28");
    for wrong in [
        "2025-02-29",
        "2025-13-01",
        "2025-1-1",
        "28/02/2007",
        "",
        "2007-02-2é",
    ] {
        assert!(wrong.parse::<Date>().is_err(), "{wrong}");
    }
}

#[test]
fn a_moment_is_read_and_written_the_same() {
    for text in [
        "1970-01-01T00:00:00Z",
        "2026-11-22T09:30:59Z",
        "2024-02-29T23:59:59Z",
    ] {
        let moment: Timestamp = text.parse().unwrap_or_else(|_| panic!("{text}"));
        assert_eq!(moment.to_string(), text);
    }
    for wrong in [
        "2026-11-22 09:30:59",
        "2026-11-22T24:00:00Z",
        "1969-12-31T00:00:00Z",
    ] {
        assert!(wrong.parse::<Timestamp>().is_err(), "{wrong}");
    }
}

#[test]
fn ages_turn_on_the_birthday() {
    let born = date("2001-03-15");
    assert_eq!(born.age_on(date("2026-03-14")), 24);
    assert_eq!(born.age_on(date("2026-03-15")), 25);
    let leapling = date("2008-02-29");
    assert_eq!(leapling.age_on(date("2026-02-28")), 17);
    assert_eq!(leapling.age_on(date("2026-03-01")), 18);
}
