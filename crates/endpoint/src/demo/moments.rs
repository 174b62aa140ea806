//! Moments of the demonstration, from present and opening hours: arrivals by deadline, work in open hours.

use domain::{
    calendar::{OpeningHours, call_by, opening},
    time::Timestamp,
};
use jiff::{civil::Time, tz::TimeZone};
use serde::Deserialize;

use crate::french;

/// One moment is looked at in each ten minutes.
const STEP_SECONDS: i64 = 600;

/// Sixteen days back: longer than any week with its holidays.
const LOOKED_AT: i64 = 16 * 24 * 6;

/// Not every moment is at the same minute of its ten.
const SCATTER_SECONDS: i64 = 229;

/// When somebody registers, by the deadline that this gives. The number says how far back: 0 is the latest such moment.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum When {
    /// The deadline is over.
    Late(usize),
    /// The deadline is today and to come; by another day, where none is left today.
    Today(usize),
    /// The deadline is after today.
    ToCome(usize),
    /// So many open minutes ago, whatever the deadline.
    Ago(usize),
}

/// The days up to the present at one place.
pub(super) struct Moments<'a> {
    hours: &'a OpeningHours,
    zone: &'a TimeZone,
    pub(super) now: Timestamp,
    /// The latest first.
    looked_at: Vec<LookedAt>,
}

/// A moment that was looked at.
struct LookedAt {
    at: Timestamp,
    is_open: bool,
    /// The deadline of what arrives then.
    call_by: Option<Timestamp>,
}

impl<'a> Moments<'a> {
    pub(super) fn new(hours: &'a OpeningHours, zone: &'a TimeZone, now: Timestamp) -> Self {
        let look = |step: i64| {
            let scatter = step * SCATTER_SECONDS % STEP_SECONDS;
            let at = now.plus_seconds(-(step * STEP_SECONDS + scatter));
            let local = french::local(at, zone);
            LookedAt {
                at,
                is_open: opening(local, hours).is_some_and(|state| state.is_open),
                call_by: call_by(local, hours).map(|by| french::instant(by, zone)),
            }
        };
        Self {
            hours,
            zone,
            now,
            looked_at: (0..LOOKED_AT).map(look).collect(),
        }
    }

    /// When somebody registers.
    pub(super) fn arrival(&self, when: When) -> Timestamp {
        let (now, day_ends_at) = (self.now, self.day_ends_at());
        let found = match when {
            When::Ago(minutes) => return self.open_minutes_ago(minutes),
            When::Late(back) => self.with_deadline(back, |by| by <= now),
            When::Today(back) => self
                .with_deadline(back, |by| by > now && by < day_ends_at)
                .or_else(|| self.with_deadline(back, |by| by >= day_ends_at)),
            When::ToCome(back) => self.with_deadline(back, |by| by >= day_ends_at),
        };
        found.unwrap_or(now)
    }

    /// The moment that so many open minutes lie between it and the present.
    pub(super) fn open_minutes_ago(&self, minutes: usize) -> Timestamp {
        let mut open = self.looked_at.iter().filter(|looked| looked.is_open);
        open.nth(minutes / 10).map_or(self.now, |looked| looked.at)
    }

    /// The first open moment from `from` on.
    pub(super) fn open_from(&self, from: Timestamp) -> Timestamp {
        match opening(french::local(from, self.zone), self.hours) {
            Some(state) if !state.is_open => french::instant(state.changes_at, self.zone),
            _ => from,
        }
    }

    /// A moment whose deadline is one of those: in open hours, where there is such a one.
    fn with_deadline(
        &self,
        back: usize,
        is_meant: impl Fn(Timestamp) -> bool,
    ) -> Option<Timestamp> {
        let is_meant = |looked: &&LookedAt| looked.call_by.is_some_and(&is_meant);
        let meant = || self.looked_at.iter().filter(is_meant);
        let mut among: Vec<&LookedAt> = meant().filter(|looked| looked.is_open).collect();
        if among.is_empty() {
            among = meant().collect();
        }
        let chosen = among.get(back.checked_rem(among.len())?)?;
        Some(chosen.at)
    }

    fn day_ends_at(&self) -> Timestamp {
        let date = french::local(self.now, self.zone).date();
        let next = date.tomorrow().unwrap_or(date);
        french::instant(next.to_datetime(Time::midnight()), self.zone)
    }
}
