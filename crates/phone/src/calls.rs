//! Promised call: its deadline, its sentence, for how long it is news; opening state of the telephone.
//!
//! The hours are those on the clocks of the Mission Locale, which a phone has from the clocks around it: `offset_minutes`
//! says how far they are ahead of UTC at a moment.

use domain::{
    calendar::{self, OpeningHours},
    outbox::SentRecord,
    site::Site,
    texts::TextKey,
    time::Timestamp,
};

use crate::rights::is_registration;

/// For how long a registration that was sent is news.
const NEWS_SECONDS: i64 = 14 * 86_400;

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

/// The number that a telephone shows when somebody calls back.
pub fn calling_number(site: &Site) -> &str {
    if site.calls_from.is_empty() {
        &site.phone
    } else {
        &site.calls_from
    }
}

/// The call that was promised to a registration: a sentence, and what stands in its two places.
pub struct Promise<'s> {
    /// The sentence.
    pub key: TextKey,
    /// By when somebody calls back, or was to.
    pub due: Timestamp,
    /// The number that calls; the number to call, once that time is over.
    pub phone: &'s str,
}

/// What is said at `now` of the call that was promised to what was sent. `None` where none was.
pub fn promise<'s>(
    record: &SentRecord,
    site: &'s Site,
    now: Timestamp,
    offset_minutes: impl Fn(Timestamp) -> i64,
) -> Option<Promise<'s>> {
    if !is_registration(record.kind) {
        return None;
    }
    let site = site.branch(&record.branch);
    let due = call_by(record.received_at, &site.opening_hours, offset_minutes)?;
    let (key, phone) = if due > now {
        (key!("calls.promised"), calling_number(site))
    } else {
        (key!("calls.over"), site.phone.as_str())
    };
    Some(Promise { key, due, phone })
}

/// The last registration that was sent, for as long as its call is news.
pub fn news(records: &[SentRecord], now: Timestamp) -> Option<&SentRecord> {
    let registrations = records.iter().filter(|record| is_registration(record.kind));
    let last = registrations.max_by_key(|record| record.received_at)?;
    (now < last.received_at.plus_seconds(NEWS_SECONDS)).then_some(last)
}

/// Whether the telephone is answered, and until when that stays so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningState {
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
) -> Option<OpeningState> {
    let clocks = Clocks(offset_minutes);
    let here = clocks.civil(now);
    let told = calendar::opening(here, hours)?;
    Some(OpeningState {
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
