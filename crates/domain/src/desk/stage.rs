//! The stage: what is left to do for a registration, from its progress, the rights that hold it, and the clock.

use super::{Known, Progress};
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
    /// A seat is kept at a welcome to come.
    Awaited,
    /// The welcome has begun: whether the person came is to be noted.
    ToNote,
    /// Nothing is left to do.
    Closed,
    /// The effect of a right stands.
    Held,
}

impl Progress {
    /// What is to be done next; `is_held` says whether the effect of a right stands, which goes before all steps; `now` is before the
    /// beginning of a welcome, or not.
    pub fn stage(&self, is_held: bool, now: Timestamp) -> Stage {
        if is_held {
            return Stage::Held;
        }
        if self.closed.is_some() {
            return Stage::Closed;
        }
        if self.seat.is_some_and(|seat| seat.starts_at <= now) {
            return Stage::ToNote;
        }
        match self.known {
            None => return Stage::ToCheck,
            Some(Known::Unknown) if !self.is_entered => return Stage::ToEnter,
            Some(_) => {}
        }
        if !self.is_begun() {
            return Stage::ToCall;
        }
        match self.call_back_at {
            None if !self.is_reached => Stage::ToCallAgain { at: None },
            None if self.seat.is_some() => Stage::Awaited,
            None => Stage::ToConclude,
            at => Stage::ToCallAgain { at },
        }
    }
}
