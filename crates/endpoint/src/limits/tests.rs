//! Who passes, who waits and for how long: rooms, tunnels, carriers, floods.

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
