//! Guard against a clock that jumps: the machine's clock is compared with the latest moment that the database has seen.
//!
//! A clock that jumped would purge for good what is to be kept, and make a key that none follows for years.
//! Nothing of that is done until the time service or an operator confirms the clock.

use std::{
    fmt,
    path::Path,
    sync::{Mutex, PoisonError},
};

use domain::time::Timestamp;

use crate::{
    clock,
    store::{Store, StoreError},
};

/// A clock further than this from the latest moment seen has jumped, or the endpoint has not run for as long.
const TOLERATED_SECONDS: i64 = 24 * 60 * 60;

/// A time service sets the clock every half hour or so: within this it is there and well.
const SYNCED_WITHIN_SECONDS: i64 = 2 * 60 * 60;

/// A clock that is not believed, and what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockJumped {
    /// The latest moment seen while the clock was believed.
    pub seen_at: Timestamp,
    /// What the clock says.
    pub now: Timestamp,
}

impl fmt::Display for ClockJumped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seen_at, now } = self;
        write!(
            f,
            "the clock says {now}, and the latest moment seen was {seen_at}"
        )
    }
}

impl std::error::Error for ClockJumped {}

/// Compares the clock with the latest moment seen. `synced_at` is when a time service last set the clock, by that clock.
pub(crate) fn judge(
    seen_at: Option<Timestamp>,
    synced_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), ClockJumped> {
    let is_synced =
        synced_at.is_some_and(|at| (0..=SYNCED_WITHIN_SECONDS).contains(&now.seconds_since(at)));
    match seen_at {
        Some(seen_at) if !is_synced && now.seconds_since(seen_at).abs() > TOLERATED_SECONDS => {
            Err(ClockJumped { seen_at, now })
        }
        _ => Ok(()),
    }
}

/// The latest moment seen, as this process knows it.
pub(crate) struct ClockGuard(Mutex<Option<Timestamp>>);

impl ClockGuard {
    pub(crate) async fn open(store: &Store) -> Result<Self, StoreError> {
        Ok(Self(Mutex::new(store.latest_moment().await?)))
    }

    /// The moment by which phones are told of keys: the clock's, or while it is ahead the latest that was seen.
    pub(crate) fn believed(&self, now: Timestamp) -> Timestamp {
        let seen_at = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match seen_at {
            Some(seen_at) if now.seconds_since(seen_at) > TOLERATED_SECONDS => seen_at,
            _ => now,
        }
    }

    /// What phones are told of the time: the clock's moment, and nothing while it is in doubt, ahead or behind.
    pub(crate) fn told(&self, now: Timestamp) -> Option<Timestamp> {
        let seen_at = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        judge(seen_at, None, now).is_ok().then_some(now)
    }

    /// What is wrong with the clock at `now`, if something is. `synced` is what a time service touches.
    pub(crate) async fn jumped(
        &self,
        store: &Store,
        synced: &Path,
        now: Timestamp,
    ) -> Result<Option<ClockJumped>, StoreError> {
        let seen_at = store.latest_moment().await?;
        self.learn(seen_at);
        let synced_at = clock::modified_at(synced).await;
        Ok(judge(seen_at, synced_at, now).err())
    }

    /// As [`ClockGuard::jumped`]; a clock that is believed is the latest moment seen from now on.
    pub(crate) async fn look(
        &self,
        store: &Store,
        synced: &Path,
        now: Timestamp,
    ) -> Result<Result<Timestamp, ClockJumped>, StoreError> {
        if let Some(jumped) = self.jumped(store, synced, now).await? {
            return Ok(Err(jumped));
        }
        let seen_at = store.latest_moment().await?;
        if judge(seen_at, None, now).is_err() {
            tracing::warn!(%now, "the clock has jumped, and the time service says that it is right");
            store.accept_moment(now).await?;
        } else {
            store.saw_moment(now).await?;
        }
        self.learn(store.latest_moment().await?);
        Ok(Ok(now))
    }

    fn learn(&self, seen_at: Option<Timestamp>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = seen_at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_believed_within_a_day_or_when_the_time_service_has_just_set_it() {
        let moment = |hours: i64| Timestamp::from_unix_seconds(1_795_000_000 + hours * 3600);
        let is_believed = |seen: Option<i64>, synced: Option<i64>, now: i64| {
            judge(seen.map(moment), synced.map(moment), moment(now)).is_ok()
        };
        for (seen, synced, now, expected) in [
            (None, None, 87_600, true),
            (Some(0), None, 0, true),
            (Some(0), None, 24, true),
            (Some(0), None, 25, false),
            (Some(0), None, 87_600, false),
            (Some(25), None, 0, false),
            (Some(24), None, 0, true),
            // Off for three days, and set an hour ago.
            (Some(0), Some(71), 72, true),
            (Some(72), Some(0), 0, true),
            // Set before it jumped, or by a clock that was further ahead still.
            (Some(0), Some(0), 72, false),
            (Some(0), Some(73), 72, false),
        ] {
            assert_eq!(
                is_believed(seen, synced, now),
                expected,
                "{seen:?} {synced:?} {now}"
            );
        }
    }
}
