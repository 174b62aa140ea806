//! The dispatcher: claims what is due, sends it, records what came of it. One loop, one mail at a time.
//!
//! The store comes first and last: a mail leaves only once its claim is on the disk, and after it has left
//! nothing is claimed until its outcome is there too. A store that cannot be written therefore sends nothing.

mod claim;
mod mail_outcome;

use std::{sync::Arc, time::Duration};

use domain::{
    delivery::{Recipient, next_attempt_at},
    time::Timestamp,
};
use tokio::{sync::watch, time::timeout};

use super::{
    breaker::{self, Breakers, Way},
    lists::mail_lists,
    mail::{Addresses, NotTaken},
};
use crate::{state::EndpointState, stop::Stop, store::StoreError};
use claim::{Claim, claim_delivery, claim_note};
use mail_outcome::MailOutcome;

/// The loop looks at least this often, should a bell be missed.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// A store that could not be written is tried again this soon.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Told to stop, a mail that is being handed over has this long to be taken.
const STOPS_WITHIN: Duration = Duration::from_secs(20);

/// What the dispatcher remembers between two mails.
#[derive(Default)]
pub(crate) struct Dispatcher {
    breakers: Breakers,
    /// An outcome that the store could not take. Only its recording is tried again, never its mail.
    unrecorded: Option<MailOutcome>,
    /// Notes and deliveries take turns.
    note_first: bool,
}

/// What one turn did.
enum Turn {
    Sent,
    NotSent,
    /// Nothing is to be done before this moment, or until something arrives.
    Idle(Option<Timestamp>),
}

/// Sends what comes due, until `stop` is set.
pub(crate) async fn run(endpoint: Arc<EndpointState>, mut stop: Stop) {
    loop {
        let idle = match turn(&endpoint, &mut stop).await {
            Ok(Turn::Sent | Turn::NotSent) => Duration::ZERO,
            Ok(Turn::Idle(until)) => {
                // Last: the fiches that a list names are before it, where the mail server takes them.
                mail_the_lists(&endpoint, &mut stop).await;
                wait(until, endpoint.clock.now())
            }
            Err(error) => {
                tracing::error!(%error, "deliveries cannot be read or written: nothing is sent");
                AGAIN_AFTER
            }
        };
        tokio::select! {
            biased;
            () = stop.told() => return,
            _ = timeout(idle, endpoint.wake.notified()) => {}
        }
    }
}

/// Mails the lists that are due. Told to stop, a list that is being handed over has its time to be taken.
async fn mail_the_lists(endpoint: &Arc<EndpointState>, stop: &mut Stop) {
    let mailing = mail_lists(endpoint);
    tokio::pin!(mailing);
    let mailed = tokio::select! {
        mailed = &mut mailing => mailed,
        () = stop.told() => match timeout(STOPS_WITHIN, mailing).await {
            Ok(mailed) => mailed,
            // Its claim lapses by itself.
            Err(_) => return,
        },
    };
    if let Err(error) = mailed {
        tracing::error!(%error, "a list cannot be read or written: it is not sent");
    }
}

/// The last try to record what could not be, before the program ends.
pub(crate) async fn record_at_the_end(endpoint: &EndpointState) {
    let mut dispatcher = endpoint.dispatcher.lock().await;
    if let Err(error) = dispatcher.record_what_was_not(endpoint).await {
        tracing::error!(%error, "stopping: a mail was taken, and that cannot be recorded: it will be sent again");
    }
}

fn wait(until: Option<Timestamp>, now: Timestamp) -> Duration {
    let seconds = until.map_or(i64::MAX, |until| until.seconds_since(now).max(1));
    Duration::from_secs(u64::try_from(seconds).unwrap_or(1)).min(LOOK_EVERY)
}

/// Sends everything that is due now, and says how many mails were taken.
pub(crate) async fn deliver_due(endpoint: &Arc<EndpointState>) -> Result<usize, StoreError> {
    // Never told to stop.
    let (_going_on, never) = watch::channel(false);
    let mut stop = Stop::new(never);
    let mut sent = 0;
    loop {
        match turn(endpoint, &mut stop).await? {
            Turn::Sent => sent += 1,
            Turn::NotSent => {}
            Turn::Idle(_) => return Ok(sent),
        }
    }
}

async fn turn(endpoint: &Arc<EndpointState>, stop: &mut Stop) -> Result<Turn, StoreError> {
    // One turn at a time in this program; the claims keep those of other programs apart.
    let mut dispatcher = endpoint.dispatcher.lock().await;
    dispatcher.record_what_was_not(endpoint).await?;
    let now = endpoint.clock.now();
    if endpoint.store.mail_held_since().await?.is_some() {
        return Ok(Turn::Idle(None));
    }
    let (only_to, probe_at) = match dispatcher.breakers.way(now) {
        Way::Open => (None, None),
        Way::OnlyTo(recipient, probe_at) => (Some(recipient), Some(probe_at)),
        Way::Closed(probe_at) => return Ok(Turn::Idle(Some(probe_at))),
    };
    let Some(claim) = dispatcher.claim(endpoint, now, only_to).await? else {
        let next = next_moment(endpoint, now, only_to).await?;
        return Ok(Turn::Idle(next.into_iter().chain(probe_at).min()));
    };
    let Some(sent) = send(endpoint, &claim, stop).await else {
        return Ok(Turn::NotSent);
    };
    let now = endpoint.clock.now();
    let outcome = dispatcher.outcome(claim, &sent, now, &endpoint.addresses);
    let turn = match &outcome {
        MailOutcome::Sent(..) => {
            endpoint.metrics.delivered();
            Turn::Sent
        }
        MailOutcome::Failed(_, failure, ..) => {
            endpoint.metrics.delivery_failed(*failure);
            Turn::NotSent
        }
        MailOutcome::GivenBack(..) => Turn::NotSent,
    };
    // First of all: whatever happens next, it is not mailed again.
    let recorded = outcome.record(endpoint).await;
    outcome.log(now);
    if let Err(error) = recorded {
        dispatcher.unrecorded = Some(outcome);
        return Err(error);
    }
    Ok(turn)
}

