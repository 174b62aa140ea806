//! Prefixes of an address, from the household to the provider: what shares a bucket.
//!
//! A prefix has no `Debug` and no `Display`: where a phone is stays in memory.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::NonZeroU32,
};

/// The first `length` bits of an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Prefix {
    network: IpAddr,
    length: u8,
}

const fn times(factor: u32) -> NonZeroU32 {
    match NonZeroU32::new(factor) {
        Some(factor) => factor,
        None => NonZeroU32::MIN,
    }
}

/// How much more may come from each prefix than from one household.
///
/// A /64 is one household, a /56 what a provider gives a home, a /48 what it gives an organisation or a tunnel, a /32 the provider.
const V6: [(u8, NonZeroU32); 4] = [
    (64, times(1)),
    (56, times(2)),
    (48, times(4)),
    (32, times(16)),
];

/// One address is a household, a school or a piece of a mobile carrier; a /24 is 256 of them.
const V4: [(u8, NonZeroU32); 2] = [(32, times(1)), (24, times(8))];

impl Prefix {
    fn of(address: IpAddr, length: u8) -> Self {
        let network = match address {
            IpAddr::V4(address) => {
                let kept = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
                Ipv4Addr::from_bits(address.to_bits() & kept).into()
            }
            IpAddr::V6(address) => {
                let kept = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
                Ipv6Addr::from_bits(address.to_bits() & kept).into()
            }
        };
        Self { network, length }
    }

    /// Every prefix of that client that has a bucket, and how many households it stands for.
    pub(super) fn layers(client: IpAddr) -> impl Iterator<Item = (Self, NonZeroU32)> {
        let client = client.to_canonical();
        let layers = match client {
            IpAddr::V4(_) => &V4[..],
            IpAddr::V6(_) => &V6[..],
        };
        let prefix =
            move |(length, factor): &(u8, NonZeroU32)| (Self::of(client, *length), *factor);
        layers.iter().map(prefix)
    }

    /// What takes turns with others when more comes than can be delivered: an organisation's worth of addresses.
    pub(super) fn taking_turns(client: IpAddr) -> Self {
        let client = client.to_canonical();
        Self::of(client, if client.is_ipv4() { 24 } else { 48 })
    }

    /// The layer, for figures: how long the prefix is, never which.
    pub(super) fn layer(self) -> &'static str {
        match (self.network, self.length) {
            (IpAddr::V4(_), 24) => "ipv4-24",
            (IpAddr::V4(_), _) => "ipv4-address",
            (IpAddr::V6(_), 32) => "ipv6-32",
            (IpAddr::V6(_), 48) => "ipv6-48",
            (IpAddr::V6(_), 56) => "ipv6-56",
            (IpAddr::V6(_), _) => "ipv6-64",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn two_addresses_share_a_layer_when_their_first_bits_are_the_same(
            one in any::<Ipv6Addr>(), flipped in 0..128_u32
        ) {
            let other = Ipv6Addr::from_bits(one.to_bits() ^ (1_u128 << flipped));
            prop_assume!(one.to_ipv4_mapped().is_none() && other.to_ipv4_mapped().is_none());
            for ((ours, _), (theirs, _)) in Prefix::layers(one.into()).zip(Prefix::layers(other.into())) {
                let same = u32::from(ours.length) <= 127 - flipped;
                prop_assert_eq!(ours == theirs, same, "/{}, bit {}", ours.length, flipped);
            }
        }

        #[test]
        fn an_address_of_version_4_is_the_same_in_both_writings(address in any::<Ipv4Addr>()) {
            let mapped: IpAddr = address.to_ipv6_mapped().into();
            prop_assert!(Prefix::layers(mapped).eq(Prefix::layers(address.into())));
            prop_assert!(Prefix::taking_turns(mapped) == Prefix::taking_turns(address.into()));
        }
    }

    #[test]
    fn each_layer_stands_for_more_than_the_one_below() {
        for layers in [&V4[..], &V6[..]] {
            for pair in layers.windows(2) {
                let [(longer, fewer), (shorter, more)] = pair else {
                    panic!("two of them")
                };
                assert!(longer > shorter && fewer < more);
            }
        }
    }
}
