//! What the endpoint did with a request by itself: the codes of the trace.

/// What the endpoint did by itself, for the trace: at arrival, or when an officer named the registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnAct {
    /// The request is in the register.
    Received,
    /// The same right about the same registration is owed an answer already, under another number.
    AskedAgain,
    /// A reminder, or word to the mailbox, was taken.
    Told,
    /// The effect was carried out.
    Applied,
    /// The effect was carried out while the registration was being mailed: that mail may still arrive.
    BeingMailed,
    /// The registration's content was gone already; the mailbox is told all the same.
    AlreadyGone,
    /// An earlier request had the same effect, and it stands.
    AlreadyDone,
    /// That registration has not arrived; the effect meets it when it does.
    NotArrived,
    /// Nothing proves whose registration it is: an officer has to look.
    WaitsForOfficer,
    /// It names a registration without its owner's secret: it does nothing there, and an officer has to look.
    NotProved,
    /// What it names is itself a rights request: there is nothing to do to it.
    NotARegistration,
    /// It stood under a day that has not come: it is counted from the day on which that was seen.
    Redated,
}

impl OwnAct {
    /// Every outcome.
    pub const ALL: [Self; 12] = [
        Self::Received,
        Self::AskedAgain,
        Self::Told,
        Self::Applied,
        Self::BeingMailed,
        Self::AlreadyGone,
        Self::AlreadyDone,
        Self::NotArrived,
        Self::WaitsForOfficer,
        Self::NotProved,
        Self::NotARegistration,
        Self::Redated,
    ];

    /// The stable code, as the trace keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::AskedAgain => "asked_again",
            Self::Told => "told",
            Self::Applied => "applied",
            Self::BeingMailed => "being_mailed",
            Self::AlreadyGone => "already_gone",
            Self::AlreadyDone => "already_done",
            Self::NotArrived => "not_arrived",
            Self::WaitsForOfficer => "waits_for_officer",
            Self::NotProved => "not_proved",
            Self::NotARegistration => "not_a_registration",
            Self::Redated => "redated",
        }
    }
}
