//! Limits by prefix of an address, in layers, and a ceiling for the whole site: token buckets in memory.
//!
//! A token is spent on what was stored anew; a replay spends none. What is refused spends of a bucket of its own.
//! The ceiling refuses nothing: what comes beyond it is stored, and delivered slower and in turns.
//! Addresses are counted in memory and never kept.

mod buckets;
mod pace;
mod prefix;

use std::{
    hash::{BuildHasher as _, RandomState},
    net::IpAddr,
    num::NonZeroU32,
    time::Duration,
};

use buckets::{Buckets, Empty, Quota};
pub(crate) use pace::Pace;
use prefix::Prefix;

use crate::{
    clock::{Clock, Ticking},
    config::Config,
    seen::Seen,
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
    /// Registrations from everybody in an hour before they are delivered in turns.
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
    stored: Layers,
    unproven: Layers,
    /// Taken from before a request is looked at, given back when nothing was wrong with it.
    refused: Layers,
    site: Buckets<()>,
    site_quota: Quota,
    /// Hashes prefixes with a key that this process has drawn and nobody else has.
    origins: RandomState,
    ticking: Ticking,
    beyond_ceiling: Seen,
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
            stored: Layers::new(Quota::new(allowed.burst, allowed.per_hour)),
            unproven: Layers::new(Quota::new(
                share(allowed.burst, UNPROVEN_BURST_SHARE),
                share(allowed.per_hour, UNPROVEN_HOURLY_SHARE),
            )),
            refused: Layers::new(Quota::new(REFUSED_BURST, REFUSED_PER_HOUR)),
            site: Buckets::new(),
            site_quota: Quota::new(allowed.site_per_hour, allowed.site_per_hour),
            origins: RandomState::new(),
            ticking: Ticking::start(clock),
            beyond_ceiling: Seen::default(),
        }
    }

    /// Lets a request in to be looked at. The token goes back with [`Limits::was_good`].
    pub(crate) fn knock(&self, client: IpAddr) -> Result<(), OverLimit> {
        let taken = self.refused.take(client, self.ticking.elapsed());
        taken.map_err(|empty| over(&empty, "refused"))
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
        if beyond && self.beyond_ceiling.mark(now) {
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
        self.beyond_ceiling.is_recent(self.ticking.elapsed())
    }

    /// Forgets the prefixes that have been quiet for long.
    pub(crate) fn forget_quiet(&self) {
        let now = self.ticking.elapsed();
        for layers in [&self.stored, &self.unproven, &self.refused] {
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
struct Layers {
    household: Quota,
    buckets: Buckets<Prefix>,
}

impl Layers {
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
mod tests {
    use std::net::Ipv6Addr;

    use domain::time::Timestamp;

    use super::*;
    use crate::config;

    fn number(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
    }

    fn limits(burst: u32, per_hour: u32, site_per_hour: u32) -> (Limits, Clock) {
        let clock = Clock::manual(Timestamp::from_unix_seconds(1_000_000));
        let allowed = Allowed {
            burst: number(burst),
            per_hour: number(per_hour),
            site_per_hour: number(site_per_hour),
        };
        (Limits::new(&allowed, &clock), clock)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    /// How many of those addresses may store something, each once.
    fn pass(limits: &Limits, clients: impl Iterator<Item = IpAddr>) -> usize {
        clients
            .filter(|client| limits.look(*client).is_ok() && limits.take(*client, false).is_ok())
            .count()
    }

    fn subnets(count: u16, step: u128) -> impl Iterator<Item = IpAddr> {
        let first = 0x2001_0db8_u128 << 96;
        (0..count).map(move |n| Ipv6Addr::from_bits(first + u128::from(n) * step).into())
    }

    #[test]
    fn a_burst_passes_then_the_household_waits_and_its_neighbours_do_not() {
        let (limits, clock) = limits(3, 60, 10_000);
        assert_eq!(pass(&limits, subnets(3, 1)), 3);
        let Err(over) = limits.take(address("2001:db8::99"), false) else {
            panic!("the same /64")
        };
        assert_eq!((over.limit, over.wait), ("ipv6-64", Duration::from_mins(1)));
        assert!(limits.take(address("2001:db8:0:1::1"), false).is_ok());
        assert!(limits.take(address("192.0.2.1"), false).is_ok());
        clock.advance(60);
        assert_eq!(pass(&limits, subnets(3, 1)), 1, "one a minute");
    }

    #[test]
    fn no_prefix_gives_more_than_its_share_however_many_networks_it_has() {
        // One address of each /64 of a /56, of each /56 of a /48, of each /48 of a /32.
        for (step, count, expected) in [(64, 256, 20), (72, 256, 40), (80, 2000, 160)] {
            let (limits, _) = limits(10, 60, 10_000);
            assert_eq!(
                pass(&limits, subnets(count, 1 << step)),
                expected,
                "2^{step}"
            );
        }
        let (limits, _) = limits(10, 60, 10_000);
        let hosts = (0..=255).cycle().take(1000);
        let neighbours = hosts.map(|host| IpAddr::from([192, 0, 2, host]));
        assert_eq!(pass(&limits, neighbours), 80);
        assert!(limits.take(address("192.0.3.1"), false).is_ok());
    }

    #[test]
    fn thirty_phones_of_one_room_may_each_send_twice() {
        let (limits, _) = limits(
            config::INTAKE_BURST.get(),
            config::INTAKE_PER_HOUR.get(),
            config::INTAKE_SITE_PER_HOUR.get(),
        );
        let room = std::iter::repeat_n(address("192.0.2.1"), 60);
        assert_eq!(pass(&limits, room), 60);
        assert!(!limits.is_beyond_ceiling());
    }

    #[test]
    fn what_was_not_stored_is_given_back_in_every_layer() {
        let (limits, _) = limits(2, 1, 2);
        let client = address("2001:db8::1");
        for _ in 0..100 {
            let Ok(taken) = limits.take(client, true) else {
                panic!("nothing was spent")
            };
            limits.give_back(&taken);
        }
        assert_eq!(pass(&limits, std::iter::repeat_n(client, 5)), 2);
        assert!(!limits.is_beyond_ceiling());
    }

    #[test]
    fn what_is_refused_has_a_bound_of_its_own_and_locks_nobody_out_before() {
        let (limits, _) = limits(2, 1, 100);
        let client = address("192.0.2.1");
        for _ in 0..REFUSED_BURST.get() {
            assert!(limits.knock(client).is_ok());
        }
        let Err(over) = limits.knock(client) else {
            panic!("a flood of refused requests")
        };
        assert_eq!(over.limit, "refused");
        limits.was_good(client);
        assert!(limits.knock(client).is_ok());
        assert_eq!(
            pass(&limits, std::iter::repeat_n(client, 5)),
            2,
            "registrations are counted apart"
        );
    }

    #[test]
    fn a_rights_request_without_proof_has_a_lower_bound() {
        let (limits, _) = limits(60, 300, 1000);
        let client = address("192.0.2.1");
        let unproven = || limits.take(client, true);
        assert_eq!((0..60).filter(|_| unproven().is_ok()).count(), 10);
        let Err(over) = unproven() else {
            panic!("over the bound")
        };
        assert_eq!(over.limit, "unproven-right");
        assert_eq!(
            pass(&limits, std::iter::repeat_n(client, 100)),
            50,
            "all others pass, and the refused ones spent nothing"
        );
    }

    #[test]
    fn beyond_the_ceiling_all_are_taken_and_told_apart_by_neighbourhood() {
        let (limits, clock) = limits(100, 1000, 4);
        let origin = |text: &str| {
            let taken = limits.take(address(text), false);
            taken.unwrap_or_else(|_| panic!("{text}")).origin
        };
        for _ in 0..4 {
            assert_eq!(origin("192.0.2.1"), None);
        }
        assert!(!limits.is_beyond_ceiling());
        let flood = origin("192.0.2.1");
        assert!(flood.is_some() && limits.is_beyond_ceiling());
        assert_eq!(origin("192.0.2.200"), flood, "the same /24");
        assert_ne!(origin("198.51.100.1"), flood);
        assert_eq!(origin("2001:db8:0:1::1"), origin("2001:db8:0:ff::1"));
        assert_ne!(origin("2001:db8:1::1"), origin("2001:db8:0:ff::1"));
        clock.advance(2 * 3600);
        assert!(!limits.is_beyond_ceiling(), "the alarm ends");
        assert_eq!(origin("192.0.2.1"), None, "the ceiling is per hour");
    }
}
