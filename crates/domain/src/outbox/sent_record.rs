//! What stays on this phone of an entry that the endpoint has.

use serde::{Deserialize, Serialize};

use super::entry::{Entry, is_not};
use crate::{
    owner::OwnerSecret,
    reference::Reference,
    submission::MessageKind,
    time::{Date, Timestamp},
    wire::{Receipt, SubmissionId},
};

/// What stays on the phone of an entry that the endpoint has: a number and dates, no answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentRecord {
    /// The submission's id: enough to ask what became of it.
    pub id: SubmissionId,
    /// What was asked.
    pub kind: MessageKind,
    /// The number to give on the telephone.
    pub reference: Reference,
    /// When it was kept on this phone.
    pub kept_at: Timestamp,
    /// When the endpoint received it.
    pub received_at: Timestamp,
    /// Of a rights request: the last day for its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// When the Mission Locale's mailbox took it, once the endpoint was asked and said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Timestamp>,
    /// Whether it was sent from a device that passes from hand to hand: it goes with the person.
    #[serde(default, skip_serializing_if = "is_not")]
    pub shared_device: bool,
    /// What acts on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerSecret>,
}

impl SentRecord {
    /// The record of an entry that the endpoint has.
    pub fn new(entry: &Entry, receipt: &Receipt) -> Self {
        Self {
            id: entry.id.clone(),
            kind: entry.kind,
            reference: receipt.reference.clone(),
            kept_at: entry.kept_at,
            received_at: receipt.received_at,
            due_on: receipt.due_on,
            delivered_at: None,
            shared_device: entry.shared_device,
            owner: entry.owner.clone(),
        }
    }
}
