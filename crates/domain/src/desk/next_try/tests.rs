//! The next try on given weeks, and on generated ones.

use std::{vec, vec::Vec};

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::{OpenInterval, is_public_holiday},
    desk::{Act, Step},
};

fn hours(days: &[(i8, i16, i16)]) -> OpeningHours {
    let interval = |(weekday, opens_minutes, closes_minutes): &(i8, i16, i16)| OpenInterval {
        weekday: *weekday,
        opens_minutes: *opens_minutes,
        closes_minutes: *closes_minutes,
    };
    OpeningHours {
        days: days.iter().map(interval).collect(),
        closed_on: Vec::new(),
    }
}

/// Monday to Friday, from nine to noon and from half past one to five.
fn with_a_break() -> OpeningHours {
    let day = |weekday| [(weekday, 9 * 60, 12 * 60), (weekday, 13 * 60 + 30, 17 * 60)];
    let days: Vec<(i8, i16, i16)> = (1..=5).flat_map(day).collect();
    hours(&days)
}

/// Monday to Friday from nine to six.
fn without_a_break() -> OpeningHours {
    let days: Vec<(i8, i16, i16)> = (1..=5).map(|day| (day, 9 * 60, 18 * 60)).collect();
    hours(&days)
}

/// A moment of November 2026, which has its Mondays on 2, 9, 16, 23 and 30.
fn november(day: i8, hour: i8, minute: i8) -> DateTime {
    date(2026, 11, day).at(hour, minute, 0, 0)
}

/// So many tries in vain, the last one then.
fn tried(tries: usize, outcome: CallOutcome, last: DateTime) -> Progress {
    let step = Step {
        act: Act::Called(outcome, None),
        at: Timestamp::from_civil(last),
    };
    Progress::of(vec![step; tries])
}

/// What is proposed at `now`, of three attempts; the Mission Locale is where clocks show UTC.
fn proposed(
    progress: &Progress,
    hours: &OpeningHours,
    wished: &[ContactSlot],
    now: DateTime,
) -> Option<Proposal> {
    let rule = CallRule {
        hours,
        attempts: DEFAULT_ATTEMPTS,
    };
    progress.next_try(rule, wished, Timestamp::civil, Timestamp::from_civil(now))
}

/// What is proposed right after so many tries.
fn right_after(
    tries: usize,
    last: DateTime,
    hours: &OpeningHours,
    wished: &[ContactSlot],
) -> Option<DateTime> {
    let progress = tried(tries, CallOutcome::NoAnswer, last);
    match proposed(&progress, hours, wished, last)? {
        Proposal::CallAgain(moment) => Some(moment),
        Proposal::WriteAndClose(_) => None,
    }
}

#[test]
fn the_second_try_is_in_the_other_half_day() {
    for (last, next) in [
        (november(23, 10, 12), november(23, 14, 0)),
        (november(23, 15, 0), november(24, 9, 0)),
        // A Friday.
        (november(27, 10, 0), november(27, 14, 0)),
        (november(27, 16, 0), november(30, 9, 0)),
        // 11 November is a holiday.
        (november(10, 15, 0), november(12, 9, 0)),
    ] {
        let moment = right_after(1, last, &with_a_break(), &[]);
        assert_eq!(moment, Some(next), "{last}");
    }
}

#[test]
fn midday_is_left_alone_where_the_afternoon_is_longer_or_was_not_wished() {
    let last = november(23, 10, 0);
    let moment = |hours, wished: &[ContactSlot]| right_after(1, last, hours, wished);
    let open = without_a_break();
    assert_eq!(moment(&open, &[]), Some(november(23, 14, 0)));
    let midday = [ContactSlot::Midday];
    assert_eq!(moment(&open, &midday), Some(november(23, 12, 0)));
    let until_one = hours(&[(1, 9 * 60, 13 * 60), (2, 9 * 60, 17 * 60)]);
    assert_eq!(moment(&until_one, &[]), Some(november(23, 12, 0)));
}

