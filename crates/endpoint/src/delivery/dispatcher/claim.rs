//! A mail that is claimed, a delivery or a note: how it is found, and how it is written.

use std::sync::Arc;

use domain::{
    delivery::{DeliveryFailure, Recipient},
    time::Timestamp,
};

use crate::{
    delivery::{
        mail::{self, Mail},
        notes, write_mail,
    },
    state::EndpointState,
    store::{Claimed, DueDelivery, DueNote, StoreError},
};

/// A mail that is claimed.
#[derive(Clone)]
pub(super) enum Claim {
    Delivery(Arc<DueDelivery>),
    Note(Arc<DueNote>),
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

/// Claims the next delivery that is due.
pub(super) async fn claim_delivery(
    endpoint: &EndpointState,
    now: Timestamp,
    only_to: Option<Recipient>,
) -> Result<Option<Claim>, StoreError> {
    loop {
        let beyond_too = endpoint.pace.free_at(now) <= now;
        match endpoint
            .store
            .claim_delivery(now, beyond_too, only_to)
            .await?
        {
            Claimed::Due(due) => {
                if due.is_beyond {
                    endpoint.pace.went(now);
                }
                return Ok(Some(Claim::Delivery(Arc::new(due))));
            }
            Claimed::BadRow => {
                tracing::error!("a delivery cannot be read: is it of another release?");
            }
            Claimed::Nothing => return Ok(None),
        }
    }
}

/// Claims the next note that is due.
pub(super) async fn claim_note(
    endpoint: &EndpointState,
    now: Timestamp,
    only_to: Option<Recipient>,
) -> Result<Option<Claim>, StoreError> {
    loop {
        match endpoint.store.claim_note(now, only_to).await? {
            Claimed::Due(due) => return Ok(Some(Claim::Note(Arc::new(due)))),
            Claimed::BadRow => tracing::error!("a note cannot be read: is it of another release?"),
            Claimed::Nothing => return Ok(None),
        }
    }
}
