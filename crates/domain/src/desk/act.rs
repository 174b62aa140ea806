//! What an advisor did, and its row in the store: a code, the code of what came of it, a moment to call back, a seat.

use super::{Attendance, CallOutcome, Closing, Known, Medium, Seat};
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
    /// Kept a seat at a collective welcome, in place of one that was kept before.
    Invited(Seat),
    /// Gave the seat back.
    Uninvited,
    /// Moved the welcome: the seat stays, and the person is to be told.
    WelcomeMoved(Seat),
    /// Cancelled the welcome: the seat is gone, and the person is to be told.
    WelcomeCancelled(Seat),
    /// Noted whether the person came.
    Attended(Attendance, Seat),
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
            Self::Invited(_) => "invited",
            Self::Uninvited => "uninvited",
            Self::WelcomeMoved(_) => "welcome_moved",
            Self::WelcomeCancelled(_) => "welcome_cancelled",
            Self::Attended(..) => "attended",
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
            Self::Attended(attendance, _) => Some(attendance.code()),
            Self::Entered
            | Self::EnteredUndone
            | Self::Invited(_)
            | Self::Uninvited
            | Self::WelcomeMoved(_)
            | Self::WelcomeCancelled(_)
            | Self::Taken
            | Self::Reopened => None,
        }
    }

    /// When to call (again), as this act says.
    pub fn call_back_at(self) -> Option<Timestamp> {
        match self {
            Self::Called(_, call_back_at) => call_back_at,
            _ => None,
        }
    }

    /// The seat that it is about, where it names one.
    pub fn seat(self) -> Option<Seat> {
        match self {
            Self::Invited(seat)
            | Self::WelcomeMoved(seat)
            | Self::WelcomeCancelled(seat)
            | Self::Attended(_, seat) => Some(seat),
            _ => None,
        }
    }

    /// Its codes.
    pub fn codes(self) -> ActCodes<&'static str> {
        ActCodes {
            act: self.code(),
            result: self.result_code(),
            call_back_at: self.call_back_at(),
            seat: self.seat(),
        }
    }
}

/// An act as a row of the store has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActCodes<Text> {
    /// [`Act::code`].
    pub act: Text,
    /// [`Act::result_code`].
    pub result: Option<Text>,
    /// [`Act::call_back_at`].
    pub call_back_at: Option<Timestamp>,
    /// [`Act::seat`].
    pub seat: Option<Seat>,
}

impl<Text: AsRef<str>> ActCodes<Text> {
    /// The act. `None` where they do not belong together.
    pub fn read(&self) -> Option<Act> {
        let Self {
            call_back_at, seat, ..
        } = *self;
        let result = self.result.as_ref().map(AsRef::as_ref);
        let act = match (self.act.as_ref(), result, seat) {
            ("known", Some(result), _) => Act::Known(Known::from_code(result)?),
            ("called", Some(result), _) => {
                Act::Called(CallOutcome::from_code(result)?, call_back_at)
            }
            ("wrote", Some(result), _) => Act::Wrote(Medium::from_code(result)?),
            ("closed", Some(result), _) => Act::Closed(Closing::from_code(result)?),
            ("attended", Some(result), Some(seat)) => {
                Act::Attended(Attendance::from_code(result)?, seat)
            }
            ("invited", None, Some(seat)) => Act::Invited(seat),
            ("welcome_moved", None, Some(seat)) => Act::WelcomeMoved(seat),
            ("welcome_cancelled", None, Some(seat)) => Act::WelcomeCancelled(seat),
            ("uninvited", None, None) => Act::Uninvited,
            ("entered", None, None) => Act::Entered,
            ("entered_undone", None, None) => Act::EnteredUndone,
            ("taken", None, None) => Act::Taken,
            ("reopened", None, None) => Act::Reopened,
            _ => return None,
        };
        (act.call_back_at() == call_back_at && act.seat() == seat).then_some(act)
    }
}
