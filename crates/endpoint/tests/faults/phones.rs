//! What phones hold, and what they were told.

use std::collections::BTreeMap;

use domain::wire::SubmissionId;

use crate::harness::id;

#[derive(Default)]
pub(crate) struct Phones {
    /// What was sent and is not known to be delivered.
    pub(crate) held: BTreeMap<SubmissionId, String>,
    pub(crate) registrations: Vec<SubmissionId>,
    /// Of these, what a receipt was given for, in the order of the receipts.
    pub(crate) received: Vec<SubmissionId>,
    /// What is asked by requests, and about which registration.
    pub(crate) asks: BTreeMap<SubmissionId, (&'static str, SubmissionId)>,
    /// Registrations that a request holds back, and how many mails of each there may be.
    pub(crate) stopped: BTreeMap<SubmissionId, usize>,
    drawn: u8,
}

impl Phones {
    pub(crate) fn draw(&mut self) -> SubmissionId {
        self.drawn += 1;
        id(self.drawn)
    }

    /// Everything that any of them sent.
    pub(crate) fn sent(&self) -> Vec<SubmissionId> {
        self.registrations
            .iter()
            .chain(self.asks.keys())
            .cloned()
            .collect()
    }
}

/// The one `Message-ID` that a submission's mail has.
pub(crate) fn message_id(id: &SubmissionId) -> String {
    let text = format!("premier-accueil/message-id|{}", id.as_str());
    let local: String = envelope::sha256_hex(text.as_bytes())
        .chars()
        .take(32)
        .collect();
    format!("<{local}@mission-locale.example>")
}
