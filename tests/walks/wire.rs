//! The wire: what pages have asked and nobody has answered yet.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use app::sync::Transport;
use domain::outbox::{Entry, Outcome};

use crate::pause::pause;

/// A request under way.
pub(crate) struct Request {
    /// The tab that waits for the answer; `None` once it is gone.
    pub(crate) tab: Option<usize>,
    pub(crate) entry: Entry,
    /// When the phone's patience ends, where nobody answers at all.
    pub(crate) gives_up_at: Option<i64>,
    pub(crate) answer: Rc<RefCell<Option<Outcome>>>,
}

#[derive(Default)]
pub(crate) struct Wire {
    pub(crate) requests: RefCell<Vec<Request>>,
    /// Requests ever made.
    pub(crate) calls: Cell<usize>,
}

impl Wire {
    /// Requests whose answer a page waits for.
    pub(crate) fn waited_for(&self) -> usize {
        let requests = self.requests.borrow();
        let waits = requests.iter().filter(|request| request.tab.is_some());
        waits.count()
    }

    /// Nobody waits any more; what has left may still arrive.
    pub(crate) fn forget_tab(&self, tab: usize) {
        for request in self.requests.borrow_mut().iter_mut() {
            if request.tab == Some(tab) {
                request.tab = None;
            }
        }
    }
}

/// One tab's end of the wire.
pub(crate) struct Line<'w> {
    pub(crate) wire: &'w Wire,
    pub(crate) tab: usize,
}

impl Transport for Line<'_> {
    async fn send(&self, entry: &Entry) -> Outcome {
        let answer = Rc::new(RefCell::new(None));
        self.wire.calls.set(self.wire.calls.get() + 1);
        self.wire.requests.borrow_mut().push(Request {
            tab: Some(self.tab),
            entry: entry.clone(),
            gives_up_at: None,
            answer: answer.clone(),
        });
        loop {
            pause().await;
            let answered = answer.borrow_mut().take();
            if let Some(outcome) = answered {
                // The page can die with the receipt in its hands.
                pause().await;
                return outcome;
            }
        }
    }
}
