//! Days and moments, as the wire and the questionnaires write them.
//!
//! A [`Date`] is a day of the calendar (`2007-02-28`), a [`Timestamp`] a moment in UTC (`2026-11-22T09:30:00Z`).
//! Nothing here knows what time it is: only the two `clock.rs` do.

use std::format;
use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};

use crate::json::{Member, Members, ParsedJson, deserialize_from_str};

/// A text that is not a date, or not a moment, in the one format accepted here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATime;

impl fmt::Display for NotATime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a date as 2007-02-28 or a moment as 2026-11-22T09:30:00Z")
    }
}

impl std::error::Error for NotATime {}

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The day, if the calendar has it (29 February 2025 is none).
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Whole years between `self`, a birthday, and `today`.
    ///
    /// Someone born on 29 February is a year older on 1 March of a common year.
    pub fn age_on(self, today: Self) -> i16 {
        let had_birthday = (today.month(), today.day()) >= (self.month(), self.day());
        today.year() - self.year() - i16::from(!had_birthday)
    }

    /// The calendar's own type, for arithmetic.
    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

impl FromStr for Date {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(NotATime);
        }
        let year = digits(bytes, 0..4)?;
        let month = digits(bytes, 5..7)?;
        let day = digits(bytes, 8..10)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "two digits fit an i8, four an i16"
        )]
        Self::new(year as i16, month as i8, day as i8).ok_or(NotATime)
    }
}

fn digits(bytes: &[u8], range: std::ops::Range<usize>) -> Result<i64, NotATime> {
    bytes[range].iter().try_fold(0, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + i64::from(byte - b'0'))
            .ok_or(NotATime)
    })
}

/// A moment in UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first moment there is: 1970-01-01T00:00:00Z.
    pub const FIRST: Self = Self(0);

    /// The last second of the year 9999: four digits are all a moment is written with.
    pub const LAST: Self = Self(253_402_300_799);

    /// A moment that the code itself names, from seconds since 1970-01-01T00:00:00Z.
    pub(crate) const fn at(seconds: i64) -> Self {
        Self(seconds)
    }

    /// A moment from seconds since 1970-01-01T00:00:00Z, brought into the years 1970 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds.clamp(0, Self::LAST.0))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// The moment `seconds` later (earlier, when negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_unix_seconds(self.0.saturating_add(seconds))
    }

    /// How many seconds ago it was at `now`, for what becomes an alarm with age: never negative.
    ///
    /// A moment that has not come by [`Timestamp::latest_credible`] was written on a clock that was ahead.
    /// When that was is not known: it counts as long ago, as if in 1970.
    pub fn age_at(self, now: Self) -> i64 {
        if self > now.latest_credible() {
            return now.0;
        }
        now.seconds_since(self).max(0)
    }

    /// The latest moment that can have been written by now: a minute on, for clocks are set by seconds,
    /// and what comes while one looks is of a later second.
    #[must_use]
    pub fn latest_credible(self) -> Self {
        self.plus_seconds(60)
    }

    /// Seconds from `earlier` to `self`; negative when `earlier` is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        Date(self.civil().date())
    }

    /// The moment that a calendar and a clock in UTC show.
    pub fn from_civil(civil: jiff::civil::DateTime) -> Self {
        let moment = jiff::tz::Offset::UTC.to_timestamp(civil);
        Self::from_unix_seconds(moment.map(jiff::Timestamp::as_second).unwrap_or_default())
    }

    /// What a calendar and a clock in UTC show.
    pub fn civil(self) -> jiff::civil::DateTime {
        // In range by construction; the epoch stands in for what cannot be.
        jiff::Timestamp::from_second(self.0)
            .map(|moment| jiff::tz::Offset::UTC.to_datetime(moment))
            .unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        write!(
            f,
            "{}T{:02}:{:02}:{:02}Z",
            self.date(),
            civil.hour(),
            civil.minute(),
            civil.second()
        )
    }
}

impl FromStr for Timestamp {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 20
            && bytes[10] == b'T'
            && bytes[13] == b':'
            && bytes[16] == b':'
            && bytes[19] == b'Z';
        if !shaped {
            return Err(NotATime);
        }
        let date: Date = text.get(..10).ok_or(NotATime)?.parse()?;
        let hour = digits(bytes, 11..13)?;
        let minute = digits(bytes, 14..16)?;
        let second = digits(bytes, 17..19)?;
        if date.year() < 1970 || hour > 23 || minute > 59 || second > 59 {
            return Err(NotATime);
        }
        let midnight = Self::from_civil(date.civil().to_datetime(jiff::civil::Time::midnight()));
        Ok(midnight.plus_seconds(hour * 3600 + minute * 60 + second))
    }
}

impl Member for Timestamp {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.known(members.parsed(name), Self(0))
    }
}

macro_rules! written_as_text {
    ($type:ty) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&format!("{self}"))
            }
        }

        deserialize_from_str!($type);
    };
}
written_as_text!(Date);
written_as_text!(Timestamp);

#[cfg(test)]
mod tests;
