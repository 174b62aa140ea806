//! Reads the machine's clock: the date of a release, the seconds of a step. Nothing that is built depends on it.
#![expect(
    clippy::disallowed_methods,
    reason = "the one reader of the time for all of xtask"
)]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use domain::time::Timestamp;

/// Seconds between two moments are counted with this one, which no change of the clock moves.
pub(crate) fn monotonic() -> Instant {
    Instant::now()
}

/// The moment that it is, in UTC.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    Timestamp::from_unix_seconds(seconds.cast_signed())
}
