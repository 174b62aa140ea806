//! Groups of the list, and the order within each: from the stage and the clock.

use super::{Progress, Stage};
use crate::time::Timestamp;

/// A group of the list. Each registration is in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Not called yet, and the promised moment is over.
    Late,
    /// Not called yet, and the promised moment is today.
    Today,
    /// To be called again.
    ToCallAgain,
    /// To be looked up in I-Milo.
    ToCheck,
    /// To be typed into I-Milo.
    ToEnter,
    /// To be called, by another day.
    ToCall,
    /// Reached: to be invited, or closed.
    ToConclude,
    /// At a welcome that has begun: whether they came is to be noted.
    ToNote,
    /// Invited to a welcome to come.
    Awaited,
    /// Closed.
    Done,
    /// Held by the effect of a right.
    Held,
}

impl Group {
    /// Every group, in the order shown.
    pub const ALL: [Self; 11] = [
        Self::Late,
        Self::Today,
        Self::ToCallAgain,
        Self::ToCheck,
        Self::ToEnter,
        Self::ToCall,
        Self::ToConclude,
        Self::ToNote,
        Self::Awaited,
        Self::Done,
        Self::Held,
    ];

    /// The stable code: in addresses and forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Today => "today",
            Self::ToCallAgain => "to_call_again",
            Self::ToCheck => "to_check",
            Self::ToEnter => "to_enter",
            Self::ToCall => "to_call",
            Self::ToConclude => "to_conclude",
            Self::ToNote => "to_note",
            Self::Awaited => "awaited",
            Self::Done => "done",
            Self::Held => "held",
        }
    }

    /// The group of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// The promised moment of a registration, and what time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// By when the person was told to expect a call: [`crate::calendar::call_by`]. `None` where no day is open.
    pub call_by: Option<Timestamp>,
    /// When the day of the Mission Locale ends: its next midnight.
    pub day_ends_at: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// Where a registration stands in the list: what comes first is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Its group.
    pub group: Group,
    turn: Turn,
    moment: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// The moment that was agreed has come.
    Due,
    /// Without a moment of its own.
    AnyTime,
    /// The moment that was agreed is to come.
    NotYet,
}

impl Progress {
    /// The group and the order within it: calls that are due first, else by the promised moment; welcomes by their beginning.
    pub fn rank(&self, stage: Stage, clock: Clock) -> Rank {
        let due = self.call_back_at.filter(|at| *at <= clock.now);
        let promised = clock.call_by.unwrap_or(Timestamp::LAST);
        let (turn, moment) = match (stage, due) {
            (Stage::Closed | Stage::Held, _) => (Turn::AnyTime, promised),
            // Also in a stage before the call: what was agreed does not wait for a look into I-Milo.
            (_, Some(at)) => (Turn::Due, at),
            (Stage::ToCallAgain { at: Some(at) }, None) => (Turn::NotYet, at),
            (Stage::Awaited | Stage::ToNote, None) => {
                let begins = self.seat.map(|seat| seat.starts_at);
                (Turn::AnyTime, begins.unwrap_or(promised))
            }
            (_, None) => (Turn::AnyTime, promised),
        };
        Rank {
            group: self.group(stage, clock),
            turn,
            moment,
        }
    }

    /// From when on the clock alone gives another rank, or another day: later than `clock.now`.
    pub fn rank_changes_at(&self, stage: Stage, clock: Clock) -> Timestamp {
        let is_over = matches!(stage, Stage::Held | Stage::Closed);
        let begins = self.seat.map(|seat| seat.starts_at);
        let moments = [clock.call_by, self.call_back_at, begins];
        let to_come = moments
            .into_iter()
            .flatten()
            .filter(|at| !is_over && *at > clock.now);
        to_come
            .chain([clock.day_ends_at])
            .min()
            .unwrap_or(clock.day_ends_at)
    }

    /// The group. Until the first call the promised moment goes before the stage: a registration that was not looked up
    /// cannot hide from the clock.
    pub fn group(&self, stage: Stage, clock: Clock) -> Group {
        let is_workable = !matches!(stage, Stage::Held | Stage::Closed);
        if is_workable && !self.is_begun() {
            match clock.call_by {
                Some(by) if by <= clock.now => return Group::Late,
                Some(by) if by < clock.day_ends_at => return Group::Today,
                _ => {}
            }
        }
        // A call that was agreed for today, or before, stands among the calls, whatever is left to do beside it.
        let is_agreed = self.call_back_at.is_some_and(|at| at < clock.day_ends_at);
        if is_workable && is_agreed {
            return Group::ToCallAgain;
        }
        match stage {
            Stage::ToCheck => Group::ToCheck,
            Stage::ToEnter => Group::ToEnter,
            Stage::ToCall => Group::ToCall,
            Stage::ToCallAgain { .. } => Group::ToCallAgain,
            Stage::ToConclude => Group::ToConclude,
            Stage::ToNote => Group::ToNote,
            Stage::Awaited => Group::Awaited,
            Stage::Closed => Group::Done,
            Stage::Held => Group::Held,
        }
    }
}
