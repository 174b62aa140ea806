//! A mail that is claimed, a delivery or a note: how it is found, and how it is written.

use std::sync::Arc;

use domain::{
    delivery::{DeliveryFailure, Recipient},
    reference::Reference,
    submission::{MessageKind, Submission},
    time::Timestamp,
};

use crate::{
    delivery::{
        mail::{self, Addresses, Mail},
        notes, write_mail,
    },
    opening::open_stored,
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

    /// The branch whose own mailbox has what it is about.
    pub(super) fn branch(&self) -> Option<&str> {
        let branch = match self {
            Self::Delivery(due) => &due.branch,
            Self::Note(due) => &due.branch,
        };
        branch.as_deref()
    }

    /// Whether it goes to a branch's own mailbox.
    pub(super) fn is_for_branch(&self, addresses: &Addresses) -> bool {
        self.to() == Recipient::Mailbox && addresses.is_own(self.branch())
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
        match self {
            Self::Delivery(due) => {
                let (own, of) = (Arc::clone(endpoint), Arc::clone(due));
                let opened =
                    work(move || Ok(open_stored(&own.keys, &own.sheets, &of.id, &of.envelope)?));
                let submission = opened.await?;
                let about = registration_of(endpoint, due, &submission).await;
                let (endpoint, due) = (Arc::clone(endpoint), Arc::clone(due));
                work(move || write_mail(&endpoint, &due, &submission, about.as_ref())).await
            }
            Self::Note(due) => {
                let (endpoint, due) = (Arc::clone(endpoint), Arc::clone(due));
                work(move || {
                    let edition = mail::Edition {
                        mailed_anew: 0,
                        dated_at: due.not_before,
                    };
                    let words = notes::write(&endpoint, &due)?;
                    Ok(mail::write(words, edition, &endpoint.addresses))
                })
                .await
            }
        }
    }
}

async fn work<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DeliveryFailure> + Send + 'static,
) -> Result<T, DeliveryFailure> {
    let done = tokio::task::spawn_blocking(work);
    done.await.map_err(|_| DeliveryFailure::Pdf)?
}

/// The number of the registration that a message is about: the one on record or, of a choice that was not recorded, the one
/// that it names. The mail leaves without it where the store cannot say.
async fn registration_of(
    endpoint: &EndpointState,
    due: &DueDelivery,
    submission: &Submission,
) -> Option<Reference> {
    let message = submission.message();
    if due.about.is_some() || message.kind != MessageKind::OptionChoice {
        return due.about.clone();
    }
    let status = endpoint.store.status(message.about.as_ref()?).await;
    Some(status.ok()??.reference)
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
