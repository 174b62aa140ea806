//! The only place of the endpoint that reads the time; all other code gets it as an argument.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use domain::time::Timestamp;
use tokio::fs;

/// What time it is: the machine's own, or one that a test moves by hand.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until it is moved.
    Manual(Arc<Hands>),
}

/// Where a clock that is moved by hand stands.
#[derive(Debug)]
pub struct Hands {
    /// Seconds since 1970-01-01T00:00:00Z.
    date: AtomicI64,
    /// Seconds that have passed; a change of the date alone leaves them as they are.
    passed: AtomicI64,
}

impl Clock {
    /// A clock that stands at `start`.
    #[must_use]
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(Hands {
            date: AtomicI64::new(start.unix_seconds()),
            passed: AtomicI64::new(0),
        }))
    }

    /// The moment it is now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> Timestamp {
        let seconds = match self {
            Self::System => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
            }
            Self::Manual(hands) => hands.date.load(Ordering::SeqCst),
        };
        Timestamp::from_unix_seconds(seconds)
    }

    /// Moves a manual clock on, with its date; the machine's clock goes by itself.
    pub fn advance(&self, seconds: i64) {
        self.jump(seconds);
        if let Self::Manual(hands) = self {
            hands.passed.fetch_add(seconds.max(0), Ordering::SeqCst);
        }
    }

    /// Changes the date of a manual clock only; the monotonic time that limits use stays.
    pub fn jump(&self, seconds: i64) {
        if let Self::Manual(hands) = self {
            hands.date.fetch_add(seconds, Ordering::SeqCst);
        }
    }
}

/// When a file was last written, by the clock of that time.
pub(crate) async fn modified_at(file: &Path) -> Option<Timestamp> {
    let modified = fs::metadata(file).await.and_then(|file| file.modified());
    let modified = modified.ok()?;
    let since = modified.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs())
        .ok()
        .map(Timestamp::from_unix_seconds)
}

/// Time that only goes forward, for waits: it does not jump when the machine's date is put right.
/// A manual clock's goes as it is moved.
#[derive(Debug, Clone)]
pub(crate) struct Ticking {
    clock: Clock,
    since: Stopwatch,
}

impl Ticking {
    pub(crate) fn start(clock: &Clock) -> Self {
        Self {
            clock: clock.clone(),
            since: Stopwatch::start(),
        }
    }

    /// Since an arbitrary moment in the past.
    pub(crate) fn elapsed(&self) -> Duration {
        match &self.clock {
            Clock::System => self.since.elapsed(),
            Clock::Manual(hands) => {
                let seconds = hands.passed.load(Ordering::SeqCst);
                Duration::from_secs(u64::try_from(seconds).unwrap_or_default())
            }
        }
    }
}

/// Measures how long something took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
