//! The bounds of the phone's clock: the earliest and the latest moment that it can be, from what was heard of the time.
//!
//! Heard of it are the day of the build, what the endpoint last said of the time, and when it last received something.
//! A clock outside its bounds is plainly wrong, and is not counted on. No form is refused for it.

use crate::time::Timestamp;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// How far a clock may be from what was heard and still be right. A phone that was set by hand in another time zone
/// is off by the hours between the two: 14 from London, 22 at the most between two places of France.
const TOLERATED_SECONDS: i64 = DAY_SECONDS;

/// How long after the last word of the time a clock is still believed. No release is served for five years, and no
/// phone keeps the app for as long without once reaching its endpoint. A chip that lost its battery, or whose seconds
/// ran over, shows 1970, 2036, 2038 or 2099.
const BELIEVED_SECONDS: i64 = 5 * 365 * DAY_SECONDS;

/// What a phone's clock can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockBounds {
    /// The endpoint's own clock cannot be before it either.
    built_at: Timestamp,
    earliest: Timestamp,
    latest: Timestamp,
}

impl ClockBounds {
    /// Nothing was heard: every clock is believed.
    pub const NONE: Self = Self {
        built_at: Timestamp::FIRST,
        earliest: Timestamp::FIRST,
        latest: Timestamp::LAST,
    };

    /// What is known when a page opens: the day of the build, and what the endpoint said in an earlier visit.
    ///
    /// Its next word takes the place of that one, which may be wrong.
    pub fn kept(built_at: Option<Timestamp>, told_at: Option<Timestamp>) -> Self {
        let bounds = Self {
            built_at: built_at.unwrap_or(Timestamp::FIRST),
            ..Self::NONE
        };
        match built_at.max(told_at) {
            Some(earliest) => bounds.since(earliest),
            None => bounds,
        }
    }

    /// With the moment of the last receipt.
    ///
    /// Receipts stay on the phone for long: one of an endpoint whose clock was years ahead is not believed.
    #[must_use]
    pub fn received(self, at: Timestamp) -> Self {
        if self.earliest < at && at <= self.latest {
            self.since(at)
        } else {
            self
        }
    }

    /// With what the endpoint says now, while the phone's clock says `clock`: it takes the place of all but the build.
    ///
    /// An endpoint that says a moment before the build is wrong itself.
    #[must_use]
    pub fn told(self, at: Timestamp, clock: Timestamp) -> Self {
        if is_behind(at, self.built_at) {
            return self;
        }
        let told = self.since(self.built_at.max(at));
        if is_behind(at, clock) {
            // Ahead: right again once it was set.
            return Self {
                latest: after(at, TOLERATED_SECONDS),
                ..told
            };
        }
        told
    }

    /// Whether a clock that says `clock` is plainly wrong.
    pub fn is_wrong(self, clock: Timestamp) -> bool {
        is_behind(clock, self.earliest) || clock > self.latest
    }

    /// The moment to count on while the clock says `clock`.
    pub fn believed(self, clock: Timestamp) -> Timestamp {
        if self.is_wrong(clock) {
            self.earliest
        } else {
            clock.max(self.earliest)
        }
    }

    fn since(self, earliest: Timestamp) -> Self {
        Self {
            earliest,
            latest: after(earliest, BELIEVED_SECONDS),
            ..self
        }
    }
}

/// A bound, to be compared alone: it may lie beyond the years that moments are written with.
fn after(moment: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::at(moment.unix_seconds() + seconds)
}

