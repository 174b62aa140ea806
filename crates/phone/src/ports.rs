//! Ports: what the app's logic needs of the machine that it runs on. A phone has one type for each.

use domain::{
    outbox::{Entry, Method, Outcome, Status},
    time::Timestamp,
    wire::SubmissionId,
};

/// Carries entries to the endpoint.
#[expect(
    async_fn_in_trait,
    reason = "used with its concrete types; browsers have one thread"
)]
pub trait Transport {
    /// Sends one entry, and says what came of it. Never fails: no response is an outcome too.
    async fn send(&self, entry: &Entry, method: Method) -> Outcome;

    /// Asks where something stands that was acknowledged. Never fails either.
    async fn status(&self, id: &SubmissionId) -> Status;
}

/// Clock and chance.
pub trait World {
    /// The phone's clock.
    fn now(&self) -> Timestamp;

    /// A number drawn from 0 to 1, to spread phones over time.
    fn jitter(&self) -> f64;
}

/// One lock for all tabs of the app: whoever sends, asks or erases holds it.
pub trait Lock {
    /// Does the work unless another tab, or this one, holds the lock, or the page is put aside meanwhile: `None` then.
    fn if_free<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>>;

    /// Does the work once the lock is free: a person asked for it. `None` when that takes too long, or the page is put
    /// aside meanwhile.
    fn in_turn<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>>;
}
