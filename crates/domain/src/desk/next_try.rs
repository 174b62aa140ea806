//! The next try: when to call again a person who was not reached, by half-days, wishes and opening hours.
//!
//! A proposal that an advisor may change. It is always a moment to come at which the telephone is answered.

use std::{iter, vec::Vec};

use jiff::{SignedDuration, civil::DateTime};

use super::{CallOutcome, Closing, ContactSlot, Progress, taken::midnight_after};
use crate::{
    calendar::{OpeningHours, opening},
    time::Timestamp,
};

/// Tries after which a Mission Locale gives up, where it has not said otherwise.
pub const DEFAULT_ATTEMPTS: u32 = 3;

/// How long a part of the day is waited for, before any open moment is as good.
const WEEK_HOURS: i64 = 7 * 24;

/// How a Mission Locale calls again.
#[derive(Debug, Clone, Copy)]
pub struct CallRule<'a> {
    /// When it calls.
    pub hours: &'a OpeningHours,
    /// After how many tries it gives up.
    pub attempts: u32,
}

/// What to do after a call that did not reach the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposal {
    /// Call again, at that moment in the Mission Locale's own time.
    CallAgain(DateTime),
    /// Write a last message, and close.
    WriteAndClose(Closing),
}

impl Progress {
    /// What to do after the last try; `local` gives a moment in the Mission Locale's own time, `wished` are the parts of
    /// the day that the person asked for.
    ///
    /// After the first try: another half-day that the person wished, else the other half-day. After later ones:
    /// two open days on, in the other half-day, whatever was wished. `None` where the last try reached the person,
    /// where there was none since it was reopened, and where no day is open within two months.
    pub fn next_try(
        &self,
        rule: CallRule<'_>,
        wished: &[ContactSlot],
        local: impl Fn(Timestamp) -> DateTime,
        now: Timestamp,
    ) -> Option<Proposal> {
        let (outcome, tried_at) = self.last_try.filter(|_| self.unreached_tries > 0)?;
        if outcome == CallOutcome::WrongNumber {
            return Some(Proposal::WriteAndClose(Closing::WrongContact));
        }
        if self.unreached_tries >= rule.attempts {
            return Some(Proposal::WriteAndClose(Closing::Unreachable));
        }
        let tried_at = local(tried_at);
        let is_first = self.unreached_tries == 1;
        let earliest = if is_first {
            half_day_ends_at(tried_at)
        } else {
            two_open_days_after(tried_at, rule.hours)?
        };
        let intervals = open_week(earliest.max(minute_after(local(now))), rule.hours);
        let wished = if is_first {
            in_order(wished)
        } else {
            Vec::new()
        };
        let moment = first_in(&wished, &intervals)
            .or_else(|| first_in(other_half_day(tried_at), &intervals))
            .or_else(|| intervals.first().map(|[opens, _]| *opens))?;
        Some(Proposal::CallAgain(moment))
    }
}

/// The first open moment in one of these parts of the day; on a day with several, in the one named first.
fn first_in(slots: &[ContactSlot], intervals: &[[DateTime; 2]]) -> Option<DateTime> {
    let moments = intervals.iter().flat_map(|interval| {
        slots.iter().enumerate().filter_map(|(choice, slot)| {
            let moment = slot.first_within(*interval)?;
            Some((moment.date(), choice, moment))
        })
    });
    moments.min().map(|(_, _, moment)| moment)
}

/// The open intervals of a week, from the first open moment at or after `from`.
fn open_week(from: DateTime, hours: &OpeningHours) -> Vec<[DateTime; 2]> {
    let mut ends_at = None;
    let is_near = |[opens, _]: &[DateTime; 2]| {
        let week = SignedDuration::from_hours(WEEK_HOURS);
        *opens < *ends_at.get_or_insert(opens.saturating_add(week))
    };
    open_intervals(from, hours).take_while(is_near).collect()
}

/// When the telephone is answered from `from` on: each interval with its beginning and its end.
fn open_intervals(from: DateTime, hours: &OpeningHours) -> impl Iterator<Item = [DateTime; 2]> {
    let mut moment = from;
    iter::from_fn(move || {
        let state = opening(moment, hours)?;
        let opens = if state.is_open {
            moment
        } else {
            state.changes_at
        };
        let closes = opening(opens, hours)?.changes_at;
        moment = closes;
        Some([opens, closes])
    })
}

fn in_order(wished: &[ContactSlot]) -> Vec<ContactSlot> {
    let mut slots = ContactSlot::ALL.to_vec();
    slots.retain(|slot| wished.contains(slot));
    slots
}

/// The parts of the half-day in which the call was not, the better one first: midday is left to those who wished it.
fn other_half_day(tried_at: DateTime) -> &'static [ContactSlot] {
    if is_morning(tried_at) {
        &[ContactSlot::Afternoon, ContactSlot::Midday]
    } else {
        &[ContactSlot::Morning]
    }
}

fn half_day_ends_at(moment: DateTime) -> DateTime {
    if is_morning(moment) {
        moment.date().at(12, 0, 0, 0)
    } else {
        midnight_after(moment)
    }
}

fn is_morning(moment: DateTime) -> bool {
    moment.hour() < 12
}

/// The beginning of the second open day after that day.
fn two_open_days_after(moment: DateTime, hours: &OpeningHours) -> Option<DateTime> {
    let open_day_after = |moment| {
        let [opens, _] = open_intervals(midnight_after(moment), hours).next()?;
        Some(opens)
    };
    open_day_after(open_day_after(moment)?)
}

/// The next whole minute: forms have no seconds, and a proposal is not of the past.
fn minute_after(moment: DateTime) -> DateTime {
    moment.saturating_add(SignedDuration::from_secs(60 - i64::from(moment.second())))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
