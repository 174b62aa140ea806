//! What the program does beside serving, each as one call: purges, keys, the clock.
//!
//! Rights, deliveries and backups have modules of their own.

mod clock;
mod keys;
mod purge;

pub use clock::clock;
pub use keys::{KeysError, keys};
pub use purge::{purge, report};
