//! Token buckets by key: the generic cell rate algorithm, with a way to give a token back.
//!
//! A bucket is one moment: when it will be full again. A key that is not held has a full bucket.

use std::{
    collections::HashMap,
    hash::Hash,
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How much a bucket holds, and how fast it fills.
#[derive(Clone, Copy)]
pub(super) struct Quota {
    burst: NonZeroU32,
    /// From one token to the next.
    period: Duration,
}

impl Quota {
    /// `burst` at once, then `per_hour` an hour.
    pub(super) fn new(burst: NonZeroU32, per_hour: NonZeroU32) -> Self {
        Self {
            burst,
            period: Duration::from_hours(1) / per_hour.get(),
        }
    }

    /// The same quota for so many at once.
    pub(super) fn times(self, factor: NonZeroU32) -> Self {
        Self {
            burst: self.burst.saturating_mul(factor),
            period: self.period / factor.get(),
        }
    }

    /// From empty to full.
    fn whole(self) -> Duration {
        self.period.saturating_mul(self.burst.get())
    }
}

/// A bucket without a token.
pub(super) struct Empty<K> {
    pub(super) key: K,
    /// Until it has one.
    pub(super) wait: Duration,
}

/// Buckets that are taken from together. Moments are those of a clock that only goes forward.
pub(super) struct Buckets<K>(Mutex<HashMap<K, Duration>>);

impl<K: Copy + Eq + Hash> Buckets<K> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(HashMap::new()))
    }

    /// Whether each has a token.
    pub(super) fn look(&self, wanted: &[(K, Quota)], now: Duration) -> Result<(), Empty<K>> {
        look(&self.lock(), wanted, now)
    }

    /// Takes one token of each, or none at all.
    pub(super) fn take(&self, wanted: &[(K, Quota)], now: Duration) -> Result<(), Empty<K>> {
        let mut held = self.lock();
        look(&held, wanted, now)?;
        for (key, quota) in wanted {
            let full_at = held.entry(*key).or_insert(now);
            *full_at = now.max(*full_at).saturating_add(quota.period);
        }
        Ok(())
    }

    /// Puts one token back into each.
    pub(super) fn give_back(&self, taken: &[(K, Quota)], now: Duration) {
        let mut held = self.lock();
        for (key, quota) in taken {
            let Some(full_at) = held.get_mut(key) else {
                continue;
            };
            *full_at = full_at.saturating_sub(quota.period);
            if *full_at <= now {
                held.remove(key);
            }
        }
    }

    /// Forgets the keys whose buckets are full.
    pub(super) fn forget_full(&self, now: Duration) {
        let mut held = self.lock();
        held.retain(|_, full_at| *full_at > now);
        held.shrink_to_fit();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Duration>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn look<K: Copy + Eq + Hash>(
    held: &HashMap<K, Duration>,
    wanted: &[(K, Quota)],
    now: Duration,
) -> Result<(), Empty<K>> {
    for (key, quota) in wanted {
        let full_at = held.get(key).copied().unwrap_or(now).max(now);
        let after = full_at.saturating_add(quota.period);
        let wait = after.saturating_sub(now.saturating_add(quota.whole()));
        if !wait.is_zero() {
            return Err(Empty { key: *key, wait });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
    }

    /// What may happen to one bucket.
    #[derive(Debug, Clone)]
    enum Step {
        Take,
        TakeAndGiveBack,
        Wait(u64),
        Forget,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            4 => Just(Step::Take),
            3 => Just(Step::TakeAndGiveBack),
            2 => (1..400_u64).prop_map(Step::Wait),
            1 => Just(Step::Forget),
        ];
        prop::collection::vec(step, 1..80)
    }

    proptest! {
        /// However it is used, no window lets more through than its burst and what fills in meanwhile.
        #[test]
        fn a_bucket_lets_through_its_burst_and_what_fills_in(
            burst in 1..8_u32, per_hour in 1..3600_u32, steps in steps()
        ) {
            let quota = Quota::new(number(burst), number(per_hour));
            let buckets = Buckets::new();
            let mut now = Duration::ZERO;
            let mut kept: Vec<Duration> = Vec::new();
            for step in steps {
                match step {
                    Step::Take if buckets.take(&[((), quota)], now).is_ok() => kept.push(now),
                    Step::TakeAndGiveBack if buckets.take(&[((), quota)], now).is_ok() => {
                        buckets.give_back(&[((), quota)], now);
                    }
                    Step::Take | Step::TakeAndGiveBack => {}
                    Step::Wait(seconds) => now += Duration::from_secs(seconds),
                    Step::Forget => buckets.forget_full(now),
                }
            }
            for (index, from) in kept.iter().enumerate() {
                for (before, to) in kept.iter().skip(index).enumerate() {
                    let filled = to.saturating_sub(*from).as_nanos() / quota.period.as_nanos();
                    let passed = u128::try_from(before + 1).unwrap_or(u128::MAX);
                    prop_assert!(passed <= filled + u128::from(burst));
                }
            }
        }

        /// A token given back at any later moment leaves the bucket as if it had never been taken.
        #[test]
        fn what_is_given_back_was_never_taken(
            burst in 1..8_u32, per_hour in 1..3600_u32, before in 0..8_u32, after in 0..4000_u64
        ) {
            let wanted = [((), Quota::new(number(burst), number(per_hour)))];
            let (lent, spared) = (Buckets::new(), Buckets::new());
            for _ in 0..before {
                let both = [&lent, &spared].map(|one| one.take(&wanted, Duration::ZERO).is_ok());
                prop_assert_eq!(both[0], both[1]);
            }
            let taken = lent.take(&wanted, Duration::ZERO).is_ok();
            let now = Duration::from_secs(after);
            if taken {
                lent.give_back(&wanted, now);
            }
            for _ in 0..=burst {
                let both = [&lent, &spared].map(|one| one.take(&wanted, now).is_ok());
                prop_assert_eq!(both[0], both[1]);
            }
        }

        /// Refused means that the time it names is both needed and enough.
        #[test]
        fn a_wait_is_exact(burst in 1..8_u32, per_hour in 1..3600_u32, after in 0..4000_u64) {
            let quota = Quota::new(number(burst), number(per_hour));
            let wanted = [((), quota)];
            let buckets = Buckets::new();
            for _ in 0..burst {
                prop_assert!(buckets.take(&wanted, Duration::ZERO).is_ok());
            }
            let now = Duration::from_secs(after);
            if let Err(empty) = buckets.look(&wanted, now) {
                let then = now + empty.wait;
                prop_assert!(buckets.look(&wanted, then.saturating_sub(Duration::from_nanos(1))).is_err());
                prop_assert!(buckets.take(&wanted, then).is_ok());
                prop_assert!(buckets.take(&wanted, then).is_err());
            }
        }
    }

    #[test]
    fn from_several_buckets_all_are_taken_or_none() {
        let (narrow, wide) = (
            Quota::new(number(1), number(1)),
            Quota::new(number(2), number(1)),
        );
        let buckets = Buckets::new();
        let now = Duration::ZERO;
        assert!(buckets.take(&[(1, narrow), (9, wide)], now).is_ok());
        let Err(empty) = buckets.take(&[(9, wide), (1, narrow)], now) else {
            panic!("the narrow one is empty")
        };
        assert_eq!(empty.key, 1);
        assert!(
            buckets.take(&[(2, narrow), (9, wide)], now).is_ok(),
            "the refused one took nothing of the wide bucket"
        );
        assert!(buckets.take(&[(3, narrow), (9, wide)], now).is_err());
    }

    #[test]
    fn full_buckets_are_not_held_in_memory() {
        let quota = Quota::new(number(2), number(3600));
        let buckets = Buckets::new();
        for key in 0..10 {
            assert!(buckets.take(&[(key, quota)], Duration::ZERO).is_ok());
        }
        buckets.give_back(&[(0, quota)], Duration::ZERO);
        assert_eq!(buckets.lock().len(), 9);
        buckets.forget_full(Duration::from_secs(1));
        assert!(buckets.lock().is_empty());
    }
}
