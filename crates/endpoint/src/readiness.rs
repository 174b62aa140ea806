//! Readiness: which checks fail, decided over what was observed; each check has a stable code.
//!
//! Pure: `observing` looks, `heartbeat` writes, `ops` answers.

pub(crate) mod heartbeat;

use std::sync::{Mutex, PoisonError};

use domain::time::Timestamp;
use serde::Serialize;

use crate::{clock::Clock, store::Figures};
use heartbeat::Heartbeat;

/// A purge that succeeded is at most this old, in seconds: it runs every hour, and contents are counted in days.
/// A day and two hours: a night without the machine is no alarm.
const PURGED_WITHIN_SECONDS: i64 = 26 * 60 * 60;

/// A new key has its copy within so many seconds: a week, with its weekend.
const COPIED_WITHIN_SECONDS: i64 = 7 * 24 * 60 * 60;

/// What was seen of the endpoint at one moment.
#[derive(Clone)]
pub(crate) struct Observed {
    pub(crate) now: Timestamp,
    /// Whether a submission of the largest size could be stored.
    pub(crate) can_store: bool,
    /// What the database says, when it answers.
    pub(crate) figures: Option<Figures>,
    /// Free space for other users than root, where the database and the keys are; the smaller of the two.
    pub(crate) free_bytes: Option<u64>,
    pub(crate) min_free_bytes: u64,
    /// When this process began: no purge was due before.
    pub(crate) running_since: Timestamp,
    /// When the newest key was made.
    pub(crate) newest_key_made_at: Option<Timestamp>,
    /// For how long phones have been sealing to a key without a copy, where they do.
    pub(crate) seconds_without_copy: Option<i64>,
    /// Keys without their file, which could not be written again.
    pub(crate) keys_missing: usize,
    /// What parts of the endpoint have found out by themselves.
    pub(crate) reported: Vec<Check>,
}

/// Something that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Check {
    /// A submission cannot be stored.
    StoreWrite,
    /// The database cannot be read.
    StoreRead,
    /// The disk is nearly full, or does not say.
    FreeSpace,
    /// Contents that should be gone may still be there.
    PurgeLate,
    /// Dates are not to be trusted.
    ClockJumped,
    /// A key would be lost with this machine.
    KeyWithoutCopy,
    /// What is sealed to a key could not be read after the next start: its file is gone.
    KeyMissing,
    /// What waits to be mailed was sealed to a key that was not here at the start.
    KeyAbsent,
    /// A new key is due, and cannot be made.
    KeyNotMade,
    /// Deliveries or reminders have been failing for an hour.
    DeliveriesOverdue,
    /// Deliveries wait for an operator's decision.
    SetAside,
    /// No mail leaves until an operator says so.
    MailHeld,
    /// What arrives beyond the ceiling is delivered slower.
    BeyondCeiling,
    /// All phones count as one: the proxy does not say who asks.
    ClientsUnknown,
}

impl Check {
    /// Every check.
    pub(crate) const ALL: [Self; 14] = [
        Self::StoreWrite,
        Self::StoreRead,
        Self::FreeSpace,
        Self::PurgeLate,
        Self::ClockJumped,
        Self::KeyWithoutCopy,
        Self::KeyMissing,
        Self::KeyAbsent,
        Self::KeyNotMade,
        Self::DeliveriesOverdue,
        Self::SetAside,
        Self::MailHeld,
        Self::BeyondCeiling,
        Self::ClientsUnknown,
    ];

