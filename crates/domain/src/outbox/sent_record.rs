//! What stays on this phone of an entry that the endpoint has.

use std::{fmt, string::String};

use super::entry::{Entry, is_not};
use crate::{
    json::json_struct,
    owner::OwnerSecret,
    reference::Reference,
    submission::MessageKind,
    time::{Date, Timestamp},
    wire::{Receipt, SubmissionId, SubmissionStatus},
};

json_struct! {
    /// What stays on the phone of an entry that the endpoint has: a number and dates, no answer.
    #[derive(Clone, PartialEq, Eq)]
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
        /// The id of the branch that answers it; empty where it is the Mission Locale itself.
        #[serde(skip_serializing_if = "String::is_empty")]
        pub branch: String = default,
        /// What acts on it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub owner: Option<OwnerSecret>,
        /// The number that the person was given before, when the endpoint had lost what it was for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub former_reference: Option<Reference>,
    }
}

impl fmt::Debug for SentRecord {
    /// Not the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("SentRecord");
        let shown = shown
            .field("id", &self.id)
            .field("reference", &self.reference);
        shown.finish_non_exhaustive()
    }
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
            branch: entry.branch.clone(),
            owner: entry.owner.clone(),
            former_reference: None,
        }
    }

    /// The same record, in place of the one that was there: the number that the person had is not forgotten.
    #[must_use]
    pub fn in_place_of(self, before: Option<&Self>) -> Self {
        let known = before.filter(|before| before.id == self.id);
        let former_reference = known.and_then(|before| {
            if before.reference == self.reference {
                before.former_reference.clone()
            } else {
                Some(before.reference.clone())
            }
        });
        Self {
            former_reference,
            ..self
        }
    }

    /// The same record, with what the endpoint says of it now. Nothing that was said before is taken back.
    #[must_use]
    pub fn told(&self, status: &SubmissionStatus) -> Self {
        let told = Self {
            reference: status.reference.clone(),
            received_at: status.received_at,
            due_on: status.due_on.or(self.due_on),
            delivered_at: status.delivered_at.or(self.delivered_at),
            ..self.clone()
        };
        told.in_place_of(Some(self))
    }
}
