//! What given steps come to: the stage, the group, the order within it, and what may follow.

use super::*;
use crate::time::Timestamp;

mod codes;
mod generated;
mod seats;

/// Noon of a day in November 2026.
const NOON: i64 = 1_795_348_800;

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOON + minutes * 60)
}

/// Done at noon.
fn now(act: Act) -> Step {
    Step { act, at: at(0) }
}

/// Steps a minute apart, the first one a minute after noon.
fn progress(acts: &[Act]) -> Progress {
    Progress::of((1..).zip(acts).map(|(minutes, act)| Step {
        act: *act,
        at: at(minutes),
    }))
}

fn stage(acts: &[Act]) -> Stage {
    progress(acts).stage(false, at(0))
}

/// Noon; the promise ends so many minutes later, the day in twelve hours.
fn clock(call_by_minutes: i64) -> Clock {
    Clock {
        call_by: Some(at(call_by_minutes)),
        day_ends_at: at(12 * 60),
        now: at(0),
    }
}

const NEW: Act = Act::Known(Known::Unknown);
const SUPPORTED: Act = Act::Known(Known::Supported);
const REACHED: Act = Act::Called(CallOutcome::Reached, None);
const NO_ANSWER: Act = Act::Called(CallOutcome::NoAnswer, None);
const TEXT: Act = Act::Wrote(Medium::Text);
const CLOSED: Act = Act::Closed(Closing::Declines);

#[test]
fn a_registration_is_checked_entered_called_and_concluded() {
    for (acts, expected) in [
        (&[][..], Stage::ToCheck),
        (&[NEW], Stage::ToEnter),
        (&[NEW, Act::Entered], Stage::ToCall),
        (&[NEW, Act::Entered, Act::EnteredUndone], Stage::ToEnter),
        (&[SUPPORTED], Stage::ToCall),
        (&[SUPPORTED, TEXT], Stage::ToCall),
        (&[SUPPORTED, NO_ANSWER], Stage::ToCallAgain { at: None }),
        (&[SUPPORTED, NO_ANSWER, REACHED], Stage::ToConclude),
        (&[REACHED], Stage::ToCheck),
        (&[REACHED, NEW], Stage::ToEnter),
        (&[REACHED, NEW, Act::Entered], Stage::ToConclude),
        (&[CLOSED], Stage::Closed),
        (
            &[SUPPORTED, REACHED, CLOSED, Act::Reopened],
            Stage::ToConclude,
        ),
    ] {
        assert_eq!(stage(acts), expected, "{acts:?}");
    }
}

#[test]
fn a_call_that_was_agreed_is_to_be_made_whoever_was_reached() {
    let later = Some(at(60));
    for outcome in [CallOutcome::Reached, CallOutcome::ThirdParty] {
        let agreed = Act::Called(outcome, later);
        let again = Stage::ToCallAgain { at: later };
        assert_eq!(stage(&[SUPPORTED, agreed]), again);
        assert_eq!(stage(&[SUPPORTED, agreed, TEXT]), again);
        assert_eq!(stage(&[SUPPORTED, agreed, REACHED]), Stage::ToConclude);
    }
}

#[test]
fn reopening_forgets_what_was_agreed_and_counts_the_tries_anew() {
    let agreed = Act::Called(CallOutcome::NoAnswer, Some(at(60)));
    let reopened = progress(&[SUPPORTED, NO_ANSWER, agreed, CLOSED, Act::Reopened]);
    assert_eq!(
        reopened.stage(false, at(0)),
        Stage::ToCallAgain { at: None }
    );
    assert_eq!(reopened.unreached_tries, 0);
    assert_eq!(progress(&[NO_ANSWER, NO_ANSWER, TEXT]).unreached_tries, 2);
    assert_eq!(
        progress(&[NO_ANSWER, REACHED, NO_ANSWER]).unreached_tries,
        1
    );
}

#[test]
fn taking_in_hand_ends_with_a_call_or_a_closing_and_not_with_a_look_into_imilo() {
    for (act, stays) in [
        (NEW, true),
        (Act::Entered, true),
        (Act::EnteredUndone, true),
        (NO_ANSWER, false),
        (TEXT, true),
        (CLOSED, false),
    ] {
        let taken_at = progress(&[Act::Taken, act]).taken_at;
        assert_eq!(taken_at, stays.then(|| at(1)), "{act:?}");
    }
    let taken_over = progress(&[Act::Taken, Act::Taken]);
    assert_eq!(taken_over.taken_at, Some(at(2)));
}

#[test]
fn no_act_is_possible_while_held_and_reopening_alone_while_closed() {
    let (open, closed) = (progress(&[]), progress(&[CLOSED]));
    for act in [NEW, NO_ANSWER, Act::Entered, Act::Taken, CLOSED] {
        assert_eq!(open.allows(now(act), false), Ok(()));
        assert_eq!(open.allows(now(act), true), Err(Refused::Held));
        assert_eq!(closed.allows(now(act), false), Err(Refused::Closed));
    }
    let reopened = now(Act::Reopened);
    assert_eq!(open.allows(reopened, false), Err(Refused::Open));
    assert_eq!(closed.allows(reopened, false), Ok(()));
    assert_eq!(closed.allows(reopened, true), Err(Refused::Held));
}

#[test]
fn the_promise_goes_before_the_stage_until_the_first_call() {
    for (acts, call_by, expected) in [
        (&[][..], 0, Group::Late),
        (&[], 1, Group::Today),
        (&[], 12 * 60, Group::ToCheck),
        (&[NEW], -5, Group::Late),
        (&[SUPPORTED], 12 * 60 - 1, Group::Today),
        (&[SUPPORTED], 12 * 60, Group::ToCall),
        (&[SUPPORTED, TEXT], -5, Group::Late),
        (&[NO_ANSWER], -5, Group::ToCheck),
        (&[SUPPORTED, NO_ANSWER], -5, Group::ToCallAgain),
        (&[CLOSED], -5, Group::Done),
    ] {
        let progress = progress(acts);
        let group = progress.group(progress.stage(false, at(0)), clock(call_by));
        assert_eq!(group, expected, "{acts:?}, {call_by}");
    }
    let never = Clock {
        call_by: None,
        ..clock(0)
    };
    assert_eq!(progress(&[]).group(Stage::ToCheck, never), Group::ToCheck);
}

#[test]
fn calls_that_are_due_come_first_and_those_agreed_for_later_come_last() {
    let rank = |call_back_at: Option<i64>, call_by| {
        let agreed = Act::Called(CallOutcome::NoAnswer, call_back_at.map(at));
        let progress = progress(&[SUPPORTED, agreed]);
        progress.rank(progress.stage(false, at(0)), clock(call_by))
    };
    let listed = [
        rank(Some(-20), 9),
        rank(Some(0), 8),
        rank(None, 6),
        rank(None, 7),
        rank(Some(1), 5),
        rank(Some(2), 4),
    ];
    assert!(listed.is_sorted(), "{listed:?}");
    assert!(listed.iter().all(|rank| rank.group == Group::ToCallAgain));
    let unchecked = |acts: &[Act]| progress(acts).rank(Stage::ToCheck, clock(0));
    let due = Act::Called(CallOutcome::NoAnswer, Some(at(-1)));
    assert!(unchecked(&[due]) < unchecked(&[NO_ANSWER]));
}
