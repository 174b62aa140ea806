//! The road between phone and endpoint, with everything that happens to telephones on it.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use anyhow::Result;
use domain::{
    outbox::{Entry, Method, Outcome, Status, outcome},
    wire::SubmissionId,
};
use phone::ports::Transport;

use crate::mission_locale::MissionLocale;

/// What can happen to one request.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// It never leaves.
    NoNetwork,
    /// A café's login page answers in the endpoint's place.
    Portal,
    /// A proxy in front has nobody behind it for the moment.
    Unavailable,
    /// It arrives, and the response does not.
    ResponseCut,
}

pub(crate) struct Road<'m> {
    to: &'m MissionLocale,
    faults: RefCell<VecDeque<Fault>>,
    calls: Cell<usize>,
    arrivals: Cell<usize>,
    status_requests: Cell<usize>,
}

impl<'m> Road<'m> {
    pub(crate) fn to(mission_locale: &'m MissionLocale) -> Self {
        Self {
            to: mission_locale,
            faults: RefCell::default(),
            calls: Cell::new(0),
            arrivals: Cell::new(0),
            status_requests: Cell::new(0),
        }
    }

    /// What happens to the next requests; those after them arrive.
    pub(crate) fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.borrow_mut().extend(faults);
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.get()
    }

    pub(crate) fn arrivals(&self) -> usize {
        self.arrivals.get()
    }

    /// How often it was asked where something stands.
    pub(crate) fn status_requests(&self) -> usize {
        self.status_requests.get()
    }

    async fn carry(&self, entry: &Entry) -> Result<Outcome> {
        self.arrivals.set(self.arrivals.get() + 1);
        testing::put(&self.to.endpoint, &entry.id, &entry.body).await
    }
}

impl Transport for Road<'_> {
    async fn send(&self, entry: &Entry, _method: Method) -> Outcome {
        self.calls.set(self.calls.get() + 1);
        let nothing = Outcome::Later {
            retry_after_seconds: None,
        };
        let fault = self.faults.borrow_mut().pop_front();
        match fault {
            Some(Fault::NoNetwork) => nothing,
            Some(Fault::Portal) => outcome(200, None, None, None, &entry.sha256),
            Some(Fault::Unavailable) => outcome(503, None, None, Some(5), &entry.sha256),
            Some(Fault::ResponseCut) => {
                let arrived = self.carry(entry).await;
                assert!(
                    matches!(arrived, Ok(Outcome::Received(_))),
                    "the endpoint took it"
                );
                nothing
            }
            None => self.carry(entry).await.unwrap_or(nothing),
        }
    }

    async fn status(&self, id: &SubmissionId) -> Status {
        self.status_requests.set(self.status_requests.get() + 1);
        let status = testing::status(&self.to.endpoint, id).await;
        status.unwrap_or(Status::Silent)
    }
}
