//! Retention: how long the endpoint keeps each kind of data, and a phone a draft; when content goes.

use crate::time::Timestamp;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Days for which content stays after delivery when the site names no other number, and has no desk.
pub const DEFAULT_KEEP_AFTER_DELIVERY_DAYS: u16 = 7;

/// The most days a site may keep content after delivery; with a desk, also when it names no number: what is still called
/// is not to vanish, and what is closed goes before.
pub const MAX_KEEP_AFTER_DELIVERY_DAYS: u16 = 30;

/// Days for which content stays once the team has closed a registration at the desk: time to see that it was no mistake.
pub const CLOSED_KEEP_DAYS: u16 = 2;

/// Days for which the team's steps stay after the last of them, once the content is gone.
pub const DESK_STEPS_KEEP_DAYS: u16 = 90;

/// Days for which a collective welcome stays after its end, and longer while a step names it.
pub const WELCOMES_KEEP_DAYS: u16 = 90;

/// Days for which it stays who of the team opened what.
pub const DESK_VIEWS_KEEP_DAYS: u16 = 180;

/// Days for which weekly counts of the desk stay, which are of no person.
pub const DESK_COUNTS_KEEP_DAYS: u16 = 3 * 365;

/// Days for which content stays that an operator has set aside: time to find out that it was no rubbish.
pub const SET_ASIDE_KEEP_DAYS: u16 = 30;

/// Days after which a mailbox is reminded that a fiche is to be erased there, unless it is still needed.
pub const MAILBOX_REMINDER_DAYS: u16 = 30;

/// Days for which the file of a rights request stays in the register after it was closed: dates, state and steps.
pub const RIGHTS_FILE_KEEP_DAYS: u16 = 365;

/// Days for which the record of an option stays after the last word on it: proof of a choice, without identity.
pub const OPTION_KEEP_DAYS: u16 = 180;

/// Days from its arrival and its delivery for which it is known, once the content is gone, which branch's mailbox has a
/// fiche: so long do word of a right and the list of what is to be erased go there.
pub const MAILBOX_KNOWN_DAYS: u16 = 90;

/// Hours for which a draft stays on the phone of somebody who asked for it: sealed, read by nobody else.
pub const DRAFT_KEEP_HOURS: i64 = 24;

/// Days for which the technical log is kept at the most. The machine that collects it keeps to this, not the program.
pub const LOG_KEEP_DAYS: u16 = 180;

/// Hours between two purges: so much later than its day does a content go at the most.
pub const PURGE_EVERY_HOURS: u64 = 1;

/// A mailbox is reminded at `now` of the fiches that were delivered before this moment.
#[must_use]
pub fn reminded_of_at(now: Timestamp) -> Timestamp {
    now.plus_seconds(-i64::from(MAILBOX_REMINDER_DAYS) * DAY_SECONDS)
}

/// At `now` it is forgotten which mailbox has the submissions that arrived and were delivered up to this moment.
#[must_use]
pub fn mailbox_forgotten_of_at(now: Timestamp) -> Timestamp {
    now.plus_seconds(-i64::from(MAILBOX_KNOWN_DAYS) * DAY_SECONDS)
}

/// What bears on how long the content of one submission stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// When the mailbox took it.
    pub delivered_at: Option<Timestamp>,
    /// What it is.
    pub content: Content,
    /// When the team closed it at the desk, where it still is closed.
    pub team_closed_at: Option<Timestamp>,
    /// When an operator took its delivery out of the line.
    pub set_aside_at: Option<Timestamp>,
    /// A restriction stands (GDPR article 18): kept, whatever its age.
    pub frozen: bool,
    /// An objection was granted at that moment, and the registration is not to be used again (article 21.1).
    pub objection_granted_at: Option<Timestamp>,
}