async fn next_moment(
    endpoint: &EndpointState,
    now: Timestamp,
    only_to: Option<Recipient>,
) -> Result<Option<Timestamp>, StoreError> {
    let beyond_from = endpoint.pace.free_at(now);
    let delivery = endpoint
        .store
        .next_delivery_at(now, beyond_from, only_to)
        .await?;
    let note = endpoint.store.next_note_at(only_to).await?;
    Ok(delivery.into_iter().chain(note).min())
}

/// Why a claim was not sent.
enum NotSent {
    Failed(NotTaken),
    /// Told to stop, and nothing has left.
    Stopped,
}

/// Writes and sends a mail. Nothing is known of one that was being handed over when the program had to stop:
/// its claim lapses by itself.
async fn send(
    endpoint: &Arc<EndpointState>,
    claim: &Claim,
    stop: &mut Stop,
) -> Option<Result<(), NotSent>> {
    let opening = async {
        let mail = claim.write(endpoint).await?;
        endpoint.mailer.open(mail, &endpoint.addresses).await
    };
    let opened = tokio::select! {
        opened = opening => opened,
        () = stop.told() => return Some(Err(NotSent::Stopped)),
    };
    let handing_over = match opened {
        Ok(opened) => opened.hand_over(),
        Err(failure) => return Some(Err(NotSent::Failed(failure))),
    };
    tokio::pin!(handing_over);
    let taken = tokio::select! {
        taken = &mut handing_over => taken,
        () = stop.told() => timeout(STOPS_WITHIN, handing_over).await.ok()?,
    };
    Some(taken.map_err(NotSent::Failed))
}

impl Dispatcher {
    /// Whether nothing is sent to that recipient at `now`, for the mail server takes nothing; without one to a branch's own
    /// mailbox.
    pub(super) fn waits(&self, recipient: Option<Recipient>, now: Timestamp) -> bool {
        let Some(recipient) = recipient else {
            return self.breakers.is_server_shut(now);
        };
        match self.breakers.way(now) {
            Way::Open => false,
            Way::OnlyTo(other, _) => other != recipient,
            Way::Closed(_) => true,
        }
    }

    async fn claim(
        &mut self,
        endpoint: &EndpointState,
        now: Timestamp,
        only_to: Option<Recipient>,
    ) -> Result<Option<Claim>, StoreError> {
        let note_first = self.note_first;
        self.note_first = !note_first;
        for is_note in [note_first, !note_first] {
            let claim = if is_note {
                claim_note(endpoint, now, only_to).await?
            } else {
                claim_delivery(endpoint, now, only_to).await?
            };
            if claim.is_some() {
                return Ok(claim);
            }
        }
        Ok(None)
    }

    fn outcome(
        &mut self,
        claim: Claim,
        sent: &Result<(), NotSent>,
        now: Timestamp,
        addresses: &Addresses,
    ) -> MailOutcome {
        // What is said of a branch's own mailbox is of that mail alone: it waits, and no other does.
        let is_for_branch = claim.is_for_branch(addresses);
        let to = (!is_for_branch).then(|| claim.to());
        match sent {
            Ok(()) => {
                self.worked(to);
                MailOutcome::Sent(claim, now)
            }
            Err(NotSent::Stopped) => MailOutcome::GivenBack(claim, now),
            Err(NotSent::Failed(not))
                if not.failure.concerns_all() && !(not.of_recipient && is_for_branch) =>
            {
                let failure = not.failure;
                let of_recipient = to.filter(|_| not.of_recipient);
                let (probe_at, is_news) = self.breakers.failed(failure, of_recipient, now);
                let (reason, to) = (failure.code(), of_recipient.map(Recipient::field));
                if is_news {
                    let setting = breaker::setting(failure);
                    tracing::error!(
                        reason,
                        setting,
                        to,
                        "the mail server takes nothing: one mail at a time is tried"
                    );
                } else {
                    tracing::warn!(reason, to, next_attempt_at = %probe_at, "the mail server still takes nothing");
                }
                // Due at once: when the server works again, so do all that met its failure.
                MailOutcome::Failed(claim, failure, now, now)
            }
            Err(NotSent::Failed(not)) => {
                if not.of_recipient || not.failure.reached_the_server() {
                    self.worked(to);
                }
                if not.of_recipient && is_for_branch {
                    let (branch, reason) = (claim.branch(), not.failure.code());
                    tracing::warn!(
                        branch,
                        reason,
                        "the mail server does not take the mailbox of a branch"
                    );
                }
                let next = next_attempt_at(claim.attempt(), now);
                MailOutcome::Failed(claim, not.failure, now, next)
            }
        }
    }

    fn worked(&mut self, recipient: Option<Recipient>) {
        if self.breakers.worked(recipient) {
            tracing::info!("the mail server takes mail again");
        }
    }

    async fn record_what_was_not(&mut self, endpoint: &EndpointState) -> Result<(), StoreError> {
        if let Some(outcome) = &self.unrecorded {
            outcome.record(endpoint).await?;
            self.unrecorded = None;
        }
        Ok(())
    }
}
