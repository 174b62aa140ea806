//! Whether requests came whose client no trusted proxy named: then all of them count as one.

use crate::{
    clock::{Clock, Ticking},
    seen::Seen,
};

/// Requests that no trusted proxy named the client of.
pub(crate) struct ClientsUnknown {
    seen: Seen,
    ticking: Ticking,
}

impl ClientsUnknown {
    pub(crate) fn new(clock: &Clock) -> Self {
        Self {
            seen: Seen::default(),
            ticking: Ticking::start(clock),
        }
    }

    /// One came.
    pub(crate) fn tell(&self) {
        if self.seen.mark(self.ticking.elapsed()) {
            tracing::error!(
                "the proxy in front does not say who asks (X-Forwarded-For): all of its clients count as one"
            );
        }
    }

    /// Whether there was one in the last hour.
    pub(crate) fn is_recent(&self) -> bool {
        self.seen.is_recent(self.ticking.elapsed())
    }
}
