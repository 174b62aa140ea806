//! Arrivals: one task writes them, and those that come while the disk is busy share the next transaction.
//!
//! A receipt is given after the flush that its submission was in, never before.

use domain::{
    owner::OwnerHash,
    reference::Reference,
    time::Timestamp,
    wire::{Receipt, SubmissionId},
};
use tokio::sync::{mpsc, oneshot};

use super::{
    NewChoices, NewRequest, Store, StoreError, Writer, health, options,
    owners::{self, Claim},
    rights,
    submissions::earlier,
    transaction::Transaction,
};

/// So many share a transaction at the most; the next ones wait for the next.
const TOGETHER: usize = 64;

pub(super) const REFERENCE_TRIES: usize = 20;

/// What is stored of one PUT.
pub(crate) struct Arrival {
    pub(crate) id: SubmissionId,
    /// Lowercase hexadecimal SHA-256 of `body`.
    pub(crate) sha256: String,
    /// The envelope, to the byte.
    pub(crate) body: Vec<u8>,
    pub(crate) received_at: Timestamp,
    /// Of the secret that acts on it.
    pub(crate) owner: Option<OwnerHash>,
    /// What the register writes down of a rights request.
    pub(crate) request: Option<NewRequest>,
    /// What a registration, or an option choice, says about options.
    pub(crate) options: Option<NewChoices>,
    /// Of a registration for a branch with a mailbox of its own: that branch. What is about a registration goes where it went.
    pub(crate) branch: Option<String>,
    /// Beyond the ceiling of the site: with whom it takes turns.
    pub(crate) origin: Option<u32>,
}

/// What became of a PUT.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Stored now, with its delivery.
    New(Receipt),
    /// The same body was here already.
    Replay(Receipt),
    /// The id belongs to another body.
    Reused,
}

/// A message to the task that writes.
pub(super) enum Asked {
    /// To store an arrival.
    Keep(Box<Waiting>),
    /// To try to store one and take it back; the result goes to the sender.
    Beat(Timestamp, oneshot::Sender<Result<(), StoreError>>),
}

/// An arrival, and the channel that its result goes to.
pub(super) struct Waiting {
    arrival: Arrival,
    draw: Box<dyn Fn() -> Reference + Send + Sync>,
    answer: oneshot::Sender<Result<Kept, StoreError>>,
}

