//! A mail that is claimed and what came of it: how it is written, recorded in the store, and told to the log.

use std::sync::Arc;

use domain::{
    delivery::{ALARM_AFTER_SECONDS, DeliveryFailure, Recipient},
    time::Timestamp,
};

use crate::{
    delivery::{
        mail::{self, Mail},
        notes, write_mail,
    },
    state::EndpointState,
    store::{DueDelivery, DueNote, StoreError},
};

/// A mail that is claimed.
#[derive(Clone)]
pub(super) enum Claim {
    Delivery(Arc<DueDelivery>),
    Note(Arc<DueNote>),
}

/// What came of a claim.
pub(super) enum Outcome {
    Sent(Claim, Timestamp),
    Failed(Claim, DeliveryFailure, Timestamp, Timestamp),
    /// Nothing has left.
    GivenBack(Claim, Timestamp),
}

impl Claim {
    pub(super) fn to(&self) -> Recipient {
        match self {
            Self::Delivery(due) => due.to,
            Self::Note(due) => due.note.to(),
        }
    }

    pub(super) fn attempt(&self) -> u32 {
        match self {
            Self::Delivery(due) => due.attempt,
            Self::Note(due) => due.attempt,
        }
    }

    /// Opening and printing are work for a core, not for the loop that answers requests.
    pub(super) async fn write(
        &self,
        endpoint: &Arc<EndpointState>,
    ) -> Result<Mail, DeliveryFailure> {
        let (endpoint, claim) = (Arc::clone(endpoint), self.clone());
        let written = tokio::task::spawn_blocking(move || match &claim {
            Self::Delivery(due) => write_mail(&endpoint, due),
            Self::Note(due) => {
                let edition = mail::Edition {
                    mailed_anew: 0,
                    dated_at: due.not_before,
                };
                let words = notes::write(&endpoint, due)?;
                Ok(mail::write(words, edition, &endpoint.addresses))
            }
        });
        written.await.map_err(|_| DeliveryFailure::Pdf)?
    }
}

impl Outcome {
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
