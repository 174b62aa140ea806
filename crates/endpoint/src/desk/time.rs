//! The present at the Mission Locale, and moments as a row of the desk says them. Pure.

use domain::time::Timestamp;
use jiff::{
    civil::{DateTime, Time},
    tz::TimeZone,
};

use crate::french;

/// The present, as an instant and as its clocks show it.
#[derive(Clone)]
pub(super) struct Now {
    pub(super) at: Timestamp,
    pub(super) local: DateTime,
    zone: TimeZone,
}

impl Now {
    pub(super) fn new(at: Timestamp, zone: &TimeZone) -> Self {
        Self {
            at,
            local: french::local(at, zone),
            zone: zone.clone(),
        }
    }

    /// A moment as its clocks show it.
    pub(super) fn local(&self, at: Timestamp) -> DateTime {
        french::local(at, &self.zone)
    }

    /// The moment at which its clocks show that.
    pub(super) fn instant(&self, local: DateTime) -> Timestamp {
        french::instant(local, &self.zone)
    }

    /// A moment with its year: `22/11/2026 à 10 h 28`.
    pub(super) fn stamp(&self, at: Timestamp) -> String {
        french::stamp(self.local(at))
    }

    /// Whether its clocks ever show that: a change to summer time leaves an hour out.
    pub(super) fn shows(&self, local: DateTime) -> bool {
        self.local(self.instant(local)) == local
    }

    /// When this day ends.
    pub(super) fn day_ends_at(&self) -> Timestamp {
        let date = self.local.date();
        let next = date.tomorrow().unwrap_or(date);
        self.instant(next.to_datetime(Time::midnight()))
    }

    /// How many midnights it is away; none where it is past.
    pub(super) fn days_until(&self, local: DateTime) -> i64 {
        let midnight = |date: jiff::civil::Date| date.to_datetime(Time::midnight());
        let apart = midnight(local.date()).duration_since(midnight(self.local.date()));
        (apart.as_hours() / 24).max(0)
    }

    /// `aujourd’hui à 14 h`, `demain à 9 h 05`, `jeudi 3 décembre à 10 h`.
    pub(super) fn said(&self, local: DateTime) -> String {
        let (today, date) = (self.local.date(), local.date());
        let day = if date == today {
            "aujourd’hui".to_owned()
        } else if today.tomorrow().ok() == Some(date) {
            "demain".to_owned()
        } else if today.yesterday().ok() == Some(date) {
            "hier".to_owned()
        } else {
            french::day(local)
        };
        format!("{day} à {}", french::clock(local))
    }
}

/// `2 h`, `3 jours`: how long, by its greatest unit.
pub(super) fn lasting(seconds: i64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match hours {
        ..1 => format!("{}\u{a0}min", minutes.max(1)),
        1..48 => format!("{hours}\u{a0}h"),
        _ => format!("{}\u{a0}jours", hours / 24),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn now() -> Result<Now, jiff::Error> {
        let zone = TimeZone::get("Europe/Paris")?;
        // Saturday 27 March 2027, 17 h 30 in Paris; the clocks go forward in the night.
        Ok(Now::new(
            Timestamp::from_civil(date(2027, 3, 27).at(16, 30, 0, 0)),
            &zone,
        ))
    }

    #[test]
    fn a_day_of_change_ends_at_its_own_midnight_and_an_hour_left_out_is_the_next()
    -> anyhow::Result<()> {
        let now = now()?;
        let midnight = Timestamp::from_civil(date(2027, 3, 27).at(23, 0, 0, 0));
        assert_eq!(now.day_ends_at(), midnight);
        let left_out = date(2027, 3, 28).at(2, 30, 0, 0);
        assert_eq!(
            now.local(now.instant(left_out)),
            date(2027, 3, 28).at(3, 30, 0, 0)
        );
        Ok(())
    }

    #[test]
    fn days_near_by_have_their_name() -> anyhow::Result<()> {
        let now = now()?;
        for (day, said) in [
            (26, "hier à 9\u{a0}h"),
            (27, "aujourd’hui à 9\u{a0}h"),
            (28, "demain à 9\u{a0}h"),
            (29, "lundi 29 mars à 9\u{a0}h"),
        ] {
            assert_eq!(now.said(date(2027, 3, day).at(9, 0, 0, 0)), said);
        }
        assert_eq!(lasting(59), "1\u{a0}min");
        assert_eq!(lasting(2 * 3600), "2\u{a0}h");
        assert_eq!(lasting(49 * 3600), "2\u{a0}jours");
        for (day, hour, days) in [(27, 0, 0), (27, 23, 0), (28, 0, 1), (30, 9, 3), (26, 23, 0)] {
            assert_eq!(now.days_until(date(2027, 3, day).at(hour, 0, 0, 0)), days);
        }
        Ok(())
    }
}