#[test]
fn the_second_try_keeps_to_what_was_wished() {
    use ContactSlot::{Afternoon, Midday, Morning};
    let morning = november(23, 10, 0);
    for (wished, next) in [
        (&[Morning][..], november(24, 9, 0)),
        (&[Afternoon], november(23, 14, 0)),
        (&[Afternoon, Morning], november(23, 14, 0)),
        // It opens again at half past one, which is midday.
        (&[Midday, Morning], november(23, 13, 30)),
        (&[Midday], november(23, 13, 30)),
    ] {
        let moment = right_after(1, morning, &with_a_break(), wished);
        assert_eq!(moment, Some(next), "{wished:?}");
    }
    let mornings = hours(&[(1, 9 * 60, 12 * 60), (2, 9 * 60, 12 * 60)]);
    let moment = right_after(1, morning, &mornings, &[Afternoon]);
    assert_eq!(
        moment,
        Some(november(24, 9, 0)),
        "open in the morning alone"
    );
}

#[test]
fn the_third_try_is_two_open_days_later_in_the_other_half_day() {
    for (last, next) in [
        (november(23, 10, 0), november(25, 14, 0)),
        (november(23, 15, 0), november(25, 9, 0)),
        // A Friday.
        (november(27, 15, 0), date(2026, 12, 1).at(9, 0, 0, 0)),
        (november(10, 10, 0), november(13, 14, 0)),
    ] {
        let wished = [ContactSlot::Morning];
        let moment = right_after(2, last, &with_a_break(), &wished);
        assert_eq!(moment, Some(next), "{last}");
    }
}

#[test]
fn the_last_try_and_a_wrong_number_end_in_a_message_and_a_closing() {
    let last = november(23, 10, 0);
    let give_up = |closing| Some(Proposal::WriteAndClose(closing));
    let after = |progress: Progress| proposed(&progress, &with_a_break(), &[], last);
    let unanswered = tried(3, CallOutcome::Voicemail, last);
    assert_eq!(after(unanswered), give_up(Closing::Unreachable));
    let wrong = tried(1, CallOutcome::WrongNumber, last);
    assert_eq!(after(wrong), give_up(Closing::WrongContact));
}

#[test]
fn nothing_is_proposed_after_a_person_was_reached_or_where_no_day_is_open() {
    let last = november(23, 10, 0);
    let after = |progress: Progress| proposed(&progress, &with_a_break(), &[], last);
    assert_eq!(after(Progress::default()), None);
    assert_eq!(after(tried(1, CallOutcome::Reached, last)), None);
    let unanswered = tried(1, CallOutcome::NoAnswer, last);
    let reopened = [Act::Closed(Closing::Unreachable), Act::Reopened].map(|act| Step {
        act,
        at: Timestamp::from_civil(last),
    });
    assert_eq!(
        after(reopened.into_iter().fold(unanswered, Progress::after)),
        None
    );
    assert_eq!(right_after(1, last, &hours(&[]), &[]), None);
    assert_eq!(right_after(2, last, &hours(&[]), &[]), None);
}

#[test]
fn a_proposal_that_is_looked_at_late_is_of_the_days_to_come() {
    let progress = tried(1, CallOutcome::NoAnswer, november(23, 10, 0));
    let at = |now| proposed(&progress, &with_a_break(), &[], now);
    let call_again = |moment| Some(Proposal::CallAgain(moment));
    assert_eq!(at(november(25, 15, 20)), call_again(november(25, 15, 21)));
    assert_eq!(at(november(25, 18, 0)), call_again(november(26, 14, 0)));
}

