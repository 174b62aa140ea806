//! Progress of the last sending: what the page after it says, by the keys of its sentences.
//!
//! Nothing here says "received" before the endpoint's receipt.

use domain::{
    outbox::{Entry, SentRecord, Standing, StuckReason, Unconfirmed},
    submission::MessageKind,
    texts::TextKey,
    time::{Date, Timestamp},
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
    /// The id of the branch that answers it; empty where it is the Mission Locale itself.
    pub branch: String,
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

/// One step of the chain from this phone to the call.
pub struct Step {
    /// What it is called.
    pub title: TextKey,
    /// Whether it is done.
    pub is_done: bool,
    /// When it was done, or when it will be.
    pub when: When,
    /// What is said below that.
    pub note: Option<TextKey>,
}

/// When a step was done, or will be.
pub enum When {
    /// It was, at that moment.
    At(Timestamp),
    /// No time is known: a sentence.
    Unknown(TextKey),
    /// Before that moment, in a sentence that has a place for it.
    By(TextKey, Timestamp),
    /// On that day at the latest, likewise.
    OnDay(TextKey, Date),
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

    /// Kept here, received there, called back; no more is promised than what will come by itself. `call_by`: by when
    /// somebody calls back what is received at a moment.
    pub fn steps(
        &self,
        last: &LastSent,
        now: Timestamp,
        call_by: &dyn Fn(Timestamp) -> Option<Timestamp>,
    ) -> [Option<Step>; 3] {
        let kept = self.lasting.then(|| self.kept(last.kept_at));
        if self.is_refused() {
            return [kept, None, None];
        }
        let (title, when) = if last.kind == MessageKind::RightsRequest {
            (key!("sent.answered"), self.answered())
        } else {
            (key!("sent.called"), self.called(now, call_by))
        };
        let last_step = Step {
            title,
            is_done: false,
            when,
            note: None,
        };
        [kept, Some(self.received()), Some(last_step)]
    }

    fn kept(&self, at: Timestamp) -> Step {
        let title = if self.shared_device {
            key!("shared.kept")
        } else {
            key!("sent.kept")
        };
        Step {
            title,
            is_done: true,
            when: When::At(at),
            note: None,
        }
    }

    fn received(&self) -> Step {
        match &self.record {
            None => Step {
                title: key!("sent.not_yet_received"),
                is_done: false,
                when: When::Unknown(key!("sent.number_later")),
                note: None,
            },
            Some(record) => Step {
                title: key!("sent.received"),
                is_done: true,
                when: When::At(record.received_at),
                note: self.has_copy.then_some(key!("sent.copy")),
            },
        }
    }

    /// By when a rights request is answered: the endpoint counts the days.
    fn answered(&self) -> When {
        let due = self.record.as_ref().and_then(|record| record.due_on);
        match due {
            Some(due) => When::OnDay(key!("outbox.answer_by"), due),
            None => When::Unknown(key!("sent.answer_soon")),
        }
    }

    fn called(&self, now: Timestamp, call_by: &dyn Fn(Timestamp) -> Option<Timestamp>) -> When {
        let (from, key) = match &self.record {
            Some(record) => (record.received_at, key!("sent.call_by")),
            None => (now, key!("sent.call_by_once_received")),
        };
        match call_by(from) {
            Some(due) => When::By(key, due),
            None => When::Unknown(key!("sent.call_soon")),
        }
    }
}

#[cfg(test)]
mod tests;
