//! Deadlines as a table, and what may follow what.

use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text} is a date"))
}

/// Received, due, due after an extension, and what makes the case.
const DAYS: [(&str, &str, &str, &str); 21] = [
    (
        "2026-03-05",
        "2026-04-07",
        "2026-06-05",
        "5 April is Easter, 6 April its Monday",
    ),
    ("2026-01-15", "2026-02-16", "2026-04-15", "a Sunday"),
    (
        "2026-01-31",
        "2026-03-02",
        "2026-04-30",
        "28 February is a Saturday",
    ),
    (
        "2025-01-31",
        "2025-02-28",
        "2025-04-30",
        "no 31 February, none of April",
    ),
    (
        "2024-01-31",
        "2024-02-29",
        "2024-04-30",
        "a leap year has its 29th",
    ),
    (
        "2024-01-29",
        "2024-02-29",
        "2024-04-29",
        "the same date of a leap year",
    ),
    (
        "2024-02-29",
        "2024-03-29",
        "2024-05-29",
        "Good Friday is worked",
    ),
    (
        "2023-01-29",
        "2023-02-28",
        "2023-05-02",
        "29 April is a Saturday, 1 May a holiday",
    ),
    (
        "2026-08-31",
        "2026-09-30",
        "2026-11-30",
        "a month of thirty days",
    ),
    (
        "2026-09-30",
        "2026-10-30",
        "2026-12-30",
        "the same date, not the last day",
    ),
    (
        "2026-10-31",
        "2026-11-30",
        "2027-02-01",
        "31 January is a Sunday",
    ),
    (
        "2026-11-21",
        "2026-12-21",
        "2027-02-22",
        "received on a Saturday: receipt never moves",
    ),
    (
        "2026-11-25",
        "2026-12-28",
        "2027-02-25",
        "Christmas is a Friday, then a weekend",
    ),
    (
        "2026-12-01",
        "2027-01-04",
        "2027-03-01",
        "New Year is a Friday, then a weekend",
    ),
    (
        "2026-12-31",
        "2027-02-01",
        "2027-03-31",
        "over the year's end, and a Sunday",
    ),
    ("2027-11-30", "2027-12-30", "2028-02-29", "into a leap year"),
    (
        "2026-04-14",
        "2026-05-15",
        "2026-07-15",
        "Ascension, then Bastille Day",
    ),
    ("2026-04-25", "2026-05-26", "2026-07-27", "Whit Monday"),
    (
        "2026-07-15",
        "2026-08-17",
        "2026-10-15",
        "Assumption on a Saturday",
    ),
    (
        "2026-10-01",
        "2026-11-02",
        "2027-01-04",
        "All Saints on a Sunday, New Year on a Friday",
    ),
    (
        "2026-10-11",
        "2026-11-12",
        "2027-01-11",
        "Armistice, a Wednesday",
    ),
];

#[test]
fn a_month_ends_as_the_regulation_says() {
    for (received, due, extended, why) in DAYS {
        let received = date(received);
        assert_eq!(due_on(received), date(due), "{received}: {why}");
        assert_eq!(
            extended_due_on(received),
            date(extended),
            "{received}: {why}"
        );
    }
}

#[test]
fn every_due_day_of_ten_years_is_worked_and_never_sooner_than_the_month() {
    let mut day = date("2023-12-01").civil();
    while day < date("2034-01-01").civil() {
        let due = due_on(day.into()).civil();
        let weekend = due.weekday().to_monday_one_offset() > 5;
        assert!(
            !weekend && !crate::calendar::is_public_holiday(due),
            "{day}"
        );
        let days = days_left(day.into(), due.into());
        assert!((28..=35).contains(&days), "{day}: {days} days");
        day = day.tomorrow().unwrap_or_else(|_| panic!("no tomorrow"));
    }
}

#[test]
fn reminders_come_a_week_before_and_on_the_day() {
    let due = date("2027-01-04");
    assert_eq!(
        reminders(due),
        [
            (Reminder::WeekBefore, date("2026-12-28")),
            (Reminder::DueDay, due)
        ]
    );
    assert_eq!(days_left(date("2026-12-28"), due), 7);
    assert_eq!(days_left(date("2027-01-06"), due), -2);
}

