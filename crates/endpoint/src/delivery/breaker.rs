//! A circuit breaker for the mail server: after a failure that every mail would meet, one probe at a time.
//!
//! Pure. It lives in memory: after a restart the first mail is the first probe.

use domain::{
    delivery::{DeliveryFailure, LONGEST_WAIT_SECONDS, next_attempt_at},
    time::Timestamp,
};

/// Whether mail may be sent, and since when it may not.
#[derive(Default)]
pub(super) struct Breaker {
    open: Option<Open>,
}

struct Open {
    reason: DeliveryFailure,
    failures: u32,
    probe_at: Timestamp,
}

impl Breaker {
    /// When the next mail may be tried; nothing while all is well.
    /// A moment further ahead than any wait is of a clock that was ahead, and counts as over.
    pub(super) fn probe_at(&self, now: Timestamp) -> Option<Timestamp> {
        let probe_at = self.open.as_ref()?.probe_at;
        (probe_at > now && probe_at.seconds_since(now) <= LONGEST_WAIT_SECONDS).then_some(probe_at)
    }

    /// A mail failed at `now` as every other would. Returns when the next is tried, and whether this reason is news.
    pub(super) fn failed(&mut self, reason: DeliveryFailure, now: Timestamp) -> (Timestamp, bool) {
        let before = self.open.take();
        let is_news = before.as_ref().is_none_or(|open| open.reason != reason);
        let failures = before.map_or(0, |open| open.failures).saturating_add(1);
        let probe_at = next_attempt_at(failures, now);
        self.open = Some(Open {
            reason,
            failures,
            probe_at,
        });
        (probe_at, is_news)
    }

    /// The server listened to a mail, whatever it made of it. Whether it had not before.
    pub(super) fn worked(&mut self) -> bool {
        self.open.take().is_some()
    }
}

/// Which setting to look at, for the log.
pub(super) fn setting(reason: DeliveryFailure) -> &'static str {
    match reason {
        DeliveryFailure::SignIn => "--mail: its user and password",
        DeliveryFailure::HelloName => "--mail-hello: a full host name, such as mail.example.fr",
        DeliveryFailure::Tls => "--mail: its scheme and host, and the certificate of the server",
        _ => "--mail: its host and port, and whether the server is there",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_probe_at_a_time_with_growing_waits_and_all_again_at_once() {
        let mut breaker = Breaker::default();
        let mut now = Timestamp::from_unix_seconds(1_000_000);
        assert_eq!(breaker.probe_at(now), None);
        let mut news = Vec::new();
        for wait in [5, 10, 20, 40] {
            let (probe_at, is_news) = breaker.failed(DeliveryFailure::SignIn, now);
            assert_eq!(probe_at.seconds_since(now), wait);
            assert_eq!(breaker.probe_at(now), Some(probe_at));
            assert_eq!(breaker.probe_at(probe_at), None);
            news.push(is_news);
            now = probe_at;
        }
        assert_eq!(news, [true, false, false, false]);
        assert!(breaker.failed(DeliveryFailure::Unreachable, now).1);
        assert!(breaker.worked());
        assert!(!breaker.worked(), "told once");
        assert_eq!(breaker.probe_at(now), None);
    }

    #[test]
    fn a_clock_that_was_ahead_holds_nothing_back() {
        let mut breaker = Breaker::default();
        let ahead = Timestamp::from_unix_seconds(2_000_000_000);
        breaker.failed(DeliveryFailure::Unreachable, ahead);
        let now = Timestamp::from_unix_seconds(1_000_000_000);
        assert_eq!(breaker.probe_at(now), None);
    }
}
