//! An alarm with deduplication: raised again within the hour it is no news, and it stands for an hour.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// An alarm stands for so long after it was last raised.
const STANDS: Duration = Duration::from_hours(1);

/// When it was last raised. Moments are those of a clock that only goes forward.
#[derive(Default)]
pub(crate) struct Alarm(Mutex<Option<Duration>>);

impl Alarm {
    /// Raises it. Whether that is news: for the first time, or after an hour without.
    pub(crate) fn raise(&self, now: Duration) -> bool {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let news = !stands(*last, now);
        *last = Some(now);
        news
    }

    /// Whether it was raised in the last hour.
    pub(crate) fn stands(&self, now: Duration) -> bool {
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
        let alarm = Alarm::default();
        let at = Duration::from_mins;
        assert!(!alarm.stands(at(0)));
        let news = [0, 1, 59, 100, 161].map(|minute| alarm.raise(at(minute)));
        assert_eq!(news, [true, false, false, false, true]);
        assert!(alarm.stands(at(220)) && !alarm.stands(at(221)));
    }
}
