//! Entries in memory for five minutes: challenges under way, links that are shown once, searches, refused forms.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::time::Timestamp;

/// How long an entry can be taken out.
const KEPT_FOR_SECONDS: i64 = 5 * 60;

type Entries<T> = HashMap<String, (Timestamp, T)>;

/// Entries by key; with one more than so many at once, the oldest goes.
pub(super) struct ShortLived<T> {
    at_once: usize,
    entries: Mutex<Entries<T>>,
}

impl<T> ShortLived<T> {
    pub(super) fn of_at_most(at_once: usize) -> Self {
        Self {
            at_once,
            entries: Mutex::default(),
        }
    }

    /// Keeps an entry. One of the same key goes, and so do those that give way to it.
    pub(super) fn keep(
        &self,
        key: String,
        entry: T,
        now: Timestamp,
        gives_way: impl Fn(&T, &T) -> bool,
    ) {
        let mut entries = self.lock();
        entries.retain(|_, (since, other)| is_current(*since, now) && !gives_way(other, &entry));
        if entries.len() >= self.at_once {
            let oldest = entries.iter().min_by_key(|(_, (since, _))| *since);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                entries.remove(&oldest);
            }
        }
        entries.insert(key, (now, entry));
    }

    /// The entry of that key, which is there no more from then on.
    pub(super) fn take(&self, key: &str, now: Timestamp) -> Option<T> {
        let (since, entry) = self.lock().remove(key)?;
        is_current(since, now).then_some(entry)
    }

    /// What `read` makes of the entry of that key, which stays.
    pub(super) fn read<R>(
        &self,
        key: &str,
        now: Timestamp,
        read: impl FnOnce(&T) -> R,
    ) -> Option<R> {
        let entries = self.lock();
        let (since, entry) = entries.get(key)?;
        is_current(*since, now).then(|| read(entry))
    }

    fn lock(&self) -> MutexGuard<'_, Entries<T>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that is set back by seconds makes nothing void.
fn is_current(since: Timestamp, now: Timestamp) -> bool {
    since <= now.latest_credible() && now.seconds_since(since) < KEPT_FOR_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::FIRST.plus_seconds(1_000_000 + seconds)
    }

    fn keep(entries: &ShortLived<u8>, key: &str, entry: u8, now: Timestamp) {
        entries.keep(key.to_owned(), entry, now, |_, _| false);
    }

    #[test]
    fn an_entry_is_taken_out_once_within_five_minutes_of_a_clock_that_is_set_now_and_then() {
        let entries = ShortLived::of_at_most(10);
        for (kept_at, taken_at, is_there) in [
            (0, 0, true),
            (0, KEPT_FOR_SECONDS - 1, true),
            (0, KEPT_FOR_SECONDS, false),
            (60, 0, true),
            (61, 0, false),
        ] {
            keep(&entries, "key", 1, at(kept_at));
            let read = entries.read("key", at(taken_at), |entry| *entry);
            let taken = entries.take("key", at(taken_at));
            assert_eq!(read, taken);
            assert_eq!(taken.is_some(), is_there, "{kept_at} {taken_at}");
            assert!(entries.take("key", at(taken_at)).is_none());
        }
    }

    #[test]
    fn with_one_too_many_the_oldest_goes_and_so_does_what_gives_way() {
        let entries = ShortLived::of_at_most(2);
        for (key, entry) in [("a", 1), ("b", 2), ("c", 3)] {
            keep(&entries, key, entry, at(i64::from(entry)));
        }
        assert_eq!(entries.take("a", at(4)), None);
        assert_eq!(entries.take("b", at(4)), Some(2));
        entries.keep("d".to_owned(), 3, at(5), |other, new| other == new);
        assert_eq!(entries.take("c", at(6)), None);
        assert_eq!(entries.take("d", at(6)), Some(3));
    }
}
