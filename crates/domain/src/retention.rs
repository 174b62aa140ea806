//! How long the endpoint keeps what, and when content goes.

use crate::time::Timestamp;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Days for which content stays after delivery when the site names no other number.
pub const DEFAULT_KEEP_AFTER_DELIVERY_DAYS: u16 = 7;

/// The most days a site may keep content after delivery.
pub const MAX_KEEP_AFTER_DELIVERY_DAYS: u16 = 30;

/// Whether content delivered at `delivered_at` goes at `now`.
///
/// What has not been delivered never goes: without it nobody would call.
pub fn is_past(delivered_at: Option<Timestamp>, keep_days: u16, now: Timestamp) -> bool {
    delivered_at.is_some_and(|delivered| purge_after(delivered, keep_days) <= now)
}

/// The moment from which content delivered at `delivered_at` may go.
pub fn purge_after(delivered_at: Timestamp, keep_days: u16) -> Timestamp {
    delivered_at.plus_seconds(i64::from(keep_days) * DAY_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_after_its_days_and_never_before_delivery() {
        let delivered = Timestamp::from_unix_seconds(1_000_000);
        let week = 7 * DAY_SECONDS;
        assert!(!is_past(
            Some(delivered),
            7,
            delivered.plus_seconds(week - 1)
        ));
        assert!(is_past(Some(delivered), 7, delivered.plus_seconds(week)));
        assert!(!is_past(None, 7, delivered.plus_seconds(1000 * week)));
    }
}
