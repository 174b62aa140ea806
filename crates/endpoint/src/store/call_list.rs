//! The list of calls of an opening, claimed before it is mailed as a delivery is.

use domain::{
    delivery::{CLAIM_SECONDS, LONGEST_WAIT_SECONDS, next_attempt_at},
    reference::Reference,
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{Store, StoreError, moment};

/// As many calls are named, the earliest; of more, how many.
const NAMED: u32 = 200;

/// A list that is claimed.
pub(crate) struct DueCallList {
    /// It names what was received from this moment on.
    pub(crate) since: Timestamp,
    /// It names what was received before this moment, at which the telephone began to be answered.
    pub(crate) opened_at: Timestamp,
    /// The first of them, in the order in which they came.
    pub(crate) calls: Vec<DueCall>,
    /// How many more there are.
    pub(crate) more: u32,
    /// Which attempt this is; the first is 1.
    attempt: u32,
}

/// A registration or a callback request on the list.
pub(crate) struct DueCall {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    /// The envelope, to the byte; nothing once it is purged.
    pub(crate) envelope: Option<Vec<u8>>,
    /// Whether the mailbox has its fiche.
    pub(crate) is_delivered: bool,
}

/// The row of the last list.
#[derive(sqlx::FromRow)]
struct Last {
    since: i64,
    opened_at: i64,
    attempts: u32,
    next_attempt_at: i64,
    sent_at: Option<i64>,
}

impl Store {
    /// Claims the list of the opening at `opened_at`, until [`CLAIM_SECONDS`] from now; `None` once it is sent, while
    /// it is being sent, and while it waits for its next attempt.
    ///
    /// It begins where the last one that was sent ended, so that each call is on one list: a list that could not be sent
    /// before the next opening is part of the next one. The very first begins at `before`.
    pub(crate) async fn claim_call_list(
        &self,
        opened_at: Timestamp,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<Option<DueCallList>, StoreError> {
        let last = last(&mut *self.reading().await?.acquire().await?).await?;
        if next(last, opened_at, before, now).is_none() {
            return Ok(None);
        }
        let mut transaction = self.writer.begin().await?;
        let last = self::last(&mut transaction).await?;
        let Some((since, attempt)) = next(last, opened_at, before, now) else {
            transaction.rollback().await?;
            return Ok(None);
        };
        sqlx::query(
            "REPLACE INTO call_list (the_only, since, opened_at, attempts, next_attempt_at) VALUES (1, ?, ?, ?, ?)",
        )
        .bind(since.unix_seconds())
        .bind(opened_at.unix_seconds())
        .bind(attempt)
        .bind(now.plus_seconds(CLAIM_SECONDS).unix_seconds())
        .execute(&mut *transaction)
        .await?;
        let (calls, more) = calls(&mut transaction, since, opened_at).await?;
        transaction.commit().await?;
        Ok(Some(DueCallList {
            since,
            opened_at,
            calls,
            more,
            attempt,
        }))
    }

    /// The mailbox has it, or there was nothing to send.
    pub(crate) async fn mark_call_list_sent(
        &self,
        list: &DueCallList,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query("UPDATE call_list SET sent_at = ? WHERE opened_at = ? AND sent_at IS NULL")
            .bind(now.unix_seconds())
            .bind(list.opened_at.unix_seconds())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// It was not taken; says when the next attempt is.
    pub(crate) async fn mark_call_list_failed(
        &self,
        list: &DueCallList,
        now: Timestamp,
    ) -> Result<Timestamp, StoreError> {
        let next = next_attempt_at(list.attempt, now);
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE call_list SET next_attempt_at = ? WHERE opened_at = ? AND attempts = ? AND sent_at IS NULL",
        )
        .bind(next.unix_seconds())
        .bind(list.opened_at.unix_seconds())
        .bind(list.attempt)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(next)
    }
}

/// Where the list of that opening begins, and which attempt is to be made now.
fn next(
    last: Option<Last>,
    opened_at: Timestamp,
    before: Timestamp,
    now: Timestamp,
) -> Option<(Timestamp, u32)> {
    let Some(last) = last else {
        return Some((before, 1));
    };
    if moment(last.opened_at) == opened_at {
        // A wait that is longer than any is of a clock that was ahead.
        let waits = (1..=LONGEST_WAIT_SECONDS.max(CLAIM_SECONDS))
            .contains(&(last.next_attempt_at - now.unix_seconds()));
        let is_due = last.sent_at.is_none() && !waits;
        return is_due.then(|| (moment(last.since), last.attempts.saturating_add(1)));
    }
    let ended = if last.sent_at.is_some() {
        last.opened_at
    } else {
        last.since
    };
    // A list of the future was made on a clock that was ahead: what it has named is not known any more.
    let since = if moment(ended) < opened_at {
        moment(ended)
    } else {
        before
    };
    Some((since, 1))
}

async fn last(connection: &mut SqliteConnection) -> Result<Option<Last>, StoreError> {
    let last = sqlx::query_as(
        "SELECT since, opened_at, attempts, next_attempt_at, sent_at FROM call_list",
    )
    .fetch_optional(connection)
    .await?;
    Ok(last)
}

/// What came in that time and somebody waits to be called about: no rights requests, no words on options, nothing that a
/// right has ended or an operator has set aside.
async fn calls(
    connection: &mut SqliteConnection,
    since: Timestamp,
    until: Timestamp,
) -> Result<(Vec<DueCall>, u32), StoreError> {
    type Row = (String, String, i64, Option<Vec<u8>>, bool, u32);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, reference, received_at, envelope, state = 'delivered', count(*) OVER ()
         FROM submissions JOIN deliveries ON deliveries.submission = submissions.id
         WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'set_aside'
           AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = submissions.id)
           AND NOT EXISTS (SELECT 1 FROM option_choices WHERE message = submissions.id AND option_choices.about <> submissions.id)
           AND NOT EXISTS (SELECT 1 FROM effects WHERE effects.about = submissions.id AND lifted_at IS NULL)
         ORDER BY received_at, reference LIMIT ?3",
    )
    .bind(since.unix_seconds())
    .bind(until.unix_seconds())
    .bind(NAMED)
    .fetch_all(connection)
    .await?;
    let all = rows.first().map_or(0, |row| row.5);
    let calls: Vec<DueCall> = rows.into_iter().map(call).collect::<Result<_, _>>()?;
    Ok((calls, all.saturating_sub(NAMED)))
}

fn call(
    (id, reference, received_at, envelope, is_delivered, _): (
        String,
        String,
        i64,
        Option<Vec<u8>>,
        bool,
        u32,
    ),
) -> Result<DueCall, StoreError> {
    Ok(DueCall {
        id: id.parse().map_err(|_| StoreError::BadRow)?,
        reference: reference.parse().map_err(|_| StoreError::BadRow)?,
        received_at: moment(received_at),
        envelope,
        is_delivered,
    })
}

#[cfg(test)]
mod tests;