impl Store {
    /// Stores a submission and its delivery, both or neither; a replay changes nothing.
    ///
    /// `draw` is called for random references until one is not in use.
    pub(crate) async fn keep(
        &self,
        arrival: Arrival,
        draw: impl Fn() -> Reference + Send + Sync + 'static,
    ) -> Result<Kept, StoreError> {
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            arrival,
            draw: Box::new(draw),
            answer,
        };
        let sent = self.arrivals.send(Asked::Keep(Box::new(waiting))).await;
        sent.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Writes as an arrival is written, behind those that came before, and leaves nothing behind but the moment.
    pub(crate) async fn beat(&self, now: Timestamp) -> Result<(), StoreError> {
        let (answer, answered) = oneshot::channel();
        let sent = self.arrivals.send(Asked::Beat(now, answer)).await;
        sent.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

/// Writes arrivals as they come, until the store is dropped. Returns where to send them.
pub(super) fn writer(writer: Writer) -> mpsc::Sender<Asked> {
    let (sender, mut arrivals) = mpsc::channel(TOGETHER);
    tokio::spawn(async move {
        let mut asked = Vec::new();
        while arrivals.recv_many(&mut asked, TOGETHER).await > 0 {
            let (mut batch, mut beats) = (Vec::new(), Vec::new());
            for asked in asked.drain(..) {
                match asked {
                    Asked::Keep(waiting) => batch.push(*waiting),
                    Asked::Beat(now, answer) => beats.push((now, answer)),
                }
            }
            if !batch.is_empty() {
                write(&writer, batch).await;
            }
            for (now, answer) in beats {
                let _ = answer.send(health::beat(&writer, now).await);
            }
        }
    });
    sender
}

/// Writes a batch; when it cannot be written whole, each alone, so that none suffers from another.
async fn write(writer: &Writer, batch: Vec<Waiting>) {
    if let Ok(all) = keep_all(writer, &batch).await {
        for (waiting, kept) in batch.into_iter().zip(all) {
            // Fails where the request was given up: it is stored all the same, and a resend gets this receipt.
            let _ = waiting.answer.send(Ok(kept));
        }
        return;
    }
    for waiting in batch {
        let kept = keep_all(writer, std::slice::from_ref(&waiting)).await;
        let kept = kept.and_then(|mut one| one.pop().ok_or(StoreError::Closed));
        let _ = waiting.answer.send(kept);
    }
}

/// What became of each, once all are on the disk.
async fn keep_all(writer: &Writer, batch: &[Waiting]) -> Result<Vec<Kept>, StoreError> {
    let mut transaction = writer.begin().await?;
    let mut all = Vec::with_capacity(batch.len());
    for waiting in batch {
        all.push(keep_one(&mut transaction, &waiting.arrival, &waiting.draw).await?);
    }
    transaction.commit().await?;
    Ok(all)
}

async fn keep_one(
    transaction: &mut Transaction,
    arrival: &Arrival,
    draw: &(dyn Fn() -> Reference + Send + Sync),
) -> Result<Kept, StoreError> {
    for _ in 0..REFERENCE_TRIES {
        let reference = draw();
        if insert(transaction, arrival, &reference).await? {
            return Ok(Kept::New(Receipt {
                reference,
                received_at: arrival.received_at,
                sha256: arrival.sha256.clone(),
                due_on: arrival.request.as_ref().map(|request| request.due_on),
            }));
        }
        // The id is here already, or another submission has the reference.
        if let Some(kept) = earlier(transaction, &arrival.id, &arrival.sha256).await? {
            return Ok(kept);
        }
    }
    Err(StoreError::NoReference)
}

/// Whether neither the id nor the reference was there before.
async fn insert(
    transaction: &mut Transaction,
    arrival: &Arrival,
    reference: &Reference,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO submissions (id, reference, sha256, envelope, received_at, owner_hash) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING",
    )
    .bind(arrival.id.as_str())
    .bind(reference.as_str())
    .bind(&arrival.sha256)
    .bind(&arrival.body)
    .bind(arrival.received_at.unix_seconds())
    .bind(arrival.owner.as_ref().map(OwnerHash::as_str))
    .execute(&mut **transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO deliveries (submission, state, next_attempt_at, dated_at, origin, branch, lane)
         SELECT ?1, 'pending', ?2, ?2, ?3, coalesce(?4, (SELECT branch FROM deliveries WHERE submission = ?5)), CASE WHEN ?3 IS NULL THEN 0 ELSE max(
             -- The round that is under way, or one behind the last of the same origin.
             coalesce((SELECT min(lane) FROM deliveries
                       WHERE origin IS NOT NULL AND first_failed_at IS NULL AND state <> 'set_aside'), 1),
             coalesce((SELECT max(lane) FROM deliveries WHERE origin = ?3), 0) + 1) END",
    )
    .bind(arrival.id.as_str())
    .bind(arrival.received_at.unix_seconds())
    .bind(arrival.origin)
    .bind(&arrival.branch)
    .bind(arrival.options.as_ref().map(|options| options.about.id.as_str()))
    .execute(&mut **transaction)
    .await?;
    let (id, at) = (&arrival.id, arrival.received_at);
    if arrival.branch.is_some() {
        // An option may have come before its registration, and wait.
        sqlx::query(
            "UPDATE deliveries SET branch = ?1 WHERE state <> 'delivered' AND submission IN (
                 SELECT message FROM option_choices WHERE about = ?2 AND message <> ?2)",
        )
        .bind(&arrival.branch)
        .bind(id.as_str())
        .execute(&mut **transaction)
        .await?;
    }
    if let Some(NewChoices { about, choices }) = &arrival.options {
        let claim = if about.id == *id {
            Claim::Proved
        } else {
            owners::weigh(transaction, about, at).await?
        };
        options::record(transaction, id, (&about.id, choices), claim, at).await?;
    }
    owners::meet(transaction, id, arrival.owner.as_ref(), at).await?;
    match &arrival.request {
        Some(request) => rights::file(transaction, id, request, at).await?,
        None => rights::apply_pending_effects(transaction, id, at).await?,
    }
    Ok(true)
}

#[cfg(test)]
mod tests;
