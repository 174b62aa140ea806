//! Moments of the demonstration, from present and opening hours: arrivals by deadline, work in open hours.

use domain::{
    calendar::{OpeningHours, call_by, opening},
    time::Timestamp,
};
use jiff::{
    civil::{DateTime, Time},
    tz::TimeZone,
};
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
    pub(super) hours: &'a OpeningHours,
    pub(super) zone: &'a TimeZone,
    pub(super) now: Timestamp,
}

impl Moments<'_> {
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
        let mut open = self.looked_at().filter(|at| self.is_open(*at));
        open.nth(minutes / 10).unwrap_or(self.now)
    }

    /// The first open moment from `from` on.
    pub(super) fn open_from(&self, from: Timestamp) -> Timestamp {
        match opening(self.local(from), self.hours) {
            Some(state) if !state.is_open => self.instant(state.changes_at),
            _ => from,
        }
    }

    /// A moment whose deadline is one of those: in open hours, where there is such a one.
    fn with_deadline(
        &self,
        back: usize,
        is_meant: impl Fn(Timestamp) -> bool,
    ) -> Option<Timestamp> {
        let is_meant = |at: &Timestamp| {
            let by = call_by(self.local(*at), self.hours);
            by.is_some_and(|by| is_meant(self.instant(by)))
        };
        let meant: Vec<Timestamp> = self.looked_at().filter(is_meant).collect();
        let open: Vec<Timestamp> = meant
            .iter()
            .copied()
            .filter(|at| self.is_open(*at))
            .collect();
        let among = if open.is_empty() { meant } else { open };
        among.get(back.checked_rem(among.len())?).copied()
    }

    /// The moments that are looked at, the latest first.
    fn looked_at(&self) -> impl Iterator<Item = Timestamp> {
        let now = self.now;
        (0..LOOKED_AT).map(move |step| {
            let scatter = step * SCATTER_SECONDS % STEP_SECONDS;
            now.plus_seconds(-(step * STEP_SECONDS + scatter))
        })
    }

    fn is_open(&self, at: Timestamp) -> bool {
        opening(self.local(at), self.hours).is_some_and(|state| state.is_open)
    }

    fn day_ends_at(&self) -> Timestamp {
        let date = self.local(self.now).date();
        let next = date.tomorrow().unwrap_or(date);
        self.instant(next.to_datetime(Time::midnight()))
    }

    fn local(&self, at: Timestamp) -> DateTime {
        french::local(at, self.zone)
    }

    fn instant(&self, local: DateTime) -> Timestamp {
        french::instant(local, self.zone)
    }
}
