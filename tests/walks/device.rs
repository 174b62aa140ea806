//! One phone: its database, its clock, its lock, its tabs. What they do is the app's own logic (`phone`).

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    rc::Rc,
};

use domain::{outbox::Asking, owner::OwnerSecret, time::Timestamp, wire::SubmissionId};
use phone::{
    compose::Sealed,
    outbox::{self, Kept},
    ports::{Lock, World},
    sync,
};

use crate::{
    chance::Chance,
    disk::Disk,
    pause::pause,
    wire::{Line, Wire},
};

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
    Told(Sealed, Told),
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
    pub(crate) unsent: RefCell<Option<Sealed>>,
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

    /// Sets the timer once the outbox was gone through.
    pub(crate) fn look_again(&mut self, next_in_seconds: Option<i64>, passed: i64) {
        if let Some(wait) = outbox::look_again_in(next_in_seconds, self.visible.get()) {
            self.timer = Some((passed + wait, false));
        }
    }
}

impl World for Phone {
    fn now(&self) -> Timestamp {
        self.right_or_wrong_time()
    }

    fn jitter(&self) -> f64 {
        self.chance.unit()
    }

    fn identity(&self) -> (SubmissionId, OwnerSecret) {
        let id = SubmissionId::from_random(self.chance.bytes());
        (id, OwnerSecret::from_random(self.chance.bytes()))
    }
}

/// The lock of this phone's tabs, where there are locks: given up with the page that has it.
struct Held<'p>(&'p Cell<bool>);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Lock for Phone {
    async fn if_free<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        if !self.has_locks {
            return Some(work.await);
        }
        if self.locked.replace(true) {
            return None;
        }
        let _held = Held(&self.locked);
        Some(work.await)
    }

    async fn in_turn<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        while self.has_locks && self.locked.get() {
            pause().await;
        }
        self.if_free(work).await
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

/// Sends what is due and asks about copies, unless another tab is at it.
pub(crate) fn drain(phone: &Rc<Phone>, tab: usize, asking: &Rc<Cell<Asking>>, hurry: bool) -> Task {
    let (phone, asking) = (phone.clone(), asking.clone());
    Box::pin(async move {
        pause().await;
        let line = line(&phone, tab);
        let report = outbox::drain(&phone.disk, &line, &*phone, &*phone, &asking, hurry).await;
        Done::Drained {
            news: report.map_or(0, |report| report.sent + report.changed),
            next_in_seconds: report.and_then(|report| report.next_in_seconds),
        }
    })
}

/// Makes everything due at once: a person asks for it.
pub(crate) fn try_again(phone: &Rc<Phone>) -> Task {
    let phone = phone.clone();
    Box::pin(async move {
        sync::try_again(&phone.disk, &*phone).await;
        Done::TriedAgain
    })
}

/// Kept, or sent at once where it cannot be kept, or not kept and said so.
pub(crate) fn keep_or_send(phone: &Rc<Phone>, tab: usize, sealed: Sealed) -> Task {
    let phone = phone.clone();
    Box::pin(async move {
        pause().await;
        let line = line(&phone, tab);
        let kept = outbox::keep_or_send(&phone.disk, &line, &sealed.entry);
        let told = match kept.await {
            Kept::OnPhone => Told::Kept,
            Kept::ByEndpoint(_) => Told::Received,
            Kept::Nowhere => Told::NotKept,
        };
        Done::Told(sealed, told)
    })
}

fn line(phone: &Rc<Phone>, tab: usize) -> Line<'_> {
    Line {
        wire: &phone.wire,
        tab,
    }
}
