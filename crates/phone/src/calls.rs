//! Deadline of a promised call, and opening state of the telephone, on the clocks around the phone.
//!
//! The hours are those on the clocks of the Mission Locale, which a phone has from the clocks around it: `offset_minutes`
//! says how far they are ahead of UTC at a moment.

use domain::{
    calendar::{self, OpeningHours},
    time::Timestamp,
};

/// By when somebody calls back what the endpoint received at that moment. `None` when no day is open within two months.
pub fn call_by(
    received_at: Timestamp,
    hours: &OpeningHours,
    offset_minutes: impl Fn(Timestamp) -> i64,
) -> Option<Timestamp> {
    let clocks = Clocks(offset_minutes);
    let due = calendar::call_by(clocks.civil(received_at), hours)?;
    Some(clocks.moment(Timestamp::from_civil(due)))
}

/// Whether the telephone is answered, and until when that stays so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Whether it is answered now.
    pub is_open: bool,
    /// When it closes; when it opens, where it is closed.
    pub changes_at: Timestamp,
    /// Whether that is today.
    pub is_today: bool,
}

/// Whether the telephone is answered at `now`. `None` when no day is open within two months.
pub fn opening(
    now: Timestamp,
    hours: &OpeningHours,
    offset_minutes: impl Fn(Timestamp) -> i64,
) -> Option<Opening> {
    let clocks = Clocks(offset_minutes);
    let here = clocks.civil(now);
    let told = calendar::opening(here, hours)?;
    Some(Opening {
        is_open: told.is_open,
        changes_at: clocks.moment(Timestamp::from_civil(told.changes_at)),
        is_today: told.changes_at.date() == here.date(),
    })
}

/// The clocks around the phone.
struct Clocks<F>(F);

impl<F: Fn(Timestamp) -> i64> Clocks<F> {
    /// What they show at a moment.
    fn civil(&self, moment: Timestamp) -> jiff::civil::DateTime {
        moment.plus_seconds(self.0(moment) * 60).civil()
    }

    /// The moment at which they show what clocks in UTC show at `shown`.
    ///
    /// Twice: between the first guess and the moment the clocks may have been changed for summer or winter.
    fn moment(&self, shown: Timestamp) -> Timestamp {
        let guess = shown.plus_seconds(-self.0(shown) * 60);
        shown.plus_seconds(-self.0(guess) * 60)
    }
}

#[cfg(test)]
mod tests;
