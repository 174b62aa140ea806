//! The desk: a registration's progress, as a fold over the append-only coded steps of the advisors.
//!
//! Pure: a store keeps the steps, this module says what they come to, what is left to do, and what is allowed.
//! Steps are appended and never changed: a mistake is corrected by a later step.
//! Lists, counters and pages all read the same [`Progress`], so that they cannot disagree.
//!
//! ```text
//! Step, Step, … ── fold ──> Progress ── rights ──> Stage ── clock ──> Group, Rank
//! ```

mod act;
mod codes;
mod contact_slot;
mod figures;
mod next_try;
mod progress;
mod rank;
mod seat;
mod stage;
mod taken;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub use act::{Act, ActCodes, Step};
pub use codes::{CallOutcome, Closing, Known, Medium};
pub use contact_slot::ContactSlot;
pub use figures::{Measure, SMALLEST_SHOWN, measures, shown};
pub use next_try::{CallRule, DEFAULT_ATTEMPTS, Proposal};
pub use progress::{Progress, Refused};
pub use rank::{Clock, Group, Rank};
pub use seat::{Attendance, Seat, Standing, WelcomeId};
pub use stage::Stage;
pub use taken::taken_until;
