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
    /// From when on the next delivery beyond the ceiling may begin: `now`, or some seconds later.
    pub(crate) fn free_at(&self, now: Timestamp) -> Timestamp {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was put back adds no wait for the hours that come twice.
        match last.map(|last| now.seconds_since(last)) {
            Some(since @ 0..BEYOND_EVERY_SECONDS) => now.plus_seconds(BEYOND_EVERY_SECONDS - since),
            _ => now,
        }
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
        assert_eq!(pace.free_at(at(1000)), at(1000), "the first one");
        pace.went(at(1000));
        let free = [1000, 1004, 1009, 1010, 5000, 0].map(|now| pace.free_at(at(now)));
        assert_eq!(free, [1010, 1010, 1010, 1010, 5000, 0].map(at));
    }
}
