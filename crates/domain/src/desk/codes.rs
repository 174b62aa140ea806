//! What an advisor found, heard or concluded: the closed sets of a step, with the codes that the store keeps.

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

/// What came of a call, or the kind of message that was written instead.
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
    /// A text message was sent from the advisor's own telephone.
    TextSent,
    /// A mail was sent from the advisor's own mailbox.
    MailSent,
}

impl CallOutcome {
    /// Every outcome, in the order shown.
    pub const ALL: [Self; 7] = [
        Self::Reached,
        Self::NoAnswer,
        Self::Voicemail,
        Self::ThirdParty,
        Self::WrongNumber,
        Self::TextSent,
        Self::MailSent,
    ];

    /// The stable code: in the store, in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NoAnswer => "no_answer",
            Self::Voicemail => "voicemail",
            Self::ThirdParty => "third_party",
            Self::WrongNumber => "wrong_number",
            Self::TextSent => "text_sent",
            Self::MailSent => "mail_sent",
        }
    }

    /// The outcome of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether it was a try by telephone. A written message does not keep the promise of a call.
    pub fn is_by_telephone(self) -> bool {
        !matches!(self, Self::TextSent | Self::MailSent)
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
