//! The stage: what is left to do for a registration, from its progress and the rights that hold it.

use super::{CallOutcome, Known, Progress};
use crate::time::Timestamp;

/// What is to be done next. A suggestion: [`Progress::allows`] says what can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// To be looked up in I-Milo.
    ToCheck,
    /// To be typed into I-Milo, which does not know the person.
    ToEnter,
    /// To be called for the first time.
    ToCall,
    /// To be called again: the last call did not reach the person, or another one was agreed.
    ToCallAgain {
        /// When, if that was agreed.
        at: Option<Timestamp>,
    },
    /// To be invited, or closed: the person was reached.
    ToConclude,
    /// Nothing is left to do.
    Closed,
    /// The effect of a right stands.
    Held,
}

impl Progress {
    /// What is to be done next; `is_held` says whether the effect of a right stands, which goes before all steps.
    pub fn stage(&self, is_held: bool) -> Stage {
        if is_held {
            return Stage::Held;
        }
        if self.closed.is_some() {
            return Stage::Closed;
        }
        match self.known {
            None => return Stage::ToCheck,
            Some(Known::Unknown) if !self.is_entered => return Stage::ToEnter,
            Some(_) => {}
        }
        match (self.last_try, self.call_back_at) {
            (None, _) => Stage::ToCall,
            (Some((CallOutcome::Reached, _)), None) => Stage::ToConclude,
            (Some(_), at) => Stage::ToCallAgain { at },
        }
    }
}