fn is_behind(clock: Timestamp, moment: Timestamp) -> bool {
    moment.seconds_since(clock) > TOLERATED_SECONDS
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 60 * 60;
    const YEAR: i64 = 365 * DAY_SECONDS;

    fn at(text: &str) -> Timestamp {
        text.parse()
            .unwrap_or_else(|_| panic!("{text} is a moment"))
    }

    /// Built in November, heard of the endpoint three weeks later.
    fn kept() -> ClockBounds {
        ClockBounds::kept(
            Some(at("2026-11-01T00:00:00Z")),
            Some(at("2026-11-22T09:30:00Z")),
        )
    }

    /// What is counted on, and whether the page says that the clock is wrong.
    fn seen(bounds: ClockBounds, clock: &str) -> (Timestamp, bool) {
        (bounds.believed(at(clock)), bounds.is_wrong(at(clock)))
    }

    #[test]
    fn without_network_a_clock_is_believed_from_the_last_word_of_the_endpoint_for_five_years() {
        let heard = at("2026-11-22T09:30:00Z");
        for (clock, counted_on, is_wrong) in [
            ("2026-11-22T09:30:00Z", heard, false),
            ("2027-06-01T12:00:00Z", at("2027-06-01T12:00:00Z"), false),
            // A phone that goes by another zone.
            ("2026-11-21T19:30:00Z", heard, false),
            ("2026-11-21T09:30:00Z", heard, false),
            ("2026-11-21T09:29:59Z", heard, true),
            ("2023-11-22T09:30:00Z", heard, true),
            ("1970-01-01T00:00:00Z", heard, true),
            ("2031-11-21T09:30:00Z", at("2031-11-21T09:30:00Z"), false),
            ("2031-11-21T09:30:01Z", heard, true),
            ("2038-01-19T03:14:07Z", heard, true),
            ("9999-12-31T23:59:59Z", heard, true),
        ] {
            assert_eq!(seen(kept(), clock), (counted_on, is_wrong), "{clock}");
        }
    }

    #[test]
    fn a_build_is_enough_where_nothing_was_heard() {
        let built = at("2026-11-01T00:00:00Z");
        let bounds = ClockBounds::kept(Some(built), None);
        assert_eq!(seen(bounds, "1970-01-01T00:00:09Z"), (built, true));
        assert_eq!(seen(bounds, "2038-01-19T03:14:07Z"), (built, true));
        let now = "2026-11-22T09:30:00Z";
        assert_eq!(seen(bounds, now), (at(now), false));
        assert!(!ClockBounds::NONE.is_wrong(Timestamp::FIRST));
    }

    #[test]
    fn a_clock_that_is_ahead_is_known_by_the_endpoint_alone_and_right_once_it_is_set() {
        let (truth, ahead) = ("2026-11-30T10:00:00Z", "2027-11-30T10:00:00Z");
        assert_eq!(seen(kept(), ahead), (at(ahead), false));
        let told = kept().told(at(truth), at(ahead));
        assert_eq!(seen(told, ahead), (at(truth), true));
        assert!(!told.is_wrong(at("2026-12-01T09:59:59Z")));
        // The same of one that was behind, for as long as the page stays.
        let told = kept().told(at(truth), at("2019-01-01T00:00:00Z"));
        assert_eq!(seen(told, "2019-01-01T00:05:00Z"), (at(truth), true));
        assert!(!told.is_wrong(at("2027-01-15T00:00:00Z")));
    }

    #[test]
    fn a_clock_in_another_time_zone_is_not_wrong() {
        let truth = at("2026-11-30T10:00:00Z");
        for hours in -14..=14 {
            let clock = truth.plus_seconds(hours * HOUR);
            let told = kept().told(truth, clock);
            assert!(!told.is_wrong(clock), "{hours}");
        }
    }

    #[test]
    fn the_next_word_of_the_endpoint_takes_the_place_of_an_absurd_one() {
        let poisoned = ClockBounds::kept(
            Some(at("2026-11-01T00:00:00Z")),
            Some(at("2040-01-01T00:00:00Z")),
        );
        let (truth, clock) = (at("2026-11-30T10:00:00Z"), at("2026-11-30T10:00:02Z"));
        assert_eq!(poisoned.believed(clock), at("2040-01-01T00:00:00Z"));
        assert_eq!(poisoned.told(truth, clock), kept().told(truth, clock));
        // One that says a moment before the build is wrong itself.
        assert_eq!(kept().told(at("1970-01-01T00:01:00Z"), clock), kept());
    }

    #[test]
    fn a_receipt_moves_the_earliest_moment_unless_it_is_absurd() {
        let (receipt, clock) = (at("2027-02-01T08:00:00Z"), "2026-12-24T00:00:00Z");
        assert_eq!(seen(kept().received(receipt), clock), (receipt, true));
        assert_eq!(kept().received(at("2040-01-01T00:00:00Z")), kept());
        assert_eq!(kept().received(at("2026-11-20T00:00:00Z")), kept());
    }

    /// Any moment from 1970 to 9999, most of them of these decades.
    fn moments() -> impl Strategy<Value = Timestamp> {
        let ours = at("2015-01-01T00:00:00Z").unix_seconds();
        prop_oneof![
            3 => ours..ours + 40 * YEAR,
            1 => 0..Timestamp::LAST.unix_seconds() + 1,
        ]
        .prop_map(Timestamp::from_unix_seconds)
    }

    proptest! {
        #[test]
        fn the_moment_counted_on_is_never_before_the_build_the_endpoint_s_last_word_or_the_last_receipt_that_is_believed(
            [built, told, received, clock] in [moments(), moments(), moments(), moments()],
        ) {
            let before = ClockBounds::kept(Some(built), Some(told));
            let bounds = before.received(received);
            let counted_on = bounds.believed(clock);
            prop_assert!(counted_on >= built && counted_on >= told);
            prop_assert!(received > before.latest || counted_on >= received);
            prop_assert!(counted_on <= bounds.latest);
        }

        #[test]
        fn whatever_the_clock_and_whatever_was_heard_before_an_endpoint_that_is_right_is_at_most_a_day_away(
            [built, told, clock, truth] in [moments(), moments(), moments(), moments()],
        ) {
            let truth = truth.max(built);
            let bounds = ClockBounds::kept(Some(built), Some(told)).told(truth, clock);
            let off = bounds.believed(clock).seconds_since(truth);
            prop_assert!((0..=TOLERATED_SECONDS).contains(&off), "{off}");
            let distance = clock.seconds_since(truth).abs();
            prop_assert_eq!(bounds.is_wrong(clock), distance > TOLERATED_SECONDS);
        }

        #[test]
        fn a_right_clock_is_counted_on_for_as_long_as_the_page_stays_whatever_it_was_before(
            [built, told, clock] in [moments(), moments(), moments()],
            truth in 0..20 * YEAR,
            hours in 0..24_i64,
        ) {
            let truth = built.plus_seconds(truth);
            let bounds = ClockBounds::kept(Some(built), Some(told)).told(truth, clock);
            let set_right = truth.plus_seconds(hours * HOUR);
            prop_assert!(!bounds.is_wrong(set_right));
            prop_assert_eq!(bounds.believed(set_right), set_right);
        }
    }
}
