//! The heartbeat writes a submission of the largest size and takes it away again: "ready" is what a phone would meet.
//!
//! At most one in a few seconds; calls in between get the result of the last one.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::time::Timestamp;
use tokio::time::timeout;

use crate::{
    clock::{Clock, Ticking},
    store::Store,
};

/// What the last one met is good for so long.
const EVERY: Duration = Duration::from_secs(5);

/// A phone waits longer; monitoring does not.
const WITHIN: Duration = Duration::from_secs(5);

/// The last heartbeat: when, and whether it was stored.
pub(crate) struct Heartbeat {
    last: Mutex<Option<(Duration, bool)>>,
    /// Calls at the same time wait for one heartbeat and not each for its own.
    turn: tokio::sync::Mutex<()>,
    ticking: Ticking,
}

impl Heartbeat {
    pub(crate) fn new(clock: &Clock) -> Self {
        Self {
            last: Mutex::new(None),
            turn: tokio::sync::Mutex::new(()),
            ticking: Ticking::start(clock),
        }
    }

    /// Whether a submission could be stored now.
    pub(crate) async fn is_stored(&self, store: &Store, now: Timestamp) -> bool {
        let _turn = self.turn.lock().await;
        let begun = self.ticking.elapsed();
        if let Some((at, stored)) = self.last()
            && begun.saturating_sub(at) < EVERY
        {
            return stored;
        }
        // Set before the writing: a doubt that comes meanwhile stands.
        self.set(Some((begun, false)));
        let stored = matches!(timeout(WITHIN, store.beat(now)).await, Ok(Ok(())));
        if stored && self.last().is_some() {
            self.set(Some((begun, true)));
        }
        stored
    }

    /// Forgets what the last one met.
    pub(crate) fn doubt(&self) {
        self.set(None);
    }

    fn last(&self) -> Option<(Duration, bool)> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, last: Option<(Duration, bool)>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = last;
    }
}
