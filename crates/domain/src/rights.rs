//! Data-protection rights: what can be asked, by when it is answered, and what may be done with a request.
//!
//! Pure: days come in, decisions go out. Articles are those of the GDPR (regulation 2016/679).
//! Erasure and portability are not here: a public-interest mission gives neither (articles 17.3.b and 20.3).

mod deadline;
mod own_act;

pub use deadline::{
    FURTHER_MONTHS, MONTHS_TO_ANSWER, Reminder, Urgency, days_left, due_on, extended_due_on,
    reminders, urgency,
};
pub use own_act::OwnAct;

use crate::{answers::Answers, reference::Reference, time::Date};

/// What a person asks of the Mission Locale about their own data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// To be told what is held, and to have a copy (article 15).
    Access,
    /// To have something wrong put right (article 16).
    Rectification,
    /// To have data kept and not used (article 18).
    Restriction,
    /// To have the use stopped, for reasons of one's own situation (article 21.1).
    Objection,
    /// To take an option back (article 7.3).
    Withdrawal,
    /// "Annuler ma préinscription", while it is not yet in I-Milo.
    Cancellation,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 6] = [
        Self::Access,
        Self::Rectification,
        Self::Restriction,
        Self::Objection,
        Self::Withdrawal,
        Self::Cancellation,
    ];

    /// The stable code: in the questionnaire, in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Rectification => "rectification",
            Self::Restriction => "restriction",
            Self::Objection => "objection",
            Self::Withdrawal => "withdrawal",
            Self::Cancellation => "cancellation",
        }
    }

    /// The right of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.code() == code)
    }

    /// The right that a rights request asks for. Objection has a question to itself, before all others (article 21.4).
    pub fn asked(answers: &Answers) -> Option<Self> {
        if answers.one("objection") == Some("yes") {
            return Some(Self::Objection);
        }
        let right = Self::from_code(answers.one("right")?)?;
        (right != Self::Objection).then_some(right)
    }

    /// What the endpoint itself does to the registration, beside telling people.
    pub fn effect(self) -> Option<Effect> {
        match self {
            Self::Restriction => Some(Effect::Frozen),
            Self::Objection => Some(Effect::Stopped),
            Self::Cancellation => Some(Effect::Cancelled),
            Self::Access | Self::Rectification | Self::Withdrawal => None,
        }
    }

    /// Whether the endpoint itself can do something, once it is sure which registration is meant.
    pub fn acts(self) -> bool {
        self == Self::Withdrawal || self.effect().is_some()
    }
}

/// The number that a rights request names, if it names one that can be a number.
///
/// Anybody may type any number: it shows an officer where to look, and opens nothing.
pub fn named_reference(answers: &Answers) -> Option<Reference> {
    answers.one("registration_reference")?.parse().ok()
}

/// What a rights request does to a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Its content is gone, and never comes back.
    Cancelled,
    /// It is kept and not used: no mail, no purge, until this is lifted.
    Frozen,
    /// It is not used any more: no mail.
    Stopped,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Self; 3] = [Self::Cancelled, Self::Frozen, Self::Stopped];

    /// The stable code, as the store keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Frozen => "frozen",
            Self::Stopped => "stopped",
        }
    }

    /// The effect of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.code() == code)
    }
}

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No officer has looked at it yet.
    Received,
    /// An officer is at it.
    InProgress,
    /// Two further months were needed, and the person was told why (article 12.3).
    Extended,
    /// Closed: done and said.
    Answered,
    /// Closed: not done, and said why (article 12.4).
    Refused,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Received,
        Self::InProgress,
        Self::Extended,
        Self::Answered,
        Self::Refused,
    ];

    /// The stable code, as the store keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InProgress => "in_progress",
            Self::Extended => "extended",
            Self::Answered => "answered",
            Self::Refused => "refused",
        }
    }

    /// The state of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether an answer is still owed.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Answered | Self::Refused)
    }
}

/// What an officer does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Takes it in hand.
    Start,
    /// Doubts who is asking, and asks (article 12.6). The deadline goes on.
    AskIdentity,
    /// Says which registration it is about, and has its effect carried out there.
    Apply,
    /// Writes down what is held, for the person.
    WriteAnswer,
    /// Takes two further months, and has told the person why.
    Extend,
    /// Ends a restriction, or a stop of use, that still stands. The person is told before (article 18.3).
    Lift,
    /// Closes it: done, and the person was told.
    Answer,
    /// Closes it: not done, and the person was told why, with the CNIL and the courts (article 12.4).
    Refuse,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 8] = [
        Self::Start,
        Self::AskIdentity,
        Self::Apply,
        Self::WriteAnswer,
        Self::Extend,
        Self::Lift,
        Self::Answer,
        Self::Refuse,
    ];

    /// The stable code, as the trace keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Start => "started",
            Self::AskIdentity => "identity_asked",
            Self::Apply => "registration_named",
            Self::WriteAnswer => "answer_written",
            Self::Extend => "extended",
            Self::Lift => "lifted",
            Self::Answer => "answered",
            Self::Refuse => "refused",
        }
    }

    /// Whether the law asks for a reason that can be shown later.
    pub fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::AskIdentity | Self::Extend | Self::Lift | Self::Refuse
        )
    }
}

/// Why an officer's action is not carried out. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAllowed {
    /// The request is closed.
    Closed,
    /// It was extended already: there is one extension.
    AlreadyExtended,
    /// The first month is over: an extension had to be told within it.
    TooLate,
}

/// The state of a request after an officer's action on the day `today`, in the Mission Locale's own time.
pub fn after(
    state: State,
    action: Action,
    received_on: Date,
    today: Date,
) -> Result<State, NotAllowed> {
    // What stands after a request was closed can still be lifted.
    if action == Action::Lift {
        return Ok(state);
    }
    if !state.is_open() {
        return Err(NotAllowed::Closed);
    }
    match action {
        Action::Extend if state == State::Extended => Err(NotAllowed::AlreadyExtended),
        Action::Extend if today > due_on(received_on) => Err(NotAllowed::TooLate),
        Action::Extend => Ok(State::Extended),
        Action::Answer => Ok(State::Answered),
        Action::Refuse => Ok(State::Refused),
        _ if state == State::Received => Ok(State::InProgress),
        _ => Ok(state),
    }
}

#[cfg(test)]
mod tests;
