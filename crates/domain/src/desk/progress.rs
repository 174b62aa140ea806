//! The fold: what the steps of a registration come to, and which act may follow.

use super::{Act, CallOutcome, Closing, Known, Step};
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
    /// When to call (again), as the last call agreed.
    pub call_back_at: Option<Timestamp>,
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
}

impl Progress {
    /// What those steps come to, the earliest first.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        steps.into_iter().fold(Self::default(), Self::after)
    }

    /// Whether that can be done now. Every act is possible while a registration is open: advisors telephone before they
    /// look up, and [`Progress::stage`] only suggests.
    pub fn allows(&self, act: Act, is_held: bool) -> Result<(), Refused> {
        if is_held {
            return Err(Refused::Held);
        }
        match (self.closed, act) {
            (None, Act::Reopened) => Err(Refused::Open),
            (None, _) | (Some(_), Act::Reopened) => Ok(()),
            (Some(_), _) => Err(Refused::Closed),
        }
    }

    /// What it comes to with one more step. A step that was not possible changes nothing, even where it was kept.
    #[must_use]
    pub fn after(self, step: Step) -> Self {
        if self.allows(step.act, false).is_err() {
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
            Act::Taken => Self {
                taken_at: Some(step.at),
                ..self
            },
            Act::Closed(closing) => Self {
                closed: Some(closing),
                taken_at: None,
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
            call_back_at,
            taken_at: None,
            ..self
        }
    }
}
