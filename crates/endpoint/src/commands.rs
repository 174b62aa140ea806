//! What the program does beside serving, each as one call: the check of settings, purges, keys, the clock.
//!
//! Rights, deliveries and backups have modules of their own.

mod check;
mod clock;
mod keys;
mod purge;

pub use check::{CheckReport, check};
pub use clock::clock;
pub use keys::{KeysError, keys};
pub use purge::{purge, report};
