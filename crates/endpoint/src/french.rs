//! Days and hours as the French write them. Pure.

use domain::time::{Date, Timestamp};
use jiff::{civil::DateTime, tz::TimeZone};

const WEEKDAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A moment in the Mission Locale's own time.
pub(crate) fn local(moment: Timestamp, time_zone: &TimeZone) -> DateTime {
    let moment = jiff::Timestamp::from_second(moment.unix_seconds()).unwrap_or_default();
    time_zone.to_datetime(moment)
}

/// The moment at which the Mission Locale's clocks show that. One that a change to summer time leaves out is the one after;
/// one at the end of the calendar that no instant has is the last one.
pub(crate) fn instant(local: DateTime, time_zone: &TimeZone) -> Timestamp {
    let moment = time_zone.to_ambiguous_timestamp(local).compatible();
    let end = if local.year() < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    };
    Timestamp::from_unix_seconds(moment.unwrap_or(end).as_second())
}

/// `lundi 23 novembre`.
pub(crate) fn day(moment: DateTime) -> String {
    let weekday =
        usize::try_from(moment.date().weekday().to_monday_zero_offset()).unwrap_or_default();
    let month = usize::try_from(moment.month() - 1).unwrap_or_default();
    let ordinal = if moment.day() == 1 { "er" } else { "" };
    format!(
        "{} {}{ordinal} {}",
        WEEKDAYS[weekday],
        moment.day(),
        MONTHS[month]
    )
}

/// `lundi 21 décembre 2026`.
pub(crate) fn full_day(date: Date) -> String {
    format!("{} {}", day(date.civil().at(0, 0, 0, 0)), date.year())
}

/// `18 h`, `9 h 05`.
pub(crate) fn clock(moment: DateTime) -> String {
    match moment.minute() {
        0 => format!("{}\u{a0}h", moment.hour()),
        minute => format!("{}\u{a0}h\u{a0}{minute:02}", moment.hour()),
    }
}

/// `22/11/2026 à 10 h 28`.
pub(crate) fn stamp(moment: DateTime) -> String {
    format!("{} à {}", slashed(Date::from(moment.date())), clock(moment))
}

/// A moment where the Mission Locale's own time is not known: `21/11/2026 à 17 h 42 UTC`.
pub(crate) fn universal(moment: Timestamp) -> String {
    format!("{} UTC", stamp(local(moment, &TimeZone::UTC)))
}

/// `2026-11-21_1842`: in a folder, in order.
pub(crate) fn file_stamp(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%d_%H%M").to_string()
}

/// `28/02/2007`.
pub(crate) fn slashed(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `3 jours restants`.
pub(crate) fn days_left(left: i32) -> String {
    match left {
        -1 => "1 jour de retard".to_owned(),
        ..0 => format!("{} jours de retard", -left),
        0 => "aujourd’hui".to_owned(),
        1 => "1 jour restant".to_owned(),
        _ => format!("{left} jours restants"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_and_hours_are_written_as_people_say_them() {
        let evening = date(2026, 11, 23).at(18, 0, 0, 0);
        assert_eq!(
            (day(evening).as_str(), clock(evening).as_str()),
            ("lundi 23 novembre", "18\u{a0}h")
        );
        let morning = date(2026, 2, 1).at(9, 5, 59, 0);
        assert_eq!(
            (day(morning).as_str(), clock(morning).as_str()),
            ("dimanche 1er février", "9\u{a0}h\u{a0}05")
        );
        assert_eq!(stamp(morning), "01/02/2026 à 9\u{a0}h\u{a0}05");
    }

    #[test]
    fn a_moment_is_told_in_the_time_of_the_place() {
        let Ok(moment) = "2026-07-01T22:30:00Z".parse::<Timestamp>() else {
            panic!("a moment")
        };
        for (zone, expected) in [
            ("Europe/Paris", "jeudi 2 juillet"),
            ("Indian/Reunion", "jeudi 2 juillet"),
            ("America/Cayenne", "mercredi 1er juillet"),
        ] {
            let time_zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
            assert_eq!(day(local(moment, &time_zone)), expected, "{zone}");
        }
    }
}
