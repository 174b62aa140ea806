//! Rights requests: what a request is about, and who may make one about it on this phone.

use domain::{
    answers::Answers, outbox::SentRecord, rights::named_reference, submission::MessageKind,
    wire::SubmissionId,
};

/// The question that names a submission by its number.
pub const REFERENCE: &str = "registration_reference";

/// Whether it is about a person to call back, so that there are rights to use on it.
pub fn is_registration(kind: MessageKind) -> bool {
    matches!(
        kind,
        MessageKind::Registration | MessageKind::CallbackRequest
    )
}

/// Who has the phone in hand.
#[derive(Clone, Copy)]
pub struct InHand<'a> {
    /// What she just sent, if anything.
    pub just_sent: Option<&'a SubmissionId>,
    /// Whether the device passes from hand to hand.
    pub shared_device: bool,
}

impl InHand<'_> {
    /// Whether the person may be taken for the one who sent it: on a shared device only she who just did.
    pub fn is_owner(self, record: &SentRecord) -> bool {
        !self.shared_device || self.just_sent == Some(&record.id)
    }

    /// The last registration that she may be taken to have sent. The newest stands first.
    pub fn last_registration(self, records: &[SentRecord]) -> Option<&SentRecord> {
        let counts = |record: &&SentRecord| is_registration(record.kind) && self.is_owner(record);
        records.iter().find(counts)
    }

    /// The submission that a rights request is about, where this phone can prove it: a number typed by hand proves
    /// nothing, unless it is one of those that this phone was given. Without a number it is what was tapped.
    pub fn about(
        self,
        answers: &Answers,
        tapped: Option<&SubmissionId>,
        records: &[SentRecord],
    ) -> Option<SubmissionId> {
        if answers.one(REFERENCE).is_none() {
            return tapped.cloned();
        }
        let named = named_reference(answers)?;
        let mut records = records.iter();
        records
            .find(|record| record.reference == named && self.is_owner(record))
            .map(|record| record.id.clone())
    }
}

#[cfg(test)]
mod tests;
