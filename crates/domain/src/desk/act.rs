//! What an advisor did, and its row in the store: a code, the code of what came of it, a moment to call back.

use super::{CallOutcome, Closing, Known, Medium};
use crate::time::Timestamp;

/// What an advisor did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Looked the person up in I-Milo.
    Known(Known),
    /// Called; and when to call (again), if that was agreed.
    Called(CallOutcome, Option<Timestamp>),
    /// Wrote. A message keeps no promise of a call, and changes no hour that was agreed.
    Wrote(Medium),
    /// Typed the registration into I-Milo.
    Entered,
    /// Found that it is not in I-Milo after all.
    EnteredUndone,
    /// Took it in hand: colleagues see that, and may take over.
    Taken,
    /// Closed it: nothing is left to do.
    Closed(Closing),
    /// Opened it again.
    Reopened,
}

/// An act and its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub act: Act,
    /// When.
    pub at: Timestamp,
}

impl Act {
    /// The stable code, as the store keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::Called(..) => "called",
            Self::Wrote(_) => "wrote",
            Self::Entered => "entered",
            Self::EnteredUndone => "entered_undone",
            Self::Taken => "taken",
            Self::Closed(_) => "closed",
            Self::Reopened => "reopened",
        }
    }

    /// The code of what came of it, where an act has one.
    pub fn result_code(self) -> Option<&'static str> {
        match self {
            Self::Known(known) => Some(known.code()),
            Self::Called(outcome, _) => Some(outcome.code()),
            Self::Wrote(medium) => Some(medium.code()),
            Self::Closed(closing) => Some(closing.code()),
            Self::Entered | Self::EnteredUndone | Self::Taken | Self::Reopened => None,
        }
    }

    /// When to call (again), as this act says.
    pub fn call_back_at(self) -> Option<Timestamp> {
        match self {
            Self::Called(_, call_back_at) => call_back_at,
            _ => None,
        }
    }

    /// The act of those codes. `None` where they do not belong together.
    pub fn from_codes(
        code: &str,
        result_code: Option<&str>,
        call_back_at: Option<Timestamp>,
    ) -> Option<Self> {
        let act = match (code, result_code) {
            ("known", Some(result)) => Self::Known(Known::from_code(result)?),
            ("called", Some(result)) => Self::Called(CallOutcome::from_code(result)?, call_back_at),
            ("wrote", Some(result)) => Self::Wrote(Medium::from_code(result)?),
            ("closed", Some(result)) => Self::Closed(Closing::from_code(result)?),
            ("entered", None) => Self::Entered,
            ("entered_undone", None) => Self::EnteredUndone,
            ("taken", None) => Self::Taken,
            ("reopened", None) => Self::Reopened,
            _ => return None,
        };
        (act.call_back_at() == call_back_at).then_some(act)
    }
}
