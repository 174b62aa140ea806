//! One phone: its database, its clock, its lock, its tabs. What they do is the app's own logic (`phone`).

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    pin::Pin,
    rc::Rc,
};

use domain::{outbox::Asking, owner::OwnerSecret, time::Timestamp, wire::SubmissionId};
use phone::{
    compose::Sealed,
    outbox,
    ports::{Lock, World, memory_lock::MemoryLock},
    sync::{self, Report},
};

use crate::{
    chance::Chance,
    disk::Disk,
    pause::pause,
    plan::Bad,
    wire::{Line, Wire},
};

/// What the tabs of a phone share.
pub(crate) struct Phone {
    pub(crate) disk: Disk,
    pub(crate) wire: Wire,
    pub(crate) chance: Chance,
    /// What its people answer, and the ids of what they send.
    pub(crate) people_chance: Chance,
    /// When the walk began.
    pub(crate) start: Timestamp,
    /// Seconds since then, as they really passed.
    pub(crate) passed: Cell<i64>,
    /// How wrong the phone's clock is, in seconds.
    pub(crate) clock_off: Cell<i64>,
    /// That of its tabs; `None` where this browser has no Web Locks.
    lock: Option<MemoryLock>,
}

/// What a task of a page came to.
pub(crate) enum Done {
    /// The outbox was gone through; `None` where another tab was at it.
    Drained(Option<Report>),
    /// Everything was made due again.
    TriedAgain,
    /// This is what the person is told of this entry.
    Told(SubmissionId, Told),
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
    pub(crate) unsent: Rc<RefCell<Option<Sealed>>>,
    /// As `busy` in `src/sending.rs`: a page sends one thing at a time.
    pub(crate) is_busy: bool,
    /// What is to be sent once the page is not busy any more.
    pub(crate) to_send: VecDeque<Option<Bad>>,
    /// When this page asks about copies.
    pub(crate) asking: Rc<Cell<Asking>>,
}

impl Tab {
    pub(crate) fn open() -> Self {
        Self {
            visible: Cell::new(true),
            tasks: Vec::new(),
            timer: None,
            unsent: Rc::default(),
            is_busy: false,
            to_send: VecDeque::new(),
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
        let id = SubmissionId::from_random(self.people_chance.bytes());
        (id, OwnerSecret::from_random(self.people_chance.bytes()))
    }
}

impl Lock for Phone {
    async fn if_free<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        match &self.lock {
            Some(lock) => lock.if_free(work).await,
            None => Some(work.await),
        }
    }

    async fn in_turn<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        match &self.lock {
            Some(lock) => lock.in_turn(work).await,
            None => Some(work.await),
        }
    }
}

impl Phone {
    pub(crate) fn new(
        disk: Disk,
        chance: Chance,
        people_chance: Chance,
        start: Timestamp,
        has_locks: bool,
    ) -> Self {
        Self {
            disk,
            wire: Wire::default(),
            chance,
            people_chance,
            start,
            passed: Cell::new(0),
            clock_off: Cell::new(0),
            lock: has_locks.then(MemoryLock::default),
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
        let drained = outbox::drain(&phone.disk, &line, &*phone, &*phone, &asking, hurry);
        Done::Drained(drained.await)
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

/// That tab's end of the wire.
pub(crate) fn line(phone: &Phone, tab: usize) -> Line<'_> {
    Line {
        wire: &phone.wire,
        tab,
    }
}
