//! What a note says: its stable code, and whom it is for.

use domain::{
    delivery::Recipient,
    options::Purpose,
    rights::{Effect, Reminder},
};

/// What a note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    /// To the officer: an answer is owed soon, or today.
    Reminder(Reminder),
    /// To the mailbox: a registration was cancelled.
    Cancelled,
    /// To the mailbox: keep it, and do not use it.
    Frozen,
    /// To the mailbox: do not use it any more.
    Stopped,
    /// To the mailbox: it may be used again.
    Lifted,
    /// To the mailbox: an option is taken back.
    Withdrawn(Purpose),
}

impl Note {
    const ALL: [Self; 9] = [
        Self::Reminder(Reminder::WeekBefore),
        Self::Reminder(Reminder::DueDay),
        Self::Cancelled,
        Self::Frozen,
        Self::Stopped,
        Self::Lifted,
        Self::Withdrawn(Purpose::SmsReminders),
        Self::Withdrawn(Purpose::TellPartner),
        Self::Withdrawn(Purpose::News),
    ];

    /// The note that tells the mailbox of an effect.
    pub(in crate::store::rights) fn of(effect: Effect) -> Self {
        match effect {
            Effect::Cancelled => Self::Cancelled,
            Effect::Frozen => Self::Frozen,
            Effect::Stopped => Self::Stopped,
        }
    }

    /// Who is told.
    pub(crate) fn to(self) -> Recipient {
        match self {
            Self::Reminder(_) => Recipient::Officer,
            Self::Cancelled | Self::Frozen | Self::Stopped | Self::Lifted | Self::Withdrawn(_) => {
                Recipient::Mailbox
            }
        }
    }

    /// The stable code, as the store and the log have it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Reminder(reminder) => reminder.code(),
            Self::Cancelled => "cancelled",
            Self::Frozen => "frozen",
            Self::Stopped => "stopped",
            Self::Lifted => "lifted",
            Self::Withdrawn(purpose) => purpose.code(),
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|note| note.code() == code)
    }
}