/// What the content of a submission is, as far as its keeping goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A registration, long or short.
    Registration,
    /// A rights request; kept at least until it is closed.
    RightsRequest {
        /// When it was answered or refused.
        closed_at: Option<Timestamp>,
    },
}

/// The moment from which a content may go; `None` while it has to stay.
///
/// What has not been delivered never goes by age: without it no advisor would call.
/// The exceptions are what may not be used any more, and what an operator has set aside.
pub fn content_goes_from(held: Held, keep_days: u16) -> Option<Timestamp> {
    if held.frozen {
        return None;
    }
    if let Some(set_aside_at) = held.set_aside_at {
        let counted_from = match held.content {
            Content::Registration => set_aside_at,
            Content::RightsRequest { closed_at } => set_aside_at.max(closed_at?),
        };
        return Some(purge_after(counted_from, SET_ASIDE_KEEP_DAYS));
    }
    match held.content {
        Content::Registration => {
            let age_counts_from = held.delivered_at.or(held.objection_granted_at)?;
            Some(registration_goes_from(
                age_counts_from,
                held.team_closed_at,
                keep_days,
            ))
        }
        Content::RightsRequest { closed_at } => {
            let counted_from = held.delivered_at?.max(closed_at?);
            Some(purge_after(counted_from, keep_days))
        }
    }
}

/// The moment from which the content of a registration may go: so long after its delivery, or sooner after the team closed it.
pub fn registration_goes_from(
    delivered_at: Timestamp,
    team_closed_at: Option<Timestamp>,
    keep_days: u16,
) -> Timestamp {
    let by_age = purge_after(delivered_at, keep_days);
    let Some(closed_at) = team_closed_at else {
        return by_age;
    };
    by_age.min(purge_after(closed_at, CLOSED_KEEP_DAYS).max(delivered_at))
}

/// Whether a content goes at `now`.
pub fn is_past(held: Held, keep_days: u16, now: Timestamp) -> bool {
    content_goes_from(held, keep_days).is_some_and(|from| from <= now)
}

/// The moment from which content delivered at `delivered_at` may go.
pub fn purge_after(delivered_at: Timestamp, keep_days: u16) -> Timestamp {
    delivered_at.plus_seconds(i64::from(keep_days) * DAY_SECONDS)
}

/// Whether the file of a rights request that was closed at `closed_at` goes at `now`.
pub fn is_file_past(closed_at: Timestamp, now: Timestamp) -> bool {
    purge_after(closed_at, RIGHTS_FILE_KEEP_DAYS) <= now
}

/// Whether the record of an option whose last word came in at `last_received_at` goes at `now`.
pub fn is_option_past(last_received_at: Timestamp, now: Timestamp) -> bool {
    purge_after(last_received_at, OPTION_KEEP_DAYS) <= now
}

