//! The pace of deliveries beyond the ceiling: one in so many seconds, so that a flood never fills the mailbox at once.

use std::sync::{Mutex, PoisonError};

use domain::time::Timestamp;

/// From the start of one delivery beyond the ceiling to the next, in seconds: 360 an hour,
/// which is less than what a mailbox's provider takes before it thinks that the Mission Locale sends rubbish.
const BEYOND_EVERY_SECONDS: i64 = 10;

/// When the last delivery beyond the ceiling began.
#[derive(Default)]
pub(crate) struct Pace(Mutex<Option<Timestamp>>);

impl Pace {
    /// Whether the next delivery beyond the ceiling may begin.
    pub(crate) fn is_free(&self, now: Timestamp) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back makes nobody wait for the hours that come twice.
        last.is_none_or(|last| !(0..BEYOND_EVERY_SECONDS).contains(&now.seconds_since(last)))
    }

    /// One has begun.
    pub(crate) fn went(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_ten_seconds_and_a_clock_put_back_stops_nothing() {
        let at = Timestamp::from_unix_seconds;
        let pace = Pace::default();
        assert!(pace.is_free(at(1000)), "the first one");
        pace.went(at(1000));
        let free = [1000, 1004, 1009, 1010, 5000, 0].map(|now| pace.is_free(at(now)));
        assert_eq!(free, [false, false, false, true, true, true]);
    }
}