    /// The stable code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::StoreWrite => "store-write",
            Self::StoreRead => "store-read",
            Self::FreeSpace => "free-space",
            Self::PurgeLate => "purge-late",
            Self::ClockJumped => "clock-jumped",
            Self::KeyWithoutCopy => "key-without-copy",
            Self::KeyMissing => "key-missing",
            Self::KeyAbsent => "key-absent",
            Self::KeyNotMade => "key-not-made",
            Self::DeliveriesOverdue => "deliveries-overdue",
            Self::SetAside => "set-aside",
            Self::MailHeld => "mail-held",
            Self::BeyondCeiling => "beyond-ceiling",
            Self::ClientsUnknown => "clients-unknown",
        }
    }

    /// Whether the endpoint still does all of its work: then it is a warning, and `/readyz` stays 200.
    fn is_warning(self) -> bool {
        matches!(
            self,
            Self::SetAside | Self::MailHeld | Self::BeyondCeiling | Self::ClientsUnknown
        )
    }

    fn fails(self, seen: &Observed) -> bool {
        let figures = seen.figures.as_ref();
        let observed = match self {
            Self::StoreWrite => !seen.can_store,
            Self::StoreRead => figures.is_none(),
            Self::FreeSpace => seen
                .free_bytes
                .is_none_or(|bytes| bytes < seen.min_free_bytes),
            Self::PurgeLate => {
                figures.is_some() && seen.seconds_since_purge() > PURGED_WITHIN_SECONDS
            }
            Self::KeyWithoutCopy => seen
                .seconds_without_copy
                .is_some_and(|seconds| seconds > COPIED_WITHIN_SECONDS),
            Self::KeyMissing => seen.keys_missing > 0,
            // What an operator holds back is late because it was told to be: that is a warning of its own.
            Self::DeliveriesOverdue => {
                figures.is_some_and(|figures| figures.overdue > 0 && !figures.mail_is_held)
            }
            Self::SetAside => figures.is_some_and(|figures| figures.set_aside > 0),
            Self::MailHeld => figures.is_some_and(|figures| figures.mail_is_held),
            Self::BeyondCeiling => figures.is_some_and(|figures| figures.beyond_ceiling > 0),
            Self::KeyAbsent | Self::KeyNotMade | Self::ClockJumped | Self::ClientsUnknown => false,
        };
        observed || seen.reported.contains(&self)
    }
}

impl Observed {
    /// Since the last purge that succeeded; where there was none, since this process began.
    pub(crate) fn seconds_since_purge(&self) -> i64 {
        let purged_at = self.figures.as_ref().and_then(|seen| seen.last_purge_at);
        purged_at.unwrap_or(self.running_since).age_at(self.now)
    }
}

/// What `/readyz` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Verdict {
    pub(crate) ready: bool,
    pub(crate) failing: Vec<Check>,
    pub(crate) warnings: Vec<Check>,
}

/// What the observations mean.
pub(crate) fn judge(seen: &Observed) -> Verdict {
    let wrong = Check::ALL.into_iter().filter(|check| check.fails(seen));
    let (warnings, failing): (Vec<_>, Vec<_>) = wrong.partition(|check| check.is_warning());
    Verdict {
        ready: failing.is_empty(),
        failing,
        warnings,
    }
}

/// What readiness remembers from one look to the next.
pub(crate) struct Readiness {
    pub(crate) heartbeat: Heartbeat,
    pub(crate) running_since: Timestamp,
    told: Mutex<Verdict>,
}

impl Readiness {
    pub(crate) fn new(clock: &Clock) -> Self {
        let well = Verdict {
            ready: true,
            failing: Vec::new(),
            warnings: Vec::new(),
        };
        Self {
            heartbeat: Heartbeat::new(clock),
            running_since: clock.now(),
            told: Mutex::new(well),
        }
    }

    /// Something could not be stored: the next look writes again and does not trust an earlier one.
    pub(crate) fn doubt(&self) {
        self.heartbeat.doubt();
    }

    /// Logs a verdict that is another than the last one, and nothing else.
    pub(crate) fn tell(&self, verdict: &Verdict) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if *told == *verdict {
            return;
        }
        let codes = |checks: &[Check]| {
            let codes: Vec<&str> = checks.iter().map(|check| check.code()).collect();
            codes.join(" ")
        };
        let (failing, warnings) = (codes(&verdict.failing), codes(&verdict.warnings));
        if verdict.ready {
            tracing::info!(warnings, "ready");
        } else {
            tracing::error!(failing, warnings, "not ready");
        }
        *told = verdict.clone();
    }
}

#[cfg(test)]
mod tests;
