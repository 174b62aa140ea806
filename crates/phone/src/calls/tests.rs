//! Deadlines and opening hours where clocks are changed for summer and winter; what is said of a promised call.

use domain::{calendar::OpenInterval, outbox::contract, submission::MessageKind};

use super::*;
use crate::{
    testing::{french, site},
    text_keys::NAMES,
};

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
        let told = OpeningState {
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

/// What was received at that moment.
fn received(kind: MessageKind, at: Timestamp) -> SentRecord {
    let entry = contract::entry(1);
    SentRecord {
        kind,
        received_at: at,
        ..SentRecord::new(&entry, &contract::receipt(&entry))
    }
}

/// A Mission Locale that calls from that number.
fn calls_from(number: &str) -> Site {
    Site {
        phone: "03 20 00 00 00".to_owned(),
        calls_from: number.to_owned(),
        opening_hours: hours(),
        ..site().0
    }
}

#[test]
fn a_call_is_promised_from_the_number_that_calls_and_once_it_is_over_there_is_one_to_call() {
    let bundle = french();
    let (one, other) = (calls_from(""), calls_from("03 20 11 11 11"));
    let record = received(MessageKind::Registration, at("2026-07-07T08:00:00Z"));
    for (site, now, key, phone) in [
        (&one, "2026-07-08T07:59:59Z", "calls.promised", &one.phone),
        (&one, "2026-07-08T08:00:00Z", "calls.over", &one.phone),
        (
            &other,
            "2026-07-08T07:59:59Z",
            "calls.promised",
            &other.calls_from,
        ),
        (&other, "2026-07-08T08:00:00Z", "calls.over", &other.phone),
    ] {
        let told = promise(&record, site, at(now), paris);
        let told = told.unwrap_or_else(|| panic!("nothing is said at {now}"));
        assert_eq!(NAMES[usize::from(told.key.0)], key, "{now}");
        assert_eq!(told.due, at("2026-07-08T08:00:00Z"));
        assert_eq!(told.phone, phone);
        let text = bundle.texts.get(told.key);
        assert!(text.is_some_and(|text| text.contains("{due}") && text.contains("{phone}")));
    }
}

#[test]
fn a_branch_promises_its_own_call_and_once_it_is_gone_the_whole_does() {
    let mut whole = calls_from("");
    let branch = Site {
        id: "hem".to_owned(),
        phone: "03 20 22 22 22".to_owned(),
        opening_hours: OpeningHours {
            // Thursday alone.
            days: vec![OpenInterval {
                weekday: 4,
                opens_minutes: 9 * 60,
                closes_minutes: 12 * 60,
            }],
            closed_on: Vec::new(),
        },
        ..calls_from("")
    };
    whole.branches = vec![branch];
    let now = at("2026-07-07T08:00:00Z");
    let mut record = received(MessageKind::Registration, now);
    for (branch, due, phone) in [
        ("hem", "2026-07-09T10:00:00Z", "03 20 22 22 22"),
        ("gone", "2026-07-08T08:00:00Z", "03 20 00 00 00"),
        ("", "2026-07-08T08:00:00Z", "03 20 00 00 00"),
    ] {
        branch.clone_into(&mut record.branch);
        let told = promise(&record, &whole, now, paris);
        let told = told.unwrap_or_else(|| panic!("{branch} promises nothing"));
        assert_eq!((told.due, told.phone), (at(due), phone), "{branch}");
    }
}

#[test]
fn no_call_is_promised_to_a_request_nor_where_no_day_is_open() {
    let now = at("2026-07-07T08:00:00Z");
    let (open, closed) = (calls_from(""), site().0);
    for kind in MessageKind::ALL {
        let record = received(kind, now);
        let is_promised = promise(&record, &open, now, paris).is_some();
        assert_eq!(is_promised, is_registration(kind), "{kind:?}");
        assert!(promise(&record, &closed, now, paris).is_none());
    }
}

#[test]
fn the_last_registration_is_news_for_fourteen_days_whatever_was_sent_after_it() {
    let records = [
        received(MessageKind::RightsRequest, at("2026-07-09T08:00:00Z")),
        received(MessageKind::Registration, at("2026-07-01T08:00:00Z")),
        received(MessageKind::CallbackRequest, at("2026-07-07T08:00:00Z")),
    ];
    let told = |now| news(&records, at(now)).map(|record| record.kind);
    let last = Some(MessageKind::CallbackRequest);
    assert_eq!(told("2026-07-07T08:00:00Z"), last);
    assert_eq!(told("2026-07-21T07:59:59Z"), last);
    assert_eq!(told("2026-07-21T08:00:00Z"), None);
    assert!(news(&records[..1], at("2026-07-09T08:00:00Z")).is_none());
}
