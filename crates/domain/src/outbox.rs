//! The outbox: envelopes wait here until the endpoint has said it has them.
//!
//! Pure: this module decides, a [`Store`] keeps, the app's `sync` sends.
//! Nothing but a receipt for the very bytes that wait makes an entry disappear.

mod attempt;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod entry;
mod order;
mod sent_record;
mod store;
#[cfg(test)]
mod tests;

pub use attempt::{CAP_SECONDS, Outcome, RETRY_AFTER_CAP_SECONDS, after_attempt, outcome};
pub use entry::{Entry, Overdue, Standing, StuckReason};
pub use order::{held, hurried, next_due, seconds_to_hurry, seconds_until_due, unstuck};
pub use sent_record::SentRecord;
pub use store::{MemoryStore, Store, place_entry, place_record};
