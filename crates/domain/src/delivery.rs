//! The states of a delivery, why an attempt fails, and when the next one is.

use crate::time::Timestamp;

/// Who a mail is for. Both are addresses of the site's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipient {
    /// The mailbox of the registrations.
    Mailbox,
    /// The officer for data protection.
    Officer,
}

impl Recipient {
    /// Whether it is the officer, who has what concerns rights; all else is for the mailbox.
    pub fn is_officer(self) -> bool {
        self == Self::Officer
    }

    /// The field of the site's file.
    pub fn field(self) -> &'static str {
        match self {
            Self::Mailbox => "mailbox",
            Self::Officer => "officer_email",
        }
    }
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Never tried.
    Pending,
    /// Claimed: its mail is being written or sent. The claim lapses at the moment of the next attempt.
    Sending,
    /// The last attempt failed; it is tried again until it succeeds.
    Failed,
    /// Accepted by the mailbox's server.
    Delivered,
    /// An operator has taken it out of the line: it is not tried, and no alarm.
    SetAside,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Pending,
        Self::Sending,
        Self::Failed,
        Self::Delivered,
        Self::SetAside,
    ];

    /// The stable code, as the store keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
            Self::SetAside => "set_aside",
        }
    }

    /// The state of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why an attempt failed. The codes are stable and hold nothing of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryFailure {
    /// The private key of the envelope is not here.
    UnknownKey,
    /// The envelope does not open, its questionnaire is not known, or the row is of another release.
    Unreadable,
    /// The PDF could not be made.
    Pdf,
    /// The mail server could not be reached, was silent for too long, or hung up.
    Unreachable,
    /// The mail server asked to come back later (4xx).
    Deferred,
    /// The mail server refused this mail (5xx).
    Refused,
    /// The mail server has no encryption, or none that can be trusted.
    Tls,
    /// The mail server does not take the name that is said to it in EHLO (504).
    HelloName,
    /// The mail server does not take the user or the password, or wants some (530, 534, 535, 538).
    SignIn,
    /// The mail server does not take the sender's address (5xx to MAIL).
    Sender,
    /// The mail was handed over, and nothing was said of it: it may have arrived.
    NoReply,
}

impl DeliveryFailure {
    /// Every failure.
    pub const ALL: [Self; 11] = [
        Self::UnknownKey,
        Self::Unreadable,
        Self::Pdf,
        Self::Unreachable,
        Self::Deferred,
        Self::Refused,
        Self::Tls,
        Self::HelloName,
        Self::SignIn,
        Self::Sender,
        Self::NoReply,
    ];

    /// The stable code, as the store and the log have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownKey => "unknown_key",
            Self::Unreadable => "unreadable",
            Self::Pdf => "pdf",
            Self::Unreachable => "unreachable",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::Tls => "tls",
            Self::HelloName => "hello_name",
            Self::SignIn => "sign_in",
            Self::Sender => "sender",
            Self::NoReply => "no_reply",
        }
    }

    /// Whether the mail server listened to the mail: whatever it said of it, it works.
    pub fn reached_the_server(self) -> bool {
        matches!(self, Self::Deferred | Self::Refused | Self::NoReply)
    }

    /// Whether it would meet every other mail as well: it tells of the mail server, or of our settings for it.
    pub fn concerns_all(self) -> bool {
        match self {
            Self::Unreachable | Self::Tls | Self::HelloName | Self::SignIn | Self::Sender => true,
            Self::UnknownKey
            | Self::Unreadable
            | Self::Pdf
            | Self::Deferred
            | Self::Refused
            | Self::NoReply => false,
        }
    }
}

/// The longest wait between two attempts, in seconds: a quarter of an hour.
pub const CAP_SECONDS: i64 = 15 * 60;
const BASE_SECONDS: i64 = 5;

/// For how long an attempt is claimed, in seconds: longer than any takes.
/// Whatever was being sent when the program was killed is tried again after it.
pub const CLAIM_SECONDS: i64 = 10 * 60;

/// No moment of a next attempt is further ahead than this, in seconds.
/// One that is comes from a clock that was ahead, and counts as over.
pub const LONGEST_WAIT_SECONDS: i64 = if CAP_SECONDS > CLAIM_SECONDS {
    CAP_SECONDS
} else {
    CLAIM_SECONDS
};

/// A failure this old is an alarm, in seconds: an hour.
pub const ALARM_AFTER_SECONDS: i64 = 60 * 60;

/// When to try again after `attempts` failures, the last of which ended at `now`:
/// 5 s, 10 s, 20 s … up to [`CAP_SECONDS`], without end.
pub fn next_attempt_at(attempts: u32, now: Timestamp) -> Timestamp {
    let doubled = BASE_SECONDS << attempts.saturating_sub(1).min(16);
    now.plus_seconds(doubled.min(CAP_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_a_cap_and_never_end() {
        let now = Timestamp::from_unix_seconds(0);
        let waits = [1, 2, 3, 8, 9, 1_000_000]
            .map(|attempts| next_attempt_at(attempts, now).unix_seconds());
        assert_eq!(waits, [5, 10, 20, 640, 900, 900]);
        assert!(waits.iter().all(|wait| *wait <= LONGEST_WAIT_SECONDS));
    }

    #[test]
    fn codes_are_stable_and_told_apart() {
        let states = DeliveryState::ALL.map(DeliveryState::code);
        assert_eq!(
            states,
            ["pending", "sending", "failed", "delivered", "set_aside"]
        );
        for state in DeliveryState::ALL {
            assert_eq!(DeliveryState::from_code(state.code()), Some(state));
        }
        let failures = DeliveryFailure::ALL.map(DeliveryFailure::code);
        assert_eq!(
            failures,
            [
                "unknown_key",
                "unreadable",
                "pdf",
                "unreachable",
                "deferred",
                "refused",
                "tls",
                "hello_name",
                "sign_in",
                "sender",
                "no_reply"
            ]
        );
    }
}
