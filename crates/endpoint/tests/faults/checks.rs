//! What must hold on every walk.

use std::fmt;

/// One thing that must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Check {
    /// What a phone was given a receipt for is in the mailbox in the end, or held by a right that stands.
    Arrives,
    /// It is there once; twice only where a kill, a lost database or a lost reply left the first unknown.
    Once,
    /// All copies of one mail have one `Message-ID`.
    OneId,
    /// What was cancelled, restricted or objected to before its mail was claimed is not mailed.
    Stopped,
    /// Intake answers as soon as the disk can be written.
    Answers,
    /// Readiness says so while a submission cannot be stored.
    Ready,
    /// A second program is told that the first one has the folder.
    Alone,
    /// A store that cannot be written sends nothing.
    Silent,
}

impl Check {
    pub(crate) const ALL: [Self; 8] = [
        Self::Arrives,
        Self::Once,
        Self::OneId,
        Self::Stopped,
        Self::Answers,
        Self::Ready,
        Self::Alone,
        Self::Silent,
    ];
}

/// A check that did not hold, and what was seen.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    pub(crate) check: Check,
    pub(crate) seen: String,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.check, self.seen)
    }
}
