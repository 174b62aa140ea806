//! Generated steps and clocks: one group, a fold that may stop anywhere, refusals that change nothing.

use std::vec::Vec;

use proptest::prelude::*;

use super::*;

fn any_moment() -> impl Strategy<Value = Timestamp> {
    (-3_i64 * 24 * 60..3 * 24 * 60).prop_map(at)
}

/// Of one of two welcomes, at one of few moments: so that seats meet.
fn any_seat() -> impl Strategy<Value = Seat> {
    (1_i64..3, -2_i64..3).prop_map(|(welcome, hours)| Seat {
        welcome: WelcomeId(welcome),
        starts_at: at(hours * 60),
    })
}

fn any_act() -> impl Strategy<Value = Act> {
    let outcome = prop::sample::select(CallOutcome::ALL.to_vec());
    prop_oneof![
        prop::sample::select(Known::ALL.to_vec()).prop_map(Act::Known),
        (outcome, prop::option::of(any_moment()))
            .prop_map(|(outcome, at)| Act::Called(outcome, at)),
        prop::sample::select(Medium::ALL.to_vec()).prop_map(Act::Wrote),
        Just(Act::Entered),
        Just(Act::EnteredUndone),
        any_seat().prop_map(Act::Invited),
        Just(Act::Uninvited),
        any_seat().prop_map(Act::WelcomeMoved),
        any_seat().prop_map(Act::WelcomeCancelled),
        (prop::sample::select(Attendance::ALL.to_vec()), any_seat())
            .prop_map(|(attendance, seat)| Act::Attended(attendance, seat)),
        Just(Act::Taken),
        prop::sample::select(Closing::ALL.to_vec()).prop_map(Act::Closed),
        Just(Act::Reopened),
    ]
}

fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any_act(), any_moment()).prop_map(|(act, at)| Step { act, at });
    prop::collection::vec(step, 0..12)
}

/// The steps that were possible, each after those before it.
fn possible(steps: &[Step]) -> Vec<Step> {
    let mut kept = Vec::new();
    for step in steps {
        let progress = Progress::of(kept.iter().copied());
        if progress.allows(*step, false).is_ok() {
            kept.push(*step);
        }
    }
    kept
}

fn any_clock() -> impl Strategy<Value = Clock> {
    let call_by = prop::option::of(any_moment());
    (call_by, any_moment(), 1_i64..86_400).prop_map(|(call_by, now, left)| Clock {
        call_by,
        day_ends_at: now.plus_seconds(left),
        now,
    })
}