#[test]
fn steps_lead_where_they_may() {
    use Action::{AskIdentity, Extend, Lift, Refuse, Start};
    let (received, due) = (date("2026-11-23"), date("2026-12-23"));
    let day_after = date("2026-12-24");
    for (state, action, today, expected) in [
        (State::Received, Start, received, Ok(State::InProgress)),
        (
            State::Received,
            AskIdentity,
            received,
            Ok(State::InProgress),
        ),
        (
            State::InProgress,
            AskIdentity,
            day_after,
            Ok(State::InProgress),
        ),
        (State::Extended, AskIdentity, received, Ok(State::Extended)),
        (State::Received, Extend, due, Ok(State::Extended)),
        (
            State::InProgress,
            Extend,
            day_after,
            Err(NotAllowed::TooLate),
        ),
        (
            State::Extended,
            Extend,
            due,
            Err(NotAllowed::AlreadyExtended),
        ),
        (
            State::Received,
            Action::Answer,
            day_after,
            Ok(State::Answered),
        ),
        (State::Extended, Refuse, day_after, Ok(State::Refused)),
        (State::Answered, Lift, day_after, Ok(State::Answered)),
    ] {
        let after = after(state, action, received, today);
        assert_eq!(after, expected, "{state:?}, {action:?}, {today}");
    }
    for closed in [State::Answered, State::Refused] {
        for action in Action::ALL.into_iter().filter(|action| *action != Lift) {
            let again = after(closed, action, received, received);
            assert_eq!(again, Err(NotAllowed::Closed), "{closed:?}, {action:?}");
        }
    }
}

#[test]
fn codes_are_stable() {
    assert_eq!(
        Right::ALL.map(Right::code),
        [
            "access",
            "rectification",
            "restriction",
            "objection",
            "withdrawal",
            "cancellation"
        ]
    );
    assert_eq!(
        State::ALL.map(State::code),
        ["received", "in_progress", "extended", "answered", "refused"]
    );
    assert_eq!(
        Effect::ALL.map(Effect::code),
        ["cancelled", "frozen", "stopped"]
    );
    assert_eq!(
        OwnAct::ALL.map(OwnAct::code),
        [
            "received",
            "asked_again",
            "told",
            "applied",
            "being_mailed",
            "already_gone",
            "already_done",
            "not_arrived",
            "waits_for_officer",
            "not_proved",
            "not_a_registration",
            "redated"
        ]
    );
    for right in Right::ALL {
        assert_eq!(Right::from_code(right.code()), Some(right));
    }
    for state in State::ALL {
        assert_eq!(State::from_code(state.code()), Some(state));
    }
}

#[test]
fn objection_has_its_own_question_and_no_other_way_in() {
    let mut answers = Answers::default();
    assert_eq!(Right::asked(&answers), None);
    answers.set("right", "objection");
    assert_eq!(Right::asked(&answers), None);
    answers.set("right", "access");
    assert_eq!(Right::asked(&answers), Some(Right::Access));
    answers.set("objection", "yes");
    assert_eq!(Right::asked(&answers), Some(Right::Objection));
}

#[test]
fn a_number_is_read_as_people_type_it() {
    let mut answers = Answers::default();
    assert!(named_reference(&answers).is_none());
    answers.set("registration_reference", "kt4-hw7 px");
    let read = named_reference(&answers);
    assert_eq!(read.as_ref().map(Reference::as_str), Some("KT4HW7PX"));
    answers.set("registration_reference", "je ne sais plus");
    assert!(named_reference(&answers).is_none());
}

#[test]
fn an_answer_is_near_from_its_first_reminder_and_late_from_the_day_after() {
    let due = date("2027-01-04");
    for (today, expected) in [
        ("2026-12-27", Urgency::Later),
        ("2026-12-28", Urgency::Near),
        ("2027-01-04", Urgency::Near),
        ("2027-01-05", Urgency::Late),
    ] {
        assert_eq!(urgency(date(today), due), expected, "{today}");
    }
    let [(_, reminded_on), _] = reminders(due);
    assert_eq!(urgency(reminded_on, due), Urgency::Near);
}
