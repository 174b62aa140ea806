//! Each check on its own: what it takes to fail, and what is just enough not to.

use super::*;

const NOW: i64 = 1_800_000_000;

fn at(seconds_ago: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOW - seconds_ago)
}

/// Everything well, and changed by `change`.
fn judged(change: impl FnOnce(&mut Observed)) -> Verdict {
    let mut seen = Observed {
        now: at(0),
        can_store: true,
        figures: Some(Figures {
            pending: 3,
            beyond_ceiling: 0,
            overdue: 0,
            set_aside: 0,
            oldest_pending_at: Some(at(60)),
            last_purge_at: Some(at(3600)),
            mail_is_held: false,
        }),
        free_bytes: Some(1000),
        min_free_bytes: 1000,
        running_since: at(90 * 24 * 3600),
        newest_key_made_at: Some(at(40 * 24 * 3600)),
        seconds_without_copy: None,
        keys_missing: 0,
        reported: Vec::new(),
    };
    change(&mut seen);
    judge(&seen)
}

fn figures(change: impl FnOnce(&mut Figures)) -> Verdict {
    judged(|seen| {
        if let Some(figures) = &mut seen.figures {
            change(figures);
        }
    })
}

fn reported(check: Check) -> Verdict {
    judged(|seen| seen.reported.push(check))
}

#[track_caller]
fn assert_fails(verdict: &Verdict, check: Check) {
    assert!(!verdict.ready);
    assert_eq!(verdict.failing, [check]);
    assert!(verdict.warnings.is_empty());
}

#[track_caller]
fn assert_warns(verdict: &Verdict, check: Check) {
    assert!(verdict.ready && verdict.failing.is_empty());
    assert_eq!(verdict.warnings, [check]);
}

#[track_caller]
fn assert_well(verdict: &Verdict) {
    assert!(verdict.ready && verdict.failing.is_empty() && verdict.warnings.is_empty());
}

#[test]
fn all_is_well() {
    assert_well(&judged(|_| {}));
}

#[test]
fn what_cannot_be_stored_or_read() {
    assert_fails(&judged(|seen| seen.can_store = false), Check::StoreWrite);
    assert_fails(&judged(|seen| seen.figures = None), Check::StoreRead);
}

#[test]
fn a_byte_less_than_the_space_that_must_be_free_or_nobody_knows() {
    assert_fails(
        &judged(|seen| seen.free_bytes = Some(999)),
        Check::FreeSpace,
    );
    assert_fails(&judged(|seen| seen.free_bytes = None), Check::FreeSpace);
}

#[test]
fn a_purge_that_is_more_than_26_hours_old() {
    let purged = |ago: i64| figures(|seen| seen.last_purge_at = Some(at(ago)));
    assert_well(&purged(PURGED_WITHIN_SECONDS));
    assert_fails(&purged(PURGED_WITHIN_SECONDS + 1), Check::PurgeLate);
    // One that has not come yet is of a clock that was ahead, beyond a second's work.
    assert_well(&purged(-1));
    assert_fails(&purged(-24 * 3600), Check::PurgeLate);
    let never = |running: i64| {
        judged(|seen| {
            seen.running_since = at(running);
            if let Some(figures) = &mut seen.figures {
                figures.last_purge_at = None;
            }
        })
    };
    assert_well(&never(PURGED_WITHIN_SECONDS));
    assert_fails(&never(PURGED_WITHIN_SECONDS + 1), Check::PurgeLate);
    assert_fails(&never(-24 * 3600), Check::PurgeLate);
}

#[test]
fn a_clock_that_jumped_and_a_key_that_waits_for_its_copy() {
    assert_fails(&reported(Check::ClockJumped), Check::ClockJumped);
    let waits = |ago: i64| judged(|seen| seen.seconds_without_copy = Some(ago));
    assert_well(&waits(COPIED_WITHIN_SECONDS));
    assert_fails(&waits(COPIED_WITHIN_SECONDS + 1), Check::KeyWithoutCopy);
}

#[test]
fn deliveries_that_have_been_failing() {
    assert_fails(&figures(|seen| seen.overdue = 1), Check::DeliveriesOverdue);
    assert_warns(&figures(|seen| seen.set_aside = 1), Check::SetAside);
    assert_warns(&figures(|seen| seen.mail_is_held = true), Check::MailHeld);
}

#[test]
fn a_flood_is_a_warning_until_the_last_of_it_is_delivered() {
    let beyond = Check::BeyondCeiling;
    assert_warns(&reported(beyond), beyond);
    assert_warns(&figures(|seen| seen.beyond_ceiling = 1), beyond);
}

#[test]
fn phones_that_count_as_one() {
    assert_warns(&reported(Check::ClientsUnknown), Check::ClientsUnknown);
}

#[test]
fn several_at_once_are_all_told_in_codes() -> Result<(), serde_json::Error> {
    let verdict = judged(|seen| {
        seen.can_store = false;
        seen.free_bytes = Some(0);
        seen.reported = vec![Check::BeyondCeiling];
    });
    assert_eq!(
        serde_json::to_string(&verdict)?,
        r#"{"ready":false,"failing":["store-write","free-space"],"warnings":["beyond-ceiling"]}"#
    );
    for check in Check::ALL {
        assert_eq!(
            serde_json::to_string(&check)?,
            format!("{:?}", check.code())
        );
    }
    Ok(())
}
