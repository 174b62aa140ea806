//! Seats at collective welcomes: which one a registration has, and who came, from the fold over its steps.

use super::{Act, Progress, Step};
use crate::time::Timestamp;

/// The number of a collective welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WelcomeId(pub i64);

/// A seat at a collective welcome, with the beginning that the person was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// Of which welcome.
    pub welcome: WelcomeId,
    /// When it begins.
    pub starts_at: Timestamp,
}

/// Whether a person came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attendance {
    /// They came.
    Came,
    /// They had said that they could not.
    Excused,
    /// They did not come, and said nothing.
    Missed,
}

impl Attendance {
    /// Each, in the order shown.
    pub const ALL: [Self; 3] = [Self::Came, Self::Excused, Self::Missed];

    /// The stable code: in the store, in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Came => "came",
            Self::Excused => "excused",
            Self::Missed => "did_not_come",
        }
    }

    /// The one of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// How a registration stands with one welcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A seat is kept for the person.
    Awaited,
    /// The day is over, and it is noted whether they came.
    Noted(Attendance),
}

impl Standing {
    /// How the registration of those steps stands with that welcome; nothing where it has no seat there, or no more.
    pub fn of(steps: impl IntoIterator<Item = Step>, welcome: WelcomeId) -> Option<Self> {
        let mut progress = Progress::default();
        let mut standing = None;
        for step in steps {
            let is_possible = progress.allows(step, false).is_ok();
            progress = progress.after(step);
            let is_awaited = progress.seat.is_some_and(|seat| seat.welcome == welcome);
            standing = match step.act {
                Act::Attended(attendance, seat) if is_possible && seat.welcome == welcome => {
                    Some(Self::Noted(attendance))
                }
                _ if is_awaited => Some(Self::Awaited),
                _ => standing.filter(|standing| *standing != Self::Awaited),
            };
        }
        standing
    }
}
