//! Seats at collective welcomes: who has one, who is to be called, what may follow.

use super::*;

/// Of the third welcome, which begins ten minutes past noon.
pub(super) fn seat() -> Seat {
    kept(3, 10)
}

/// Of another one.
fn other() -> Seat {
    kept(4, 20)
}

/// Of the third welcome, moved.
fn later() -> Seat {
    kept(3, 60)
}

fn kept(welcome: i64, minutes: i64) -> Seat {
    Seat {
        welcome: WelcomeId(welcome),
        starts_at: at(minutes),
    }
}

fn invited() -> Act {
    Act::Invited(seat())
}

/// The given acts are done a minute apart from noon on, the last one when the welcome has begun.
fn after_the_day(before: &[Act], noted: Act) -> Progress {
    progress(before).after(Step {
        act: noted,
        at: at(11),
    })
}

#[test]
fn an_invitation_awaits_its_day_and_then_its_note() {
    let kept = progress(&[SUPPORTED, REACHED, invited()]);
    assert_eq!(kept.stage(false, at(9)), Stage::Awaited);
    assert_eq!(kept.stage(false, at(10)), Stage::ToNote);
    // What is left to do beside it goes first, until the day.
    let unknown = progress(&[REACHED, invited()]);
    assert_eq!(unknown.stage(false, at(9)), Stage::ToCheck);
    assert_eq!(unknown.stage(false, at(10)), Stage::ToNote);
    for (attendance, stage) in [
        (Attendance::Came, Stage::ToConclude),
        (Attendance::Excused, Stage::ToConclude),
        (Attendance::Missed, Stage::ToCallAgain { at: Some(at(11)) }),
    ] {
        let noted = after_the_day(
            &[SUPPORTED, REACHED, invited()],
            Act::Attended(attendance, seat()),
        );
        assert_eq!(noted.stage(false, at(12)), stage, "{attendance:?}");
        assert_eq!(noted.seat, None);
    }
}

/// Whoever invites has spoken to the person, whether or not a call was noted.
#[test]
fn who_is_invited_is_no_late_call_any_more() {
    let kept = progress(&[SUPPORTED, invited()]);
    let group = kept.group(kept.stage(false, at(0)), clock(-5));
    assert_eq!(group, Group::Awaited);
    let reached = progress(&[SUPPORTED, NO_ANSWER, invited()]);
    assert_eq!(reached.stage(false, at(0)), Stage::Awaited);
    assert_eq!(reached.unreached_tries, 0);
}

#[test]
fn a_welcome_that_moves_or_goes_makes_a_call_of_each_seat() {
    let moved = progress(&[SUPPORTED, REACHED, invited(), Act::WelcomeMoved(later())]);
    assert_eq!(moved.seat, Some(later()));
    let cancelled = progress(&[SUPPORTED, REACHED, invited(), Act::WelcomeCancelled(seat())]);
    assert_eq!(cancelled.seat, None);
    for (progress, told) in [(moved, Stage::Awaited), (cancelled, Stage::ToConclude)] {
        let now = at(5);
        let rank = progress.rank(progress.stage(false, now), Clock { now, ..clock(60) });
        assert_eq!(rank.group, Group::ToCallAgain);
        let call = |outcome| {
            let act = Act::Called(outcome, None);
            progress.after(Step { act, at: now })
        };
        assert_eq!(call(CallOutcome::Reached).stage(false, now), told);
        let missed = call(CallOutcome::NoAnswer).stage(false, now);
        assert_eq!(missed, Stage::ToCallAgain { at: None });
    }
}

#[test]
fn a_seat_is_given_back_by_a_word_a_closing_or_another_seat() {
    for (acts, seat) in [
        (&[invited()][..], Some(seat())),
        (&[invited(), Act::Uninvited], None),
        (&[invited(), CLOSED], None),
        (&[invited(), CLOSED, Act::Reopened], None),
        (&[invited(), Act::Invited(other())], Some(other())),
        (&[invited(), NO_ANSWER, TEXT, NEW, Act::Taken], Some(seat())),
    ] {
        assert_eq!(progress(acts).seat, seat, "{acts:?}");
    }
    // An hour that was agreed for later stays, one that is due is over.
    let agreed = |minutes| Act::Called(CallOutcome::Reached, Some(at(minutes)));
    assert_eq!(
        progress(&[agreed(60), invited()]).call_back_at,
        Some(at(60))
    );
    assert_eq!(progress(&[agreed(1), invited()]).call_back_at, None);
}

#[test]
fn a_seat_that_makes_no_sense_is_refused() {
    let (none, kept) = (progress(&[]), progress(&[invited()]));
    let came = Act::Attended(Attendance::Came, seat());
    let noted = after_the_day(&[invited()], came);
    for (progress, act, minutes, expected) in [
        (none, invited(), 9, Ok(())),
        (none, invited(), 10, Err(Refused::Begun)),
        (kept, invited(), 5, Err(Refused::SameSeat)),
        (kept, Act::Invited(other()), 5, Ok(())),
        (none, Act::Uninvited, 5, Err(Refused::NoSeat)),
        (none, Act::WelcomeCancelled(seat()), 5, Err(Refused::NoSeat)),
        (kept, Act::WelcomeMoved(other()), 5, Err(Refused::NoSeat)),
        (kept, Act::WelcomeMoved(later()), 5, Ok(())),
        (none, came, 11, Err(Refused::NoSeat)),
        (kept, came, 9, Err(Refused::NotBegun)),
        (kept, came, 10, Ok(())),
        (
            kept,
            Act::Attended(Attendance::Came, other()),
            30,
            Err(Refused::NoSeat),
        ),
        // A mistake is corrected by a later step.
        (noted, Act::Attended(Attendance::Missed, seat()), 12, Ok(())),
    ] {
        let step = Step {
            act,
            at: at(minutes),
        };
        assert_eq!(progress.allows(step, false), expected, "{act:?}, {minutes}");
    }
    let missed = noted.after(Step {
        act: Act::Attended(Attendance::Missed, seat()),
        at: at(12),
    });
    assert_eq!(missed.call_back_at, Some(at(12)));
    let corrected = missed.after(Step {
        act: came,
        at: at(13),
    });
    assert_eq!(corrected.call_back_at, None);
}

#[test]
fn a_registration_stands_with_each_welcome_as_its_last_word_on_it_says() {
    let stands = |acts: &[Act], seat: Seat| {
        let steps = (1..).zip(acts).map(|(minutes, act)| Step {
            act: *act,
            at: at(minutes * 10),
        });
        Standing::of(steps, seat.welcome)
    };
    let early = Seat {
        starts_at: at(15),
        ..seat()
    };
    let missed = Act::Attended(Attendance::Missed, early);
    let early_seat = Act::Invited(early);
    let noted = Some(Standing::Noted(Attendance::Missed));
    assert_eq!(stands(&[], seat()), None);
    assert_eq!(stands(&[early_seat], seat()), Some(Standing::Awaited));
    assert_eq!(stands(&[early_seat], other()), None);
    assert_eq!(stands(&[early_seat, missed], seat()), noted);
    assert_eq!(stands(&[early_seat, missed, CLOSED], seat()), noted);
    assert_eq!(stands(&[early_seat, Act::Uninvited], seat()), None);
    // Noted before its time: nothing was noted.
    let late = Act::Attended(Attendance::Came, later());
    assert_eq!(
        stands(&[Act::Invited(later()), late], seat()),
        Some(Standing::Awaited)
    );
}
