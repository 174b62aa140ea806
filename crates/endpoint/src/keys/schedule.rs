//! When a key is made, given to phones, and too old to seal to. Pure.

use domain::time::Timestamp;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Days for which new envelopes are sealed to a key, from the day it was made.
const SEAL_DAYS: i64 = 180;

/// Days that the key before has left when a new one is given to phones.
const RENEW_BEFORE_DAYS: i64 = 30;

/// Days that a new key waits for its copy before phones have it, where nothing else is said.
pub(crate) const PUBLISH_AFTER_DAYS: u16 = 7;

/// The most that can be said: a key has to seal for some time.
pub(crate) const MAX_PUBLISH_AFTER_DAYS: u16 = 90;

/// Until when phones seal to a key.
pub(super) fn seal_until(made_at: Timestamp) -> Timestamp {
    made_at.plus_seconds(SEAL_DAYS * DAY_SECONDS)
}

/// A day after it was made.
pub(super) fn a_day_after(made_at: Timestamp) -> Timestamp {
    made_at.plus_seconds(DAY_SECONDS)
}

/// All the keys at one moment, each by when it was made.
pub(super) struct Schedule {
    made: Vec<Timestamp>,
    wait_seconds: i64,
    now: Timestamp,
}

impl Schedule {
    pub(super) fn new(made: Vec<Timestamp>, publish_after_days: u16, now: Timestamp) -> Self {
        Self {
            made,
            wait_seconds: i64::from(publish_after_days.min(MAX_PUBLISH_AFTER_DAYS)) * DAY_SECONDS,
            now,
        }
    }

    /// Whether a new key is to be made: early enough that it has waited when the one before has 30 days left.
    pub(super) fn is_renewal_due(&self) -> bool {
        let good = self.made.iter().filter(|made| self.is_good(**made));
        let newest = good.map(|made| seal_until(*made)).max();
        let ahead = RENEW_BEFORE_DAYS * DAY_SECONDS + self.wait_seconds;
        newest.is_none_or(|until| until.seconds_since(self.now) < ahead)
    }

    /// Whether phones have it: it has waited, or nothing else can be sealed to.
    pub(super) fn is_public(&self, made_at: Timestamp) -> bool {
        let has_waited = |made: Timestamp| self.now.seconds_since(made) >= self.wait_seconds;
        let good = || self.made.iter().copied().filter(|made| self.is_good(*made));
        if good().any(has_waited) {
            return self.is_good(made_at) && has_waited(made_at);
        }
        if let Some(oldest) = good().min() {
            return made_at == oldest;
        }
        // A clock that is behind: what was made after it is all there is.
        let mut seals = self
            .made
            .iter()
            .filter(|made| seal_until(**made) > self.now);
        if seals.next().is_some() {
            return seal_until(made_at) > self.now;
        }
        // A clock far ahead, which no key is made on, or a folder that cannot be written:
        // phones are not left without a key, and the endpoint opens what is sealed to an old one.
        self.made.iter().max() == Some(&made_at)
    }

    /// From when phones have it: once it has waited, and no later than the others that were good when it was made last.
    pub(super) fn published_from(&self, made_at: Timestamp) -> Timestamp {
        let others = self.made.iter().filter(|other| **other < made_at);
        let lasting = others.map(|other| seal_until(*other)).max();
        let waited = made_at.plus_seconds(self.wait_seconds);
        lasting.map_or(made_at, |until| until.clamp(made_at, waited))
    }

    /// Not too old to seal to, and not made on a clock that was ahead.
    fn is_good(&self, made_at: Timestamp) -> bool {
        made_at.seconds_since(self.now) <= DAY_SECONDS && seal_until(made_at) > self.now
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TWENTY_YEARS: i64 = 20 * 365 * DAY_SECONDS;

    proptest! {
        /// However far the clock is off, and whatever it was when keys were made.
        #[test]
        fn phones_always_have_a_key(
            made in proptest::collection::vec(0..TWENTY_YEARS, 1..6),
            now in -TWENTY_YEARS..2 * TWENTY_YEARS,
            wait in 0..=MAX_PUBLISH_AFTER_DAYS,
        ) {
            let made: Vec<_> = made.into_iter().map(Timestamp::from_unix_seconds).collect();
            let schedule = Schedule::new(made.clone(), wait, Timestamp::from_unix_seconds(now));
            prop_assert!(made.iter().any(|key| schedule.is_public(*key)));
        }
    }
}
