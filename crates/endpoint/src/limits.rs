//! Limits by prefix of an address, in layers, and a ceiling for the whole site: token buckets in memory.
//!
//! A token is spent on what was stored anew; a replay spends none. Refused requests take tokens from a separate bucket.
//! The ceiling refuses nothing: what comes beyond it is stored, and delivered slower and in turns.
//! Addresses are counted in memory and never kept.

mod buckets;
mod clients_unknown;
mod pace;
mod prefix;

use std::{
    hash::{BuildHasher as _, RandomState},
    net::IpAddr,
    num::NonZeroU32,
    time::Duration,
};

use buckets::{Buckets, Empty, Quota};
pub(crate) use clients_unknown::ClientsUnknown;
pub(crate) use pace::Pace;
use prefix::Prefix;

use crate::{
    alarm::Alarm,
    clock::{Clock, Ticking},
    config::Config,
};

/// Refused requests from one household: every phone of a full room, wrong twenty times over.
/// After that one a second: opening a thousand envelopes takes less than a second of a core.
const REFUSED_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);
const REFUSED_PER_HOUR: NonZeroU32 = NonZeroU32::MIN.saturating_add(3599);

/// Each unproven rights request is a deadline by law and a file to close by hand: of ten registrations at most one.
/// With the usual settings ten at once from one household, then twenty an hour.
const UNPROVEN_BURST_SHARE: u32 = 6;
const UNPROVEN_HOURLY_SHARE: u32 = 15;

/// What the settings say about limits.
pub(crate) struct Allowed {
    /// Registrations from one household at once.
    pub(crate) burst: NonZeroU32,
    /// Registrations from one household in an hour.
    pub(crate) per_hour: NonZeroU32,
    /// Registrations from all clients in an hour before they are delivered in turns.
    pub(crate) site_per_hour: NonZeroU32,
}

impl Allowed {
    pub(crate) fn by(config: &Config) -> Self {
        Self {
            burst: config.intake_burst,
            per_hour: config.intake_per_hour,
            site_per_hour: config.intake_site_per_hour,
        }
    }
}

/// Counts by client address what was stored and what was refused.
pub(crate) struct Limits {
    stored: HouseholdBuckets,
    unproven: HouseholdBuckets,
    /// Taken from before a request is looked at, given back when nothing was wrong with it.
    refused: HouseholdBuckets,
    /// Requests to the desk by people who are not signed in: what is sent to the public address closes it to nobody.
    desk: HouseholdBuckets,
    site: Buckets<()>,
    site_quota: Quota,
    /// Hashes prefixes with a random key that only this process has.
    origins: RandomState,
    ticking: Ticking,
    beyond_ceiling: Alarm,
}

/// Over a limit.
pub(crate) struct OverLimit {
    /// Until the next request is welcome.
    pub(crate) wait: Duration,
    /// Which limit, for figures.
    pub(crate) limit: &'static str,
}

/// What an arrival took.
pub(crate) struct Taken {
    client: IpAddr,
    is_unproven: bool,
    /// Of an arrival beyond the ceiling: with whom it takes turns.
    pub(crate) origin: Option<u32>,
}

impl Limits {
    pub(crate) fn new(allowed: &Allowed, clock: &Clock) -> Self {
        let share = |whole: NonZeroU32, of: u32| {
            NonZeroU32::new(whole.get() / of).unwrap_or(NonZeroU32::MIN)
        };
        Self {
            stored: HouseholdBuckets::new(Quota::new(allowed.burst, allowed.per_hour)),
            unproven: HouseholdBuckets::new(Quota::new(
                share(allowed.burst, UNPROVEN_BURST_SHARE),
                share(allowed.per_hour, UNPROVEN_HOURLY_SHARE),
            )),
            refused: HouseholdBuckets::new(Quota::new(REFUSED_BURST, REFUSED_PER_HOUR)),
            desk: HouseholdBuckets::new(Quota::new(REFUSED_BURST, REFUSED_PER_HOUR)),
            site: Buckets::new(),
            site_quota: Quota::new(allowed.site_per_hour, allowed.site_per_hour),
            origins: RandomState::new(),
            ticking: Ticking::start(clock),
            beyond_ceiling: Alarm::default(),
        }
    }

