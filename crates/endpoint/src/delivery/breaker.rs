//! Circuit breakers for the mail server: after a failure that every mail would meet, one probe at a time.
//! What is said once the recipient is named may be of that recipient alone, and holds up no mail to the other.
//!
//! Pure. It lives in memory: after a restart the first mail is the first probe.

use domain::{
    delivery::{DeliveryFailure, LONGEST_WAIT_SECONDS, Recipient, next_attempt_at},
    time::Timestamp,
};

/// One for the server, and one for each recipient.
#[derive(Default)]
pub(super) struct Breakers {
    server: Breaker,
    mailbox: Breaker,
    officer: Breaker,
}

/// Which mail may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Open,
    /// To this one alone, until the other may be tried at this moment.
    OnlyTo(Recipient, Timestamp),
    /// None before this moment.
    Closed(Timestamp),
}

impl Breakers {
    /// Which mail may be sent at `now`.
    pub(super) fn way(&self, now: Timestamp) -> Way {
        if let Some(probe_at) = self.server.probe_at(now) {
            return Way::Closed(probe_at);
        }
        match (self.mailbox.probe_at(now), self.officer.probe_at(now)) {
            (None, None) => Way::Open,
            (Some(mailbox), None) => Way::OnlyTo(Recipient::Officer, mailbox),
            (None, Some(officer)) => Way::OnlyTo(Recipient::Mailbox, officer),
            (Some(mailbox), Some(officer)) => Way::Closed(mailbox.min(officer)),
        }
    }

    /// Whether the server takes no mail at all at `now`.
    pub(super) fn is_server_shut(&self, now: Timestamp) -> bool {
        self.server.probe_at(now).is_some()
    }

    /// A mail failed at `now` as every other would, or `of_recipient` as every other to that one.
    /// Returns when the next is tried, and whether this reason is news.
    pub(super) fn failed(
        &mut self,
        reason: DeliveryFailure,
        of_recipient: Option<Recipient>,
        now: Timestamp,
    ) -> (Timestamp, bool) {
        match of_recipient {
            None => self.server.failed(reason, now),
            Some(recipient) => {
                self.server.worked();
                self.of(recipient).failed(reason, now)
            }
        }
    }

    /// The server listened to a mail to this recipient, or to none of the two, whatever it made of it. Whether it had not
    /// before.
    pub(super) fn worked(&mut self, recipient: Option<Recipient>) -> bool {
        let had_failed = self.server.worked();
        recipient.is_some_and(|recipient| self.of(recipient).worked()) || had_failed
    }

    fn of(&mut self, recipient: Recipient) -> &mut Breaker {
        match recipient {
            Recipient::Mailbox => &mut self.mailbox,
            Recipient::Officer => &mut self.officer,
        }
    }
}

/// Whether mail may be sent, and since when it may not.
#[derive(Default)]
struct Breaker {
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
    fn probe_at(&self, now: Timestamp) -> Option<Timestamp> {
        let probe_at = self.open.as_ref()?.probe_at;
        (probe_at > now && probe_at.seconds_since(now) <= LONGEST_WAIT_SECONDS).then_some(probe_at)
    }

    /// A mail failed at `now` as every other would. Returns when the next is tried, and whether this reason is news.
    fn failed(&mut self, reason: DeliveryFailure, now: Timestamp) -> (Timestamp, bool) {
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
    fn worked(&mut self) -> bool {
        self.open.take().is_some()
    }
}

/// Which setting to look at, for the log.
pub(super) fn setting(reason: DeliveryFailure) -> &'static str {
    match reason {
        DeliveryFailure::SignIn => "--mail: its user and password",
        DeliveryFailure::HelloName => "--mail-hello: a full host name, such as mail.example.fr",
        DeliveryFailure::Sender => {
            "mail_from in the site's file: an address that this user may send as"
        }
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
    fn what_is_said_of_one_recipient_holds_up_no_mail_to_the_other() {
        let (mut breakers, now) = (Breakers::default(), Timestamp::from_unix_seconds(1_000_000));
        let after = |seconds| now.plus_seconds(seconds);
        let (reason, officer) = (DeliveryFailure::SignIn, Some(Recipient::Officer));
        assert!(breakers.failed(reason, officer, now).1);
        assert_eq!(breakers.way(now), Way::OnlyTo(Recipient::Mailbox, after(5)));
        // Mail to the other says nothing of this one.
        assert!(!breakers.worked(Some(Recipient::Mailbox)));
        assert!(!breakers.failed(reason, officer, after(5)).1);
        assert_eq!(
            breakers.way(after(5)),
            Way::OnlyTo(Recipient::Mailbox, after(15))
        );
        breakers.failed(reason, Some(Recipient::Mailbox), after(5));
        assert_eq!(breakers.way(after(5)), Way::Closed(after(10)));
        assert_eq!(
            breakers.way(after(10)),
            Way::OnlyTo(Recipient::Mailbox, after(15))
        );
        assert!(breakers.worked(Some(Recipient::Mailbox)));
        assert_eq!(breakers.way(after(15)), Way::Open);

        breakers.failed(DeliveryFailure::Tls, None, after(20));
        assert_eq!(breakers.way(after(20)), Way::Closed(after(25)));
        // It was spoken to: the server is well, and the recipient is not.
        breakers.failed(reason, officer, after(25));
        assert!(matches!(
            breakers.way(after(26)),
            Way::OnlyTo(Recipient::Mailbox, _)
        ));
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