/// Opening hours of any shape: up to two intervals a day, of which the first may last beyond noon, and days of closure.
fn any_hours() -> impl Strategy<Value = OpeningHours> {
    let part = (1_i8..=7, 0_i16..2);
    let intervals = prop::collection::btree_map(part, (0_i16..500, 1_i16..390), 0..10);
    let closures = prop::collection::vec(0_i64..40, 0..6);
    (intervals, closures).prop_map(|(intervals, closures)| {
        let days = intervals.into_iter();
        let days = days.map(|((weekday, part), (after, length))| {
            let opens = part * 900 + after;
            (weekday, opens, (opens + length).min(1439))
        });
        let days: Vec<(i8, i16, i16)> = days.collect();
        let day = |after: i64| FIRST.plus_seconds(after * 86_400).date();
        let closed_on = closures
            .into_iter()
            .map(|after| std::format!("{}", day(after)));
        OpeningHours {
            closed_on: closed_on.collect(),
            ..hours(&days)
        }
    })
}

/// 26 October 2026, a Monday: two holidays are in the weeks after it.
const FIRST: Timestamp = Timestamp::at(1_792_972_800);

fn any_moment() -> impl Strategy<Value = DateTime> {
    (0_i64..30 * 86_400).prop_map(|seconds| FIRST.plus_seconds(seconds).civil())
}

/// The days from `from` on, a week of them, on which the telephone is answered in that half-day, `from` in it or before it.
fn days_answered(hours: &OpeningHours, is_morning: bool, from: DateTime) -> Vec<Date> {
    let [begins, ends] = if is_morning { [0, 720] } else { [720, 1440] };
    let minute = |day: Date, minutes: i16| day.at(0, 0, 0, 0).saturating_add(minutes.minutes());
    let is_answered = |day: &Date| {
        let weekday = day.weekday().to_monday_one_offset();
        let is_closed = is_public_holiday(*day) || hours.closed_on.contains(&std::format!("{day}"));
        let of_day = hours.days.iter().filter(|open| open.weekday == weekday);
        let mut parts = of_day.map(|open| {
            let opens = minute(*day, open.opens_minutes.max(begins)).max(from);
            (opens, minute(*day, open.closes_minutes.min(ends)))
        });
        !is_closed && parts.any(|(opens, closes)| opens < closes)
    };
    from.date()
        .series(1.day())
        .take(7)
        .filter(is_answered)
        .collect()
}

/// The day, and whether it is the morning.
fn half_day(moment: DateTime) -> (Date, bool) {
    (moment.date(), moment.hour() < 12)
}

proptest! {
    #[test]
    fn a_next_try_is_an_open_moment_to_come_in_another_half_day(
        hours in any_hours(),
        wished in prop::collection::vec(prop::sample::select(ContactSlot::ALL.to_vec()), 0..3),
        tries in 1_usize..3,
        last in any_moment(),
        minutes_since in 0_i64..3 * 24 * 60,
    ) {
        let now = last.saturating_add(minutes_since.minutes());
        let progress = tried(tries, CallOutcome::NoAnswer, last);
        let Some(Proposal::CallAgain(moment)) = proposed(&progress, &hours, &wished, now) else {
            return Ok(());
        };
        let is_answered = opening(moment, &hours).is_some_and(|state| state.is_open);
        prop_assert!(is_answered, "{moment}");
        prop_assert!(moment > now, "{moment}");
        prop_assert_ne!(half_day(moment), half_day(last));
        if tries == 2 {
            prop_assert!(moment.date() > last.date());
        }
    }

    #[test]
    fn a_next_try_changes_the_half_day_where_the_week_has_the_other_one(
        hours in any_hours(),
        last in any_moment(),
        minutes_since in 0_i64..3 * 24 * 60,
    ) {
        let now = last.saturating_add(minutes_since.minutes());
        let from = minute_after(now).max(half_day_ends_at(last));
        let days = days_answered(&hours, !is_morning(last), from);
        let Some(day) = days.first() else { return Ok(()) };
        let proposal = proposed(&tried(1, CallOutcome::NoAnswer, last), &hours, &[], now);
        let Some(Proposal::CallAgain(moment)) = proposal else {
            return Err(TestCaseError::fail("no moment"));
        };
        prop_assert_eq!(half_day(moment), (*day, !is_morning(last)));
    }
}
