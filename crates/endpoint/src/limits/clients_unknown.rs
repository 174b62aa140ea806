//! Whether requests came whose client no trusted proxy named: then all of them count as one.

use crate::{
    alarm::Alarm,
    clock::{Clock, Ticking},
};

/// Requests that no trusted proxy named the client of.
pub(crate) struct ClientsUnknown {
    alarm: Alarm,
    ticking: Ticking,
}

impl ClientsUnknown {
    pub(crate) fn new(clock: &Clock) -> Self {
        Self {
            alarm: Alarm::default(),
            ticking: Ticking::start(clock),
        }
    }

    /// One came.
    pub(crate) fn tell(&self) {
        if self.alarm.raise(self.ticking.elapsed()) {
            tracing::error!(
                "the proxy in front does not say who asks (X-Forwarded-For): all of its clients count as one"
            );
        }
    }

    /// Whether there was one in the last hour.
    pub(crate) fn is_recent(&self) -> bool {
        self.alarm.stands(self.ticking.elapsed())
    }
}
