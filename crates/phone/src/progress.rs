//! Progress of the last sending: what the page after it says, by the keys of its sentences.
//!
//! Nothing here says "received" before the endpoint's receipt.

use domain::{
    outbox::{Entry, SentRecord, Standing, StuckReason, Unconfirmed},
    submission::MessageKind,
    texts::TextKey,
    time::Timestamp,
    wire::SubmissionId,
};

use crate::status;

/// What the page after sending needs to know. The first name is there to greet, and leaves with the page.
#[derive(Clone)]
pub struct LastSent {
    /// Which submission.
    pub id: SubmissionId,
    /// What it asks.
    pub kind: MessageKind,
    /// To greet the person.
    pub first_name: String,
    /// The commune, where another Mission Locale serves it: who called back from here is told so.
    pub outside: Option<String>,
    /// When it was kept, or received where nothing could be kept.
    pub kept_at: Timestamp,
}

/// How far a sending has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The endpoint has it.
    Received,
    /// Nothing more will come of it by itself.
    Stuck(StuckReason),
    /// It is kept here, and leaves by itself.
    Kept,
    /// The same, for as long as the page is open.
    InMemory,
}

/// What is known of a sending on this phone.
pub struct Progress {
    /// What the endpoint said of it, once it has it.
    pub record: Option<SentRecord>,
    /// How far it has come.
    pub stage: Stage,
    /// Whether a sealed copy stays here.
    pub has_copy: bool,
    /// Whether what is kept survives a closed page.
    pub lasting: bool,
    /// Whether the device passes from hand to hand.
    pub shared_device: bool,
}

impl Progress {
    /// That of one sending, as the outbox stands. What the endpoint has lost waits once more.
    pub fn of(
        id: &SubmissionId,
        entries: &[Entry],
        records: &[SentRecord],
        copies: &[Unconfirmed],
        (lasting, shared_device): (bool, bool),
    ) -> Self {
        let entry = entries.iter().find(|entry| entry.id == *id);
        let record = records.iter().find(|record| record.id == *id);
        let record = record.filter(|_| entry.is_none()).cloned();
        let stage = match entry.map(|entry| entry.standing) {
            _ if record.is_some() => Stage::Received,
            Some(Standing::Stuck(reason)) => Stage::Stuck(reason),
            _ if lasting => Stage::Kept,
            _ => Stage::InMemory,
        };
        Self {
            record,
            stage,
            has_copy: copies.iter().any(|copy| copy.entry.id == *id),
            lasting,
            shared_device,
        }
    }

    /// Whether nobody has it, and nobody will by itself.
    pub fn is_refused(&self) -> bool {
        matches!(self.stage, Stage::Stuck(_))
    }

    /// The heading, which has a place for the person's name.
    pub fn title(&self) -> TextKey {
        match self.stage {
            Stage::Received => key!("sent.title"),
            Stage::Stuck(_) => key!("sent.title_stuck"),
            Stage::Kept => key!("sent.title_kept"),
            Stage::InMemory => key!("sent.title_in_memory"),
        }
    }

    /// Where it is.
    pub fn status(&self) -> TextKey {
        match self.stage {
            Stage::Received => key!("sent.status_received"),
            Stage::Stuck(_) if self.shared_device => key!("shared.status_stuck"),
            Stage::Stuck(_) => key!("sent.status_stuck"),
            Stage::Kept if self.shared_device => key!("shared.status_kept"),
            Stage::Kept => key!("sent.status_kept"),
            Stage::InMemory => key!("sent.status_in_memory"),
        }
    }

    /// What comes next, and whether there is anything to do.
    pub fn lead(&self) -> TextKey {
        match self.stage {
            Stage::Received if self.shared_device => key!("shared.lead_received"),
            Stage::Received => key!("sent.lead_received"),
            Stage::Stuck(_) if self.shared_device => key!("shared.lead_stuck"),
            Stage::Stuck(reason) => status::why_stuck(reason),
            Stage::Kept if self.shared_device => key!("shared.lead_kept"),
            Stage::Kept => key!("sent.lead_kept"),
            Stage::InMemory => key!("sent.lead_in_memory"),
        }
    }
}

#[cfg(test)]
mod tests;
