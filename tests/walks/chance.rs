//! Chance with a seed: the same seed makes the same walk.

use std::cell::Cell;

/// `SplitMix64`: small, quick, and the same on every machine.
pub(crate) struct Chance(Cell<u64>);

impl Chance {
    pub(crate) fn from_seed(seed: u64) -> Self {
        let chance = Self(Cell::new(seed));
        // Neighbouring seeds would begin alike.
        chance.draw();
        chance
    }

    pub(crate) fn draw(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound`, without it.
    pub(crate) fn below(&self, bound: usize) -> usize {
        usize::try_from(self.draw() % (bound.max(1) as u64)).unwrap_or_default()
    }

    pub(crate) fn one_in(&self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    /// One of these.
    pub(crate) fn one_of<T: Copy>(&self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// A number from 0 to 1.
    #[expect(
        clippy::cast_precision_loss,
        reason = "53 bits are what such a number has"
    )]
    pub(crate) fn unit(&self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Sixteen bytes, for an id.
    pub(crate) fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.draw().to_le_bytes());
        bytes[8..].copy_from_slice(&self.draw().to_le_bytes());
        bytes
    }
}
