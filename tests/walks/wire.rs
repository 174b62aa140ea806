//! The wire: what pages have asked and nobody has answered yet.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use domain::{
    outbox::{Entry, Method, Outcome, Status},
    wire::SubmissionId,
};
use phone::ports::Transport;

use crate::pause::pause;

/// What a page asks of the endpoint.
#[derive(Clone)]
pub(crate) enum Asked {
    /// To take this.
    Take(Entry, Method),
    /// Where this stands.
    Stands(SubmissionId),
}

/// What the page makes of the response.
pub(crate) enum Reply {
    Took(Outcome),
    Stands(Status),
}

/// A request under way.
pub(crate) struct Request {
    /// The tab that waits for the response; `None` once it is gone.
    pub(crate) tab: Option<usize>,
    pub(crate) asked: Asked,
    /// When the phone's patience ends, where nobody answers at all.
    pub(crate) gives_up_at: Option<i64>,
    pub(crate) reply: Rc<RefCell<Option<Reply>>>,
}

#[derive(Default)]
pub(crate) struct Wire {
    pub(crate) requests: RefCell<Vec<Request>>,
    /// Requests ever made.
    pub(crate) calls: Cell<usize>,
}

impl Wire {
    /// Requests whose response a page waits for.
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

impl Line<'_> {
    async fn ask(&self, asked: Asked) -> Reply {
        let reply = Rc::new(RefCell::new(None));
        self.wire.calls.set(self.wire.calls.get() + 1);
        self.wire.requests.borrow_mut().push(Request {
            tab: Some(self.tab),
            asked,
            gives_up_at: None,
            reply: reply.clone(),
        });
        loop {
            pause().await;
            let replied = reply.borrow_mut().take();
            if let Some(replied) = replied {
                // The page can die with the receipt in its hands.
                pause().await;
                return replied;
            }
        }
    }
}

impl Transport for Line<'_> {
    async fn send(&self, entry: &Entry, method: Method) -> Outcome {
        match self.ask(Asked::Take(entry.clone(), method)).await {
            Reply::Took(outcome) => outcome,
            Reply::Stands(_) => panic!("the reply to another request"),
        }
    }

    async fn status(&self, id: &SubmissionId) -> Status {
        match self.ask(Asked::Stands(id.clone())).await {
            Reply::Stands(status) => status,
            Reply::Took(_) => panic!("the reply to another request"),
        }
    }
}
