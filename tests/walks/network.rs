//! What becomes of requests, and how time passes.

use anyhow::{Context, Result, anyhow};
use domain::{
    outbox::{Entry, Method, Outcome, RETRY_AFTER_CAP_SECONDS, Status, outcome},
    owner::OwnerSecret,
    wire::SubmissionId,
};
use phone::{compose, ports::REQUEST_PATIENCE_SECONDS};

use crate::{
    broken::Broken,
    plan::{Bad, Weather},
    walk::Walk,
    wire::{Asked, Reply},
};

const NO_RESPONSE: Outcome = Outcome::Later {
    retry_after_seconds: None,
};

impl Walk<'_> {
    /// The places of the requests that something can happen to now.
    pub(crate) fn answerable(&self) -> Vec<usize> {
        let now = self.phone.passed.get();
        let requests = self.phone.wire.requests.borrow();
        let due = requests
            .iter()
            .enumerate()
            .filter(|(_, request)| request.gives_up_at.is_none_or(|at| at <= now));
        due.map(|(place, _)| place).collect()
    }

    /// The next moment at which a timer rings or a phone's patience ends.
    pub(crate) fn next_event(&self) -> Option<i64> {
        let requests = self.phone.wire.requests.borrow();
        let given_up = requests.iter().filter_map(|request| request.gives_up_at);
        let timers = self.tabs.iter().flatten().filter_map(|tab| tab.timer);
        timers.map(|timer| timer.0).chain(given_up).min()
    }

    /// Time passes until then, what rings rings, and everything goes as far as it can.
    pub(crate) async fn next(&mut self) -> Result<()> {
        let at = self.next_event().context("something to come")?;
        self.move_to(at);
        for tab in 0..self.tabs.len() {
            let Some(open) = &mut self.tabs[tab] else {
                continue;
            };
            if let Some((_, hurry)) = open.timer.take_if(|timer| timer.0 <= at) {
                self.drain(tab, hurry);
            }
        }
        self.settle().await
    }

    pub(crate) fn move_to(&mut self, at: i64) {
        let passed = &self.phone.passed;
        if at > passed.get() {
            self.endpoint.clock.advance(at - passed.get());
            passed.set(at);
        }
    }

    pub(crate) async fn answer(&mut self, place: usize) -> Result<()> {
        let (asked, is_over) = {
            let mut requests = self.phone.wire.requests.borrow_mut();
            let request = &mut requests[place];
            if self.weather == Weather::Silent && request.gives_up_at.is_none() {
                let patience = i64::from(REQUEST_PATIENCE_SECONDS);
                request.gives_up_at = Some(self.phone.passed.get() + patience);
                return Ok(());
            }
            (request.asked.clone(), request.gives_up_at.is_some())
        };
        let reply = match asked {
            Asked::Take(..) if is_over => Reply::Took(NO_RESPONSE),
            Asked::Take(entry, method) => Reply::Took(self.carry(&entry, method).await?),
            Asked::Stands(_) if is_over => Reply::Stands(Status::Silent),
            Asked::Stands(id) => Reply::Stands(self.carry_status_request(&id).await?),
        };
        let request = self.phone.wire.requests.borrow_mut().remove(place);
        if request.tab.is_some() {
            request.reply.replace(Some(reply));
        }
        Ok(())
    }

    /// What the weather makes of a request for a status.
    async fn carry_status_request(&mut self, id: &SubmissionId) -> Result<Status> {
        let passes = match self.weather {
            // A filter that forbids a way of sending lets such requests through.
            Weather::Good | Weather::ForbidsPut | Weather::ForbidsSending => true,
            Weather::Killed | Weather::KilledBefore => {
                self.endpoint.kill().await?;
                self.counts.endpoint_killed += 1;
                self.weather = Weather::Good;
                false
            }
            _ => false,
        };
        if !passes || self.broken == Some(Broken::NeverHearsOfALoss) {
            return Ok(Status::Silent);
        }
        let status = self.endpoint.stands(id).await?;
        self.counts.found_lost += usize::from(status == Status::NotFound);
        Ok(status)
    }

    /// What the weather makes of one sending.
    async fn carry(&mut self, entry: &Entry, method: Method) -> Result<Outcome> {
        let response = |status, asked| outcome(status, None, None, asked, &entry.sha256);
        Ok(match self.weather {
            Weather::Good => self.arrive(entry).await?,
            // `fetch` is told to follow no redirect: it fails.
            Weather::Down | Weather::Silent | Weather::PortalRedirect => NO_RESPONSE,
            Weather::ResponseCut => {
                self.arrive(entry).await?;
                self.counts.responses_lost += 1;
                NO_RESPONSE
            }
            Weather::ResponseCutShort => {
                self.arrive(entry).await?;
                self.counts.responses_lost += 1;
                response(201, None)
            }
            Weather::Unavailable(asked) => self.asked(response(503, asked)),
            Weather::TooMany(seconds) => self.asked(response(429, Some(seconds))),
            Weather::Portal => response(200, None),
            Weather::ForbidsPut if method == Method::Post => self.arrive(entry).await?,
            Weather::ForbidsPut => response(403, None),
            Weather::ForbidsSending => response(405, None),
            Weather::Killed | Weather::KilledBefore => {
                if self.weather == Weather::Killed {
                    self.arrive(entry).await?;
                    self.counts.responses_lost += 1;
                }
                self.endpoint.kill().await?;
                self.counts.endpoint_killed += 1;
                self.weather = Weather::Good;
                NO_RESPONSE
            }
        })
    }

    /// What the endpoint, or something right in front of it, makes of one request.
    async fn arrive(&mut self, entry: &Entry) -> Result<Outcome> {
        let response = |status, asked| outcome(status, None, None, asked, &entry.sha256);
        let letter = self.letters.borrow().get(&entry.id).cloned();
        match letter.as_ref().and_then(|letter| letter.bad) {
            Some(Bad::Poison(seconds)) => return Ok(self.asked(response(503, Some(seconds)))),
            Some(Bad::Walled) => return Ok(response(403, None)),
            Some(Bad::UnknownKey | Bad::WrongKey) | None => {}
        }
        match self.broken {
            Some(Broken::BlockedByOne) if self.one_is_stuck() => Ok(response(503, None)),
            Some(Broken::ReceiptForNothing) => {
                let receipt = domain::outbox::contract::receipt(entry);
                Ok(outcome(201, Some(receipt), None, None, &entry.sha256))
            }
            Some(Broken::StoresTwice) => {
                let message = letter.context("a letter")?.message;
                let now = message.filled_at;
                let id = SubmissionId::from_random(self.phone.chance.bytes());
                let owner = OwnerSecret::from_random(self.phone.chance.bytes());
                let site = &self.endpoint.site;
                let again = compose::seal(site, message, None, || (id.clone(), owner.clone()), now);
                let again = again.map_err(|error| anyhow!("{error:?}"))?.entry;
                self.endpoint.receive(&again.id, &again.body).await?;
                self.endpoint.receive(&entry.id, &entry.body).await
            }
            _ => self.endpoint.receive(&entry.id, &entry.body).await,
        }
    }

    /// Remembers until when the endpoint asked not to be called.
    fn asked(&mut self, outcome: Outcome) -> Outcome {
        if let Outcome::Later {
            retry_after_seconds: Some(seconds),
        } = outcome
        {
            let until = self.phone.passed.get() + seconds.clamp(1, RETRY_AFTER_CAP_SECONDS);
            self.asked_until = self.asked_until.max(until);
        }
        outcome
    }
}
