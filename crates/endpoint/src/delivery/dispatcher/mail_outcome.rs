//! What came of a claimed mail: how it is recorded in the store, and told to the log.

use domain::{
    delivery::{ALARM_AFTER_SECONDS, DeliveryFailure},
    time::Timestamp,
};

use super::claim::Claim;
use crate::{
    state::EndpointState,
    store::{DueDelivery, StoreError},
};

/// What came of a claim.
pub(super) enum MailOutcome {
    Sent(Claim, Timestamp),
    Failed(Claim, DeliveryFailure, Timestamp, Timestamp),
    /// Nothing has left.
    GivenBack(Claim, Timestamp),
}

impl MailOutcome {
    /// Writes it down.
    pub(super) async fn record(&self, endpoint: &EndpointState) -> Result<(), StoreError> {
        let store = &endpoint.store;
        match self {
            Self::Sent(Claim::Delivery(due), at) => store.mark_delivered(&due.attempt(), *at).await,
            Self::Sent(Claim::Note(due), at) => store.mark_note_sent(due, *at).await,
            Self::Failed(Claim::Delivery(due), failure, at, next) => {
                store
                    .mark_failed(&due.attempt(), *failure, *next, *at)
                    .await
            }
            Self::Failed(Claim::Note(due), _, _, next) => store.mark_note_failed(due, *next).await,
            Self::GivenBack(Claim::Delivery(due), at) => store.give_back(&due.attempt(), *at).await,
            Self::GivenBack(Claim::Note(due), at) => store.mark_note_failed(due, *at).await,
        }
    }

    /// Tells the log of it.
    pub(super) fn log(&self, now: Timestamp) {
        match self {
            Self::Sent(Claim::Delivery(due), _) => {
                tracing::info!(
                    submission = due.id.short(),
                    attempts = due.attempt,
                    "delivered"
                );
            }
            Self::Sent(Claim::Note(due), _) => {
                tracing::info!(
                    request = due.request.short(),
                    note = due.note.code(),
                    "told"
                );
            }
            Self::Failed(Claim::Delivery(due), failure, _, next) => {
                log_failure(due, *failure, *next, now);
            }
            Self::Failed(Claim::Note(due), failure, _, next) => {
                let (request, note, reason) =
                    (due.request.short(), due.note.code(), failure.code());
                tracing::warn!(request, note, reason, next_attempt_at = %next, "not told, will be tried again");
            }
            Self::GivenBack(..) => {
                tracing::info!("stopping: a mail that has not left is given back");
            }
        }
    }
}

fn log_failure(due: &DueDelivery, failure: DeliveryFailure, next: Timestamp, now: Timestamp) {
    let (submission, reason, attempts) = (due.id.short(), failure.code(), due.attempt);
    let failing_seconds = due.first_failed_at.map_or(0, |first| first.age_at(now));
    if failing_seconds >= ALARM_AFTER_SECONDS {
        tracing::error!(submission, reason, attempts, failing_seconds, next_attempt_at = %next, "still not delivered");
    } else {
        tracing::warn!(submission, reason, attempts, next_attempt_at = %next, "not delivered, will be tried again");
    }
}
