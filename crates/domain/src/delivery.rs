//! The states of a delivery, and when to try again after one that failed.

use crate::time::Timestamp;

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Never tried.
    Pending,
    /// Accepted by the mailbox's server.
    Delivered,
    /// The last attempt failed; it is tried again until it succeeds.
    Failed,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Failed];

    /// The stable code, as the store keeps it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// Why an attempt failed. The codes are stable and hold nothing of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryFailure {
    /// The private key of the envelope is not here.
    UnknownKey,
    /// The envelope does not open, or its questionnaire is not known.
    Unreadable,
    /// The PDF could not be made.
    Pdf,
    /// The mail server could not be reached, or hung up.
    Unreachable,
    /// The mail server asked to come back later (4xx).
    Deferred,
    /// The mail server refused (5xx).
    Refused,
}

impl DeliveryFailure {
    /// The stable code, as the store and the log have it.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownKey => "unknown_key",
            Self::Unreadable => "unreadable",
            Self::Pdf => "pdf",
            Self::Unreachable => "unreachable",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
        }
    }
}

/// The longest wait between two attempts, in seconds: a quarter of an hour.
pub const CAP_SECONDS: i64 = 15 * 60;
const BASE_SECONDS: i64 = 5;

/// A failure this old is an alarm, in seconds: an hour.
pub const ALARM_AFTER_SECONDS: i64 = 60 * 60;

/// When to try again after `attempts` failures: 5 s, 10 s, 20 s … up to [`CAP_SECONDS`], without end.
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
    }
}
