//! Deduplication of alarms: whether something is seen for the first time, or again within the hour.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// An alarm stands for so long after what it is about was last seen.
const STANDS: Duration = Duration::from_hours(1);

/// When it was seen last. Moments are those of a clock that only goes forward.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Option<Duration>>);

impl Seen {
    /// It was seen. Whether that is news: for the first time, or after an hour without.
    pub(crate) fn mark(&self, now: Duration) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let news = !stands(*last, now);
        *last = Some(now);
        news
    }

    /// Whether it was seen in the last hour.
    pub(crate) fn is_recent(&self, now: Duration) -> bool {
        stands(*self.0.lock().unwrap_or_else(PoisonError::into_inner), now)
    }
}

fn stands(last: Option<Duration>, now: Duration) -> bool {
    last.is_some_and(|last| now.saturating_sub(last) < STANDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_news_once_an_hour_and_stands_an_hour() {
        let seen = Seen::default();
        let at = Duration::from_mins;
        assert!(!seen.is_recent(at(0)));
        let news = [0, 1, 59, 100, 161].map(|minute| seen.mark(at(minute)));
        assert_eq!(news, [true, false, false, false, true]);
        assert!(seen.is_recent(at(220)) && !seen.is_recent(at(221)));
    }
}
