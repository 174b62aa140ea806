//! The figures of many walks, as a table.

use std::fmt;

use crate::{
    checks::{CHECKS, Check, Found},
    plan::Bad,
};

/// What happened on one walk, or on many.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) sent: usize,
    pub(crate) requests: usize,
    pub(crate) pages_killed: usize,
    pub(crate) killed_at_work: usize,
    pub(crate) database_failures: usize,
    pub(crate) responses_lost: usize,
    pub(crate) endpoint_killed: usize,
    pub(crate) restored: usize,
    pub(crate) found_lost: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.requests += other.requests;
        self.pages_killed += other.pages_killed;
        self.killed_at_work += other.killed_at_work;
        self.database_failures += other.database_failures;
        self.responses_lost += other.responses_lost;
        self.endpoint_killed += other.endpoint_killed;
        self.restored += other.restored;
        self.found_lost += other.found_lost;
    }
}

/// The longest wait of many, and the walk that had it.
type Longest = (i64, u64);

#[derive(Default)]
pub(crate) struct Tally {
    walks: usize,
    counts: Counts,
    stored: usize,
    mailed: usize,
    drain: Longest,
    /// The same, on walks with entries that are answered as if it were about everybody.
    drain_beside: Longest,
    broken: [usize; CHECKS.len()],
}

impl Tally {
    pub(crate) fn count(&mut self, seed: u64, found: &Found, counts: Counts) {
        self.walks += 1;
        self.counts.add(counts);
        self.stored += found.stored.len();
        self.mailed += found.mails.as_ref().map_or(0, Vec::len);
        let mut bad = found.letters.values().filter_map(|letter| letter.bad);
        let longest = if bad.any(Bad::sounds_general) {
            &mut self.drain_beside
        } else {
            &mut self.drain
        };
        *longest = (*longest).max((found.drained_in.unwrap_or(i64::MAX), seed));
        for (sum, check) in self.broken.iter_mut().zip(&CHECKS) {
            *sum += (check.broken)(found);
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.walks += other.walks;
        self.counts.add(other.counts);
        self.stored += other.stored;
        self.mailed += other.mailed;
        self.drain = self.drain.max(other.drain);
        self.drain_beside = self.drain_beside.max(other.drain_beside);
        for (sum, times) in self.broken.iter_mut().zip(other.broken) {
            *sum += times;
        }
    }

    pub(crate) fn walks(&self) -> usize {
        self.walks
    }

    fn times(&self, name: &str) -> usize {
        let place = CHECKS.iter().position(|check| check.name == name);
        place.map_or(0, |place| self.broken[place])
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts;
        let seconds = |longest: Longest| format!("{} s (walk {})", longest.0, longest.1);
        for (what, figure) in [
            ("walks", self.walks.to_string()),
            ("registrations sent", counts.sent.to_string()),
            ("requests made", counts.requests.to_string()),
            ("stored by the endpoint", self.stored.to_string()),
            ("mailed and read back", self.mailed.to_string()),
            ("pages killed", counts.pages_killed.to_string()),
            (
                "of these with work under way",
                counts.killed_at_work.to_string(),
            ),
            (
                "database operations that failed",
                counts.database_failures.to_string(),
            ),
            (
                "responses lost after the commit",
                counts.responses_lost.to_string(),
            ),
            ("endpoints killed", counts.endpoint_killed.to_string()),
            ("backups put back", counts.restored.to_string()),
            (
                "found lost by phones after receipts",
                counts.found_lost.to_string(),
            ),
            ("losses", self.times("kept").to_string()),
            ("doubles", self.times("once").to_string()),
            ("longest time to drain", seconds(self.drain)),
            (
                "the same beside what fails always",
                seconds(self.drain_beside),
            ),
        ] {
            writeln!(f, "| {what:<34} | {figure:>22} |")?;
        }
        writeln!(f)?;
        for (check, times) in CHECKS.iter().zip(self.broken) {
            writeln!(f, "| {:<70} | broken {times:>4} |", check.sentence)?;
        }
        Ok(())
    }
}

/// The names of the checks that do not hold.
pub(crate) fn names(failed: &[&'static Check]) -> Vec<&'static str> {
    failed.iter().map(|check| check.name).collect()
}
