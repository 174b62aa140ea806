//! The fold: what the steps of a registration come to, and which act may follow.

use super::{Act, Attendance, CallOutcome, Closing, Known, Seat, Step};
use crate::time::Timestamp;

/// What the steps so far come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// What the last search in I-Milo found.
    pub known: Option<Known>,
    /// Whether it is typed into I-Milo.
    pub is_entered: bool,
    /// The last try by telephone: what came of it, and when it was.
    pub last_try: Option<(CallOutcome, Timestamp)>,
    /// Tries by telephone since the person was last spoken to, or since it was reopened.
    pub unreached_tries: u32,
    /// Whether the person was in touch: spoken to, invited, at a welcome, since when no call has missed them.
    pub is_reached: bool,
    /// When to call (again): as the last call agreed, or since they lost a seat, or missed a welcome.
    pub call_back_at: Option<Timestamp>,
    /// The seat that is kept at a collective welcome.
    pub seat: Option<Seat>,
    /// What was noted last of a welcome, and of which seat.
    pub attended: Option<(Attendance, Seat)>,
    /// When an advisor took it in hand, while that can still matter: see [`super::taken_until`].
    pub taken_at: Option<Timestamp>,
    /// How it was closed, while it is.
    pub closed: Option<Closing>,
}

/// Why an act is not possible as things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The effect of a right stands: only an officer acts.
    Held,
    /// It is closed: reopening comes first.
    Closed,
    /// It is open already.
    Open,
    /// No seat of theirs is kept at that welcome.
    NoSeat,
    /// The seat is kept already.
    SameSeat,
    /// The welcome has begun.
    Begun,
    /// The welcome has not begun.
    NotBegun,
}

impl Progress {
    /// What those steps come to, the earliest first.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        steps.into_iter().fold(Self::default(), Self::after)
    }

    /// Whether that can be done now. Every act is possible while a registration is open: advisors telephone before they
    /// look up, and [`Progress::stage`] only suggests. Seats alone have an order of their own.
    pub fn allows(&self, step: Step, is_held: bool) -> Result<(), Refused> {
        if is_held {
            return Err(Refused::Held);
        }
        match (self.closed, step.act) {
            (None, Act::Reopened) => Err(Refused::Open),
            (Some(_), Act::Reopened) => Ok(()),
            (Some(_), _) => Err(Refused::Closed),
            (None, _) => self.allows_seat(step),
        }
    }

    fn allows_seat(&self, step: Step) -> Result<(), Refused> {
        let is_at = |seat: Seat| self.seat.is_some_and(|kept| kept.welcome == seat.welcome);
        match step.act {
            Act::Invited(seat) if seat.starts_at <= step.at => Err(Refused::Begun),
            Act::Invited(seat) if self.seat == Some(seat) => Err(Refused::SameSeat),
            Act::Uninvited if self.seat.is_none() => Err(Refused::NoSeat),
            Act::WelcomeMoved(seat) | Act::WelcomeCancelled(seat) if !is_at(seat) => {
                Err(Refused::NoSeat)
            }
            Act::Attended(_, seat) if !self.can_be_noted(seat) => Err(Refused::NoSeat),
            Act::Attended(_, seat) if step.at < seat.starts_at => Err(Refused::NotBegun),
            _ => Ok(()),
        }
    }

    /// Whether it is this seat of which it can be noted who came: the one that is kept, or the one noted last.
    fn can_be_noted(&self, seat: Seat) -> bool {
        self.seat == Some(seat) || self.attended.is_some_and(|(_, noted)| noted == seat)
    }

    /// Whether somebody of the team was in touch with the person, or tried.
    pub fn is_begun(&self) -> bool {
        self.last_try.is_some() || self.is_reached
    }

    /// What it comes to with one more step. A step that was not possible changes nothing, even where it was kept.
    #[must_use]
    pub fn after(self, step: Step) -> Self {
        if self.allows(step, false).is_err() {
            return self;
        }
        match step.act {
            Act::Known(known) => Self {
                known: Some(known),
                ..self
            },
            Act::Called(outcome, call_back_at) => self.after_call(outcome, call_back_at, step.at),
            Act::Wrote(_) => self,
            Act::Entered => Self {
                is_entered: true,
                ..self
            },
            Act::EnteredUndone => Self {
                is_entered: false,
                ..self
            },
            Act::Invited(seat) => Self {
                seat: Some(seat),
                taken_at: None,
                ..self.in_touch(step.at)
            },
            Act::Uninvited => Self { seat: None, ..self },
            Act::WelcomeMoved(seat) => Self {
                seat: Some(seat),
                call_back_at: Some(step.at),
                ..self
            },
            Act::WelcomeCancelled(_) => Self {
                seat: None,
                call_back_at: Some(step.at),
                ..self
            },
            Act::Attended(attendance, seat) => self.after_welcome(attendance, seat, step.at),
            Act::Taken => Self {
                taken_at: Some(step.at),
                ..self
            },
            Act::Closed(closing) => Self {
                closed: Some(closing),
                taken_at: None,
                // Somebody else can have it.
                seat: None,
                ..self
            },
            // Tries of before are no reason to give up now, and what was agreed then is over.
            Act::Reopened => Self {
                closed: None,
                unreached_tries: 0,
                call_back_at: None,
                ..self
            },
        }
    }

    /// Taking in hand keeps two advisors from calling at once: it ends with the call, and not with a look into I-Milo.
    fn after_call(
        self,
        outcome: CallOutcome,
        call_back_at: Option<Timestamp>,
        at: Timestamp,
    ) -> Self {
        let is_reached = outcome == CallOutcome::Reached;
        Self {
            last_try: Some((outcome, at)),
            unreached_tries: if is_reached {
                0
            } else {
                self.unreached_tries.saturating_add(1)
            },
            is_reached,
            call_back_at,
            taken_at: None,
            ..self
        }
    }

    /// Who did not come is to be called. A word that is corrected takes back what it had changed.
    fn after_welcome(self, attendance: Attendance, seat: Seat, at: Timestamp) -> Self {
        let noted = Self {
            seat: self.seat.filter(|kept| *kept != seat),
            attended: Some((attendance, seat)),
            ..self.in_touch(at)
        };
        match attendance {
            Attendance::Came | Attendance::Excused => noted,
            Attendance::Missed => Self {
                call_back_at: Some(at),
                ..noted
            },
        }
    }

    /// They were in touch at that moment: a call that was due by then is not to be made any more, one that was agreed for
    /// later is.
    fn in_touch(self, at: Timestamp) -> Self {
        Self {
            is_reached: true,
            unreached_tries: 0,
            call_back_at: self.call_back_at.filter(|agreed| *agreed > at),
            ..self
        }
    }
}
