//! How many registrations may come from one address: enough for thirty phones in one room,
//! too few to fill the mailbox with rubbish.
//!
//! Addresses are counted in memory and never kept.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

/// Counts requests by client address; an IPv6 address stands for its /64, which one household has.
pub(crate) struct Limits {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

impl Limits {
    /// `burst` requests at once, then `per_hour` an hour.
    pub(crate) fn new(burst: NonZeroU32, per_hour: NonZeroU32) -> Self {
        let period = Duration::from_hours(1) / per_hour.get();
        let quota = Quota::with_period(period).unwrap_or_else(|| Quota::per_hour(per_hour));
        Self {
            limiter: RateLimiter::keyed(quota.allow_burst(burst)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one request. `Err` has the seconds after which the next is welcome.
    pub(crate) fn count(&self, client: IpAddr) -> Result<(), u64> {
        self.limiter
            .check_key(&household(client))
            .map_err(|not_until| {
                let wait = not_until.wait_time_from(self.clock.now());
                wait.as_secs().saturating_add(1)
            })
    }

    /// Forgets the addresses that have been quiet for long.
    pub(crate) fn forget_quiet(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

fn household(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_the_address_waits_and_its_neighbours_do_not() {
        let count = |text: &str| text.parse().unwrap_or_else(|_| panic!("{text}"));
        let (Some(three), Some(many)) = (NonZeroU32::new(3), NonZeroU32::new(60)) else {
            panic!("not zero")
        };
        let limits = Limits::new(three, many);
        for _ in 0..3 {
            assert_eq!(limits.count(count("2001:db8::1")), Ok(()));
        }
        let Err(seconds) = limits.count(count("2001:db8::2")) else {
            panic!("the same /64")
        };
        assert!((1..=61).contains(&seconds), "{seconds}");
        assert_eq!(limits.count(count("2001:db8:0:1::1")), Ok(()));
        assert_eq!(limits.count(count("192.0.2.1")), Ok(()));
    }
}
