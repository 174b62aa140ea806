//! The outbox: envelopes wait here until the endpoint has said it has them, and stay until the mailbox does.
//!
//! Pure: this module decides, a [`Store`] keeps, the app's `sync` sends and asks.
//!
//! ```text
//! keep ── Entry ──(receipt for the very bytes)──> Unconfirmed + SentRecord ──("delivered", or 30 days)──> SentRecord
//!           ^                                          │
//!           └───────────("not found": the same bytes)──┘
//! ```
//!
//! Nothing but a receipt for the very bytes that wait ends an entry, and then the bytes stay, sealed, as a copy.
//! A copy goes once its content was delivered or cancelled, or after thirty days; what the endpoint has lost
//! is an entry again.

mod attempt;
mod confirmation;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod entry;
mod order;
mod sent_record;
mod store;
#[cfg(test)]
mod tests;
mod unconfirmed;

pub use attempt::{
    CAP_SECONDS, Method, Outcome, RETRY_AFTER_CAP_SECONDS, after_attempt, after_the_other_way,
    outcome,
};
pub use confirmation::{
    Asking, FIRST_PAUSE_SECONDS, Fate, LONGEST_PAUSE_SECONDS, LOOK_PAUSE_SECONDS, Occasion, Status,
    after_status, status,
};
pub use entry::{Entry, Overdue, Standing, StuckReason};
pub use order::{held, hurried, next_due, seconds_to_hurry, seconds_until_due, unstuck};
pub use sent_record::SentRecord;
pub use store::{MemoryStore, Store, place_entry, place_record, place_unconfirmed};
pub use unconfirmed::Unconfirmed;
