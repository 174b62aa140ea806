//! What an advisor found, heard, wrote or concluded: the closed sets of a step, with the codes that the store keeps.

/// What a search in I-Milo found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// No record.
    Unknown,
    /// A record, and no support at present.
    NotSupported,
    /// A record, and an advisor of this Mission Locale who supports the person.
    Supported,
    /// A record with another Mission Locale.
    Elsewhere,
    /// A record under that name that may be another person's.
    Unsure,
}

impl Known {
    /// Every finding, in the order shown.
    pub const ALL: [Self; 5] = [
        Self::Unknown,
        Self::NotSupported,
        Self::Supported,
        Self::Elsewhere,
        Self::Unsure,
    ];

    /// The stable code: in the store, in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NotSupported => "known_not_supported",
            Self::Supported => "supported",
            Self::Elsewhere => "known_elsewhere",
            Self::Unsure => "unsure",
        }
    }

    /// The finding of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    /// The person was spoken to.
    Reached,
    /// The call was not answered.
    NoAnswer,
    /// A message was left.
    Voicemail,
    /// Another person answered, and was not told what the call was about.
    ThirdParty,
    /// The number is another person's, or out of service.
    WrongNumber,
}

impl CallOutcome {
    /// Every outcome, in the order shown.
    pub const ALL: [Self; 5] = [
        Self::Reached,
        Self::NoAnswer,
        Self::Voicemail,
        Self::ThirdParty,
        Self::WrongNumber,
    ];

    /// The stable code: in the store, in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no_answer",
            Self::Voicemail => "voicemail",
            Self::ThirdParty => "third_party",
            Self::WrongNumber => "wrong_number",
        }
    }

    /// The outcome of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether the same number is to be tried again.
    pub fn asks_for_another_try(self) -> bool {
        matches!(self, Self::NoAnswer | Self::Voicemail | Self::ThirdParty)
    }
}

/// By what an advisor wrote, from a telephone or a mailbox of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A text message.
    Text,
    /// A mail.
    Mail,
}

impl Medium {
    /// Each, in the order shown.
    pub const ALL: [Self; 2] = [Self::Text, Self::Mail];

    /// The stable code: in the store, in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text_sent",
            Self::Mail => "mail_sent",
        }
    }

    /// The medium of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.code() == code)
    }
}

/// How a registration was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// An appointment is made.
    AppointmentMade,
    /// An advisor supports the person already.
    AlreadySupported,
    /// Another Mission Locale takes over.
    Redirected,
    /// Not reached after several tries.
    Unreachable,
    /// The number or the address is wrong.
    WrongContact,
    /// The person does not want support.
    Declines,
    /// The person does not want to be called.
    DoNotCall,
    /// The person has found work or training.
    NewPlan,
    /// The same person as in another registration.
    Duplicate,
    /// Outside what a Mission Locale does.
    OutOfScope,
}

impl Closing {
    /// Every closing, in the order shown.
    pub const ALL: [Self; 10] = [
        Self::AppointmentMade,
        Self::AlreadySupported,
        Self::Redirected,
        Self::Unreachable,
        Self::WrongContact,
        Self::Declines,
        Self::DoNotCall,
        Self::NewPlan,
        Self::Duplicate,
        Self::OutOfScope,
    ];

    /// The stable code: in the store, in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::AppointmentMade => "appointment_made",
            Self::AlreadySupported => "already_supported",
            Self::Redirected => "redirected",
            Self::Unreachable => "unreachable",
            Self::WrongContact => "wrong_contact",
            Self::Declines => "declines",
            Self::DoNotCall => "do_not_call",
            Self::NewPlan => "new_plan",
            Self::Duplicate => "duplicate",
            Self::OutOfScope => "out_of_scope",
        }
    }

    /// The closing of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|closing| closing.code() == code)
    }
}