proptest! {
    /// A sentence of its own for each group, from the steps where that is short: exactly one holds.
    #[test]
    fn each_registration_is_in_the_one_group_that_its_steps_and_the_clock_say(
        steps in any_steps(),
        is_held: bool,
        clock in any_clock(),
    ) {
        let steps = possible(&steps);
        let progress = Progress::of(steps.iter().copied());
        let acts = || steps.iter().map(|step| step.act);
        let is_closed = acts()
            .rfind(|act| matches!(act, Act::Closed(_) | Act::Reopened))
            .is_some_and(|act| act != Act::Reopened);
        let is_begun = acts().any(|act| {
            matches!(act, Act::Called(..) | Act::Invited(_) | Act::Attended(..))
        });
        let is_open = !is_held && !is_closed;
        let waits = is_open && !is_begun;
        let is_late = waits && clock.call_by.is_some_and(|by| by <= clock.now);
        let is_today = waits && !is_late && clock.call_by.is_some_and(|by| by < clock.day_ends_at);
        let looked_up = acts().rfind(|act| matches!(act, Act::Known(_)));
        let is_entered = acts()
            .rfind(|act| matches!(act, Act::Entered | Act::EnteredUndone)) == Some(Act::Entered);
        let is_to_enter = looked_up == Some(NEW) && !is_entered;
        let is_at_the_call = looked_up.is_some() && !is_to_enter;
        let is_agreed = is_open && is_begun
            && progress.call_back_at.is_some_and(|at| at < clock.day_ends_at);
        let is_left = is_open && !is_late && !is_today && !is_agreed;
        let last_touch = acts().rfind(|act| {
            matches!(act, Act::Called(..) | Act::Invited(_) | Act::Attended(..))
        });
        let has_missed = matches!(last_touch, Some(Act::Called(outcome, _)) if outcome != CallOutcome::Reached);
        let is_settled = !has_missed && progress.call_back_at.is_none();
        let is_over = progress.seat.is_some_and(|seat| seat.starts_at <= clock.now);
        let is_left_over = is_left && is_over;
        let is_left = is_left && !is_over;
        let is_called = is_left && is_at_the_call && is_begun;
        let holds = [
            (Group::Late, is_late),
            (Group::Today, is_today),
            (Group::ToCallAgain, is_agreed || (is_called && !is_settled)),
            (Group::ToCheck, is_left && looked_up.is_none()),
            (Group::ToEnter, is_left && is_to_enter),
            (Group::ToCall, is_left && is_at_the_call && !is_begun),
            (Group::ToConclude, is_called && is_settled && progress.seat.is_none()),
            (Group::Awaited, is_called && is_settled && progress.seat.is_some()),
            (Group::ToNote, is_left_over),
            (Group::Done, is_closed && !is_held),
            (Group::Held, is_held),
        ];
        let holding = holds.iter().filter(|(_, holds)| *holds);
        let groups: Vec<Group> = holding.map(|(group, _)| *group).collect();
        let stage = progress.stage(is_held, clock.now);
        prop_assert_eq!(groups, [progress.group(stage, clock)]);
        prop_assert_eq!(progress.rank(stage, clock).group, progress.group(stage, clock));
    }

    /// What a list shows stays true until it says that it changes.
    #[test]
    fn the_clock_changes_a_rank_no_earlier_than_was_said(
        steps in any_steps(),
        is_held: bool,
        clock in any_clock(),
        later in 0_i64..7 * 86_400,
    ) {
        let progress = Progress::of(steps);
        let stage = progress.stage(is_held, clock.now);
        let changes_at = progress.rank_changes_at(stage, clock);
        prop_assert!(changes_at > clock.now);
        let now = clock.now.plus_seconds(later).min(changes_at.plus_seconds(-1));
        let then = progress.rank(progress.stage(is_held, now), Clock { now, ..clock });
        prop_assert_eq!(then, progress.rank(stage, clock));
    }

    #[test]
    fn the_fold_may_stop_anywhere_and_go_on(steps in any_steps(), cut in 0_usize..12) {
        let (before, after) = steps.split_at(cut.min(steps.len()));
        let whole = Progress::of(steps.iter().copied());
        let stopped = Progress::of(before.iter().copied());
        prop_assert_eq!(after.iter().copied().fold(stopped, Progress::after), whole);
    }

    #[test]
    fn an_act_that_is_refused_changes_nothing(steps in any_steps()) {
        let all = Progress::of(steps.iter().copied());
        prop_assert_eq!(Progress::of(possible(&steps)), all);
    }

    #[test]
    fn an_act_is_read_back_from_its_codes(act in any_act()) {
        prop_assert_eq!(act.codes().read(), Some(act));
    }

    /// Seats are counted from [`Standing`], and pages show [`Progress::seat`]: they are one.
    #[test]
    fn who_is_awaited_at_a_welcome_is_who_has_a_seat_there(steps in any_steps()) {
        let progress = Progress::of(steps.iter().copied());
        for welcome in [WelcomeId(1), WelcomeId(2)] {
            let standing = Standing::of(steps.iter().copied(), welcome);
            let has_seat = progress.seat.is_some_and(|seat| seat.welcome == welcome);
            prop_assert_eq!(standing == Some(Standing::Awaited), has_seat);
            let last = progress.attended.filter(|(_, seat)| seat.welcome == welcome);
            if let (false, Some((attendance, _))) = (has_seat, last) {
                prop_assert_eq!(standing, Some(Standing::Noted(attendance)));
            }
        }
    }
}