    /// Lets a request in to be looked at. The token goes back with [`Limits::was_good`].
    pub(crate) fn knock(&self, client: IpAddr) -> Result<(), OverLimit> {
        let taken = self.refused.take(client, self.ticking.elapsed());
        taken.map_err(|empty| over(&empty, "refused"))
    }

    /// Lets a request to the desk in. The token is spent.
    pub(crate) fn knock_at_desk(&self, client: IpAddr) -> Result<(), OverLimit> {
        let taken = self.desk.take(client, self.ticking.elapsed());
        taken.map_err(|empty| over(&empty, "desk"))
    }

    /// Nothing was wrong with a request that was let in.
    pub(crate) fn was_good(&self, client: IpAddr) {
        self.refused.give_back(client, self.ticking.elapsed());
    }

    /// Whether something new from there could be stored. Takes nothing.
    pub(crate) fn look(&self, client: IpAddr) -> Result<(), OverLimit> {
        let looked = self.stored.look(client, self.ticking.elapsed());
        looked.map_err(|empty| over(&empty, empty.key.layer()))
    }

    /// Takes for one arrival, right before it is stored: taken stays taken when its sender hangs up.
    pub(crate) fn take(&self, client: IpAddr, is_unproven: bool) -> Result<Taken, OverLimit> {
        let now = self.ticking.elapsed();
        if is_unproven {
            let taken = self.unproven.take(client, now);
            taken.map_err(|empty| over(&empty, "unproven-right"))?;
        }
        if let Err(empty) = self.stored.take(client, now) {
            if is_unproven {
                self.unproven.give_back(client, now);
            }
            return Err(over(&empty, empty.key.layer()));
        }
        let beyond = self.site.take(&[((), self.site_quota)], now).is_err();
        if beyond && self.beyond_ceiling.raise(now) {
            tracing::error!(
                "more arrives than the ceiling of this site: what comes beyond it is delivered slower and in turns"
            );
        }
        Ok(Taken {
            client,
            is_unproven,
            origin: beyond.then(|| self.origin(client)),
        })
    }

    /// Nothing new was stored.
    pub(crate) fn give_back(&self, taken: &Taken) {
        let now = self.ticking.elapsed();
        self.stored.give_back(taken.client, now);
        if taken.is_unproven {
            self.unproven.give_back(taken.client, now);
        }
        if taken.origin.is_none() {
            self.site.give_back(&[((), self.site_quota)], now);
        }
    }

    /// Whether something came beyond the ceiling in the last hour.
    pub(crate) fn is_beyond_ceiling(&self) -> bool {
        self.beyond_ceiling.stands(self.ticking.elapsed())
    }

    /// Forgets the prefixes that have been quiet for long.
    pub(crate) fn forget_quiet(&self) {
        let now = self.ticking.elapsed();
        for layers in [&self.stored, &self.unproven, &self.refused, &self.desk] {
            layers.buckets.forget_full(now);
        }
    }

    /// The same number for the same neighbourhood, as long as this process lives; says nothing about where that is.
    fn origin(&self, client: IpAddr) -> u32 {
        let hash = self.origins.hash_one(Prefix::taking_turns(client));
        u32::try_from(hash >> 32).unwrap_or_default()
    }
}

fn over(empty: &Empty<Prefix>, limit: &'static str) -> OverLimit {
    OverLimit {
        wait: empty.wait,
        limit,
    }
}

/// One quota, for each prefix as many times as it stands for households.
struct HouseholdBuckets {
    household: Quota,
    buckets: Buckets<Prefix>,
}

impl HouseholdBuckets {
    fn new(household: Quota) -> Self {
        Self {
            household,
            buckets: Buckets::new(),
        }
    }

    fn of(&self, client: IpAddr) -> Vec<(Prefix, Quota)> {
        Prefix::layers(client)
            .map(|(prefix, factor)| (prefix, self.household.times(factor)))
            .collect()
    }

    fn look(&self, client: IpAddr, now: Duration) -> Result<(), Empty<Prefix>> {
        self.buckets.look(&self.of(client), now)
    }

    fn take(&self, client: IpAddr, now: Duration) -> Result<(), Empty<Prefix>> {
        self.buckets.take(&self.of(client), now)
    }

    fn give_back(&self, client: IpAddr, now: Duration) {
        self.buckets.give_back(&self.of(client), now);
    }
}

#[cfg(test)]
mod tests;