/// Whether a draft kept at `kept_at` is gone at `now`. A clock that was set back makes it go too.
pub fn is_draft_past(kept_at: Timestamp, now: Timestamp) -> bool {
    !(0..DRAFT_KEEP_HOURS * 60 * 60).contains(&now.seconds_since(kept_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: i64 = 7 * DAY_SECONDS;

    fn moment(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(seconds)
    }

    fn registration(delivered_at: Option<Timestamp>) -> Held {
        Held {
            delivered_at,
            content: Content::Registration,
            team_closed_at: None,
            set_aside_at: None,
            frozen: false,
            objection_granted_at: None,
        }
    }

    #[test]
    fn what_the_team_closed_goes_two_days_later_and_never_after_its_age() {
        let delivered = moment(1_000_000);
        let closed = |at: Timestamp| Held {
            team_closed_at: Some(at),
            ..registration(Some(delivered))
        };
        let two_days = 2 * DAY_SECONDS;
        let soon = delivered.plus_seconds(DAY_SECONDS);
        assert_eq!(
            content_goes_from(closed(soon), 30),
            Some(soon.plus_seconds(two_days))
        );
        let late = delivered.plus_seconds(29 * DAY_SECONDS);
        assert_eq!(
            content_goes_from(closed(late), 30),
            Some(purge_after(delivered, 30))
        );
        // Closed long before the mailbox had it.
        let before = delivered.plus_seconds(-10 * DAY_SECONDS);
        assert_eq!(content_goes_from(closed(before), 30), Some(delivered));
        let waiting = Held {
            delivered_at: None,
            ..closed(before)
        };
        assert_eq!(content_goes_from(waiting, 30), None);
        let frozen = Held {
            frozen: true,
            ..closed(soon)
        };
        assert_eq!(content_goes_from(frozen, 30), None);
    }

    #[test]
    fn content_goes_after_its_days_and_never_before_delivery() {
        let delivered = moment(1_000_000);
        let held = registration(Some(delivered));
        assert!(!is_past(held, 7, delivered.plus_seconds(WEEK - 1)));
        assert!(is_past(held, 7, delivered.plus_seconds(WEEK)));
        let waiting = registration(None);
        assert!(!is_past(waiting, 7, delivered.plus_seconds(1000 * WEEK)));
    }

    #[test]
    fn a_draft_stays_a_day_and_goes_when_the_clock_cannot_be_believed() {
        let kept = moment(1_000_000);
        assert!(!is_draft_past(kept, kept));
        assert!(!is_draft_past(kept, kept.plus_seconds(DAY_SECONDS - 1)));
        assert!(is_draft_past(kept, kept.plus_seconds(DAY_SECONDS)));
        assert!(is_draft_past(kept, kept.plus_seconds(-1)));
    }

    #[test]
    fn what_is_frozen_stays_and_what_nobody_may_use_goes_undelivered() {
        let (delivered, granted) = (moment(0), moment(500));
        let frozen = Held {
            frozen: true,
            ..registration(Some(delivered))
        };
        assert_eq!(content_goes_from(frozen, 7), None);
        let refused_use = Held {
            objection_granted_at: Some(granted),
            ..registration(None)
        };
        assert_eq!(content_goes_from(refused_use, 7), Some(moment(500 + WEEK)));
    }

    #[test]
    fn what_is_set_aside_goes_thirty_days_later_and_an_open_request_does_not() {
        let set_aside = moment(1_000);
        let rubbish = Held {
            set_aside_at: Some(set_aside),
            ..registration(None)
        };
        let goes = moment(1_000 + 30 * DAY_SECONDS);
        assert_eq!(content_goes_from(rubbish, 7), Some(goes));
        let request = |closed_at| Held {
            content: Content::RightsRequest { closed_at },
            ..rubbish
        };
        assert_eq!(content_goes_from(request(None), 7), None);
        assert_eq!(
            content_goes_from(request(Some(moment(0))), 7),
            Some(goes),
            "closed before"
        );
    }

    #[test]
    fn a_rights_request_stays_until_it_is_closed_and_its_file_a_year_more() {
        let request = |closed_at| Held {
            content: Content::RightsRequest { closed_at },
            ..registration(Some(moment(100)))
        };
        assert_eq!(content_goes_from(request(None), 7), None);
        let closed = moment(9_000);
        assert_eq!(
            content_goes_from(request(Some(closed)), 7),
            Some(moment(9_000 + WEEK))
        );
        let year = i64::from(RIGHTS_FILE_KEEP_DAYS) * DAY_SECONDS;
        assert!(!is_file_past(closed, closed.plus_seconds(year - 1)));
        assert!(is_file_past(closed, closed.plus_seconds(year)));
    }

    #[test]
    fn the_record_of_an_option_stays_its_days_after_the_last_word() {
        let last = moment(9_000);
        let kept = i64::from(OPTION_KEEP_DAYS) * DAY_SECONDS;
        assert!(!is_option_past(last, last.plus_seconds(kept - 1)));
        assert!(is_option_past(last, last.plus_seconds(kept)));
    }
}
