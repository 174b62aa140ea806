//! One phone: its database, its clock, its tabs. Does what the app does around the real loop.
//!
//! What `sending.rs` and `browser/network.rs` do in a browser is repeated here in a few lines, in the same order;
//! what decides (`domain::outbox`) and what sends (`app::sync`) is the real thing.

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    rc::Rc,
};

use app::sync::{self, World};
use domain::{
    outbox::{Asking, Entry, Occasion, Outcome, SentRecord, Store},
    time::Timestamp,
};

use crate::{
    chance::Chance,
    disk::Disk,
    pause::pause,
    wire::{Line, Wire},
};

/// While somebody looks, the app looks again at least this often (`browser/network.rs`).
const LOOK_AGAIN_SECONDS: i64 = 30;

/// What the tabs of a phone share.
pub(crate) struct Phone {
    pub(crate) disk: Disk,
    pub(crate) wire: Wire,
    pub(crate) chance: Chance,
    /// When the walk began.
    pub(crate) start: Timestamp,
    /// Seconds since then, as they really passed.
    pub(crate) passed: Cell<i64>,
    /// How wrong the phone's clock is, in seconds.
    pub(crate) clock_off: Cell<i64>,
    pub(crate) has_locks: bool,
    locked: Cell<bool>,
}

/// What a task of a page came to.
pub(crate) enum Done {
    /// The outbox was gone through.
    Drained {
        /// What left, or of which something new was said.
        news: usize,
        next_in_seconds: Option<i64>,
    },
    /// Everything was made due again.
    TriedAgain,
    /// This is what the person is told of this entry.
    Told(Entry, Told),
}

/// What a person was told about what they sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// The page died before it could say anything.
    Nothing,
    /// "Kept on this phone."
    Kept,
    /// "Received", where it could not be kept.
    Received,
    /// "Not kept": the answers are still on the screen.
    NotKept,
}

pub(crate) type Task = Pin<Box<dyn Future<Output = Done>>>;

/// One open page.
pub(crate) struct Tab {
    pub(crate) visible: Cell<bool>,
    pub(crate) tasks: Vec<Task>,
    /// When the timer rings, in seconds since the start, and whether what waits is hurried then.
    pub(crate) timer: Option<(i64, bool)>,
    /// Sealed, and not kept: the same answers are the same entry.
    pub(crate) unsent: RefCell<Option<Entry>>,
    /// When this page asks about copies.
    pub(crate) asking: Rc<Cell<Asking>>,
}

impl Tab {
    pub(crate) fn open() -> Self {
        Self {
            visible: Cell::new(true),
            tasks: Vec::new(),
            timer: None,
            unsent: RefCell::default(),
            asking: Rc::default(),
        }
    }

    /// Sets the timer as `browser/network.rs` does once the outbox was gone through.
    pub(crate) fn look_again(&mut self, next_in_seconds: Option<i64>, passed: i64) {
        let visible = self.visible.get();
        let longest = if visible {
            LOOK_AGAIN_SECONDS
        } else {
            i64::MAX
        };
        let wait = match next_in_seconds {
            Some(seconds) => seconds.clamp(1, longest),
            None if visible => LOOK_AGAIN_SECONDS,
            None => return,
        };
        self.timer = Some((passed + wait, false));
    }
}

impl World for Phone {
    fn now(&self) -> Timestamp {
        self.right_or_wrong_time()
    }

    fn jitter(&self) -> f64 {
        self.chance.unit()
    }
}

/// The lock of `one_tab_at_a_time`, where there are locks: given up with the page that has it.
struct Lock(Option<Rc<Phone>>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(phone) = &self.0 {
            phone.locked.set(false);
        }
    }
}

impl Phone {
    pub(crate) fn new(disk: Disk, chance: Chance, start: Timestamp, has_locks: bool) -> Self {
        Self {
            disk,
            wire: Wire::default(),
            chance,
            start,
            passed: Cell::new(0),
            clock_off: Cell::new(0),
            has_locks,
            locked: Cell::new(false),
        }
    }

    /// What the phone's clock shows.
    pub(crate) fn right_or_wrong_time(&self) -> Timestamp {
        self.start
            .plus_seconds(self.passed.get() + self.clock_off.get())
    }
}

/// The lock, unless it is taken. Where there are none, everybody works.
fn lock(phone: &Rc<Phone>) -> Option<Lock> {
    if !phone.has_locks {
        return Some(Lock(None));
    }
    (!phone.locked.replace(true)).then(|| Lock(Some(phone.clone())))
}

/// As `drain` in `sending/leaving.rs`: sends what is due and asks about copies, one tab at a time.
pub(crate) fn drain(phone: &Rc<Phone>, tab: usize, asking: &Rc<Cell<Asking>>, hurry: bool) -> Task {
    let (phone, asking) = (phone.clone(), asking.clone());
    Box::pin(async move {
        pause().await;
        let Some(_lock) = lock(&phone) else {
            return Done::Drained {
                news: 0,
                next_in_seconds: None,
            };
        };
        if hurry {
            sync::hurry(&phone.disk, &*phone).await;
        }
        let line = Line {
            wire: &phone.wire,
            tab,
        };
        let occasion = if hurry {
            Occasion::Look
        } else {
            Occasion::Timer
        };
        let report = sync::run_and_confirm(&phone.disk, &line, &*phone, &asking, occasion).await;
        Done::Drained {
            news: report.sent + report.changed,
            next_in_seconds: report.next_in_seconds,
        }
    })
}

/// As `try_again` in `sending/leaving.rs`.
pub(crate) fn try_again(phone: &Rc<Phone>) -> Task {
    let phone = phone.clone();
    Box::pin(async move {
        sync::try_again(&phone.disk, &*phone).await;
        Done::TriedAgain
    })
}

/// As `keep` in `sending.rs`: kept, or sent at once where it cannot be kept, or not kept and said so.
pub(crate) fn keep_or_send(phone: &Rc<Phone>, tab: usize, entry: Entry) -> Task {
    let phone = phone.clone();
    Box::pin(async move {
        pause().await;
        if phone.disk.keep(&entry).await.is_ok() {
            return Done::Told(entry, Told::Kept);
        }
        let line = Line {
            wire: &phone.wire,
            tab,
        };
        let told = match sync::attempt(&line, &entry).await {
            Outcome::Received(receipt) => {
                // As the app does: shown, not stored.
                let _shown = SentRecord::new(&entry, &receipt);
                Told::Received
            }
            _ => Told::NotKept,
        };
        Done::Told(entry, told)
    })
}
