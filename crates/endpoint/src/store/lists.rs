//! Lists that are mailed at openings: each is claimed before its mail leaves, as a delivery is.

use domain::{
    delivery::{CLAIM_SECONDS, LONGEST_WAIT_SECONDS, Recipient, next_attempt_at},
    reference::Reference,
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{Store, StoreError, moment};

/// As many lines stand on a list, the earliest; of more, how many.
const LINES: u32 = 200;

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// Who is to be called.
    Calls,
    /// Which fiches are to be erased from the mailbox.
    Erasure,
    /// Where rights requests stand.
    Register,
}

impl List {
    pub(crate) const ALL: [Self; 3] = [Self::Calls, Self::Erasure, Self::Register];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Erasure => "erasure",
            Self::Register => "register",
        }
    }

    pub(crate) fn to(self) -> Recipient {
        match self {
            Self::Calls | Self::Erasure => Recipient::Mailbox,
            Self::Register => Recipient::Officer,
        }
    }
}

/// A list that is claimed.
pub(crate) struct DueList {
    pub(crate) list: List,
    /// It names what was done from this moment on.
    pub(crate) since: Timestamp,
    /// It names what was done before this moment, at which the telephone began to be answered.
    pub(crate) ends_at: Timestamp,
    /// Which attempt this is; the first is 1.
    attempt: u32,
}

/// Some of what a list names, the earliest first, and how many more there are.
pub(crate) struct Lines<T> {
    pub(crate) lines: Vec<T>,
    pub(crate) more: u32,
}

/// A registration or a callback request on the list of calls.
pub(crate) struct DueCall {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    /// The envelope, to the byte; nothing once it is purged.
    pub(crate) envelope: Option<Vec<u8>>,
    /// Whether the mailbox has its fiche.
    pub(crate) is_delivered: bool,
}

/// A fiche that the mailbox was given.
pub(crate) struct DeliveredFiche {
    pub(crate) reference: Reference,
    pub(crate) delivered_at: Timestamp,
}

/// The row of the last one of a list.
#[derive(sqlx::FromRow)]
struct Last {
    since: i64,
    ends_at: i64,
    attempts: u32,
    next_attempt_at: i64,
    sent_at: Option<i64>,
}

impl Store {
    /// Claims the list that ends at `ends_at`, until [`CLAIM_SECONDS`] from now; `None` once it is sent, while it is
    /// being sent, and while it waits for its next attempt.
    ///
    /// It begins where the last one that was sent ended, so that each thing is on one list: a list that could not be sent
    /// before the next one is part of that. The very first begins at `before`.
    pub(crate) async fn claim_list(
        &self,
        list: List,
        ends_at: Timestamp,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<Option<DueList>, StoreError> {
        let last = last(&mut *self.reading().await?.acquire().await?, list).await?;
        if next(last, ends_at, before, now).is_none() {
            return Ok(None);
        }
        let mut transaction = self.writer.begin().await?;
        let last = self::last(&mut transaction, list).await?;
        let Some((since, attempt)) = next(last, ends_at, before, now) else {
            transaction.rollback().await?;
            return Ok(None);
        };
        sqlx::query(
            "REPLACE INTO lists (list, since, ends_at, attempts, next_attempt_at) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(list.code())
        .bind(since.unix_seconds())
        .bind(ends_at.unix_seconds())
        .bind(attempt)
        .bind(now.plus_seconds(CLAIM_SECONDS).unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(DueList {
            list,
            since,
            ends_at,
            attempt,
        }))
    }

    /// It was taken, or there was nothing to send.
    pub(crate) async fn mark_list_sent(
        &self,
        due: &DueList,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE lists SET sent_at = ? WHERE list = ? AND ends_at = ? AND sent_at IS NULL",
        )
        .bind(now.unix_seconds())
        .bind(due.list.code())
        .bind(due.ends_at.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// It was not taken; says when the next attempt is.
    pub(crate) async fn mark_list_failed(
        &self,
        due: &DueList,
        now: Timestamp,
    ) -> Result<Timestamp, StoreError> {
        let next = next_attempt_at(due.attempt, now);
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE lists SET next_attempt_at = ?
             WHERE list = ? AND ends_at = ? AND attempts = ? AND sent_at IS NULL",
        )
        .bind(next.unix_seconds())
        .bind(due.list.code())
        .bind(due.ends_at.unix_seconds())
        .bind(due.attempt)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(next)
    }

    /// What was received in that time and somebody waits to be called about: no rights requests, no words on options,
    /// nothing that a right has ended or an operator has set aside.
    pub(crate) async fn calls_received(
        &self,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<Lines<DueCall>, StoreError> {
        type Row = (String, String, i64, Option<Vec<u8>>, bool, u32);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, reference, received_at, envelope, state = 'delivered', count(*) OVER ()
             FROM submissions JOIN deliveries ON deliveries.submission = submissions.id
             WHERE received_at >= ?1 AND received_at < ?2 AND state <> 'set_aside'
               AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = submissions.id)
               AND NOT EXISTS (SELECT 1 FROM option_choices
                   WHERE message = submissions.id AND option_choices.about <> submissions.id)
               AND NOT EXISTS (SELECT 1 FROM effects WHERE effects.about = submissions.id AND lifted_at IS NULL)
             ORDER BY received_at, reference LIMIT ?3",
        )
        .bind(since.unix_seconds())
        .bind(until.unix_seconds())
        .bind(LINES)
        .fetch_all(self.reading().await?)
        .await?;
        let all = rows.first().map_or(0, |row| row.5);
        let call = |(id, reference, received_at, envelope, is_delivered, _): Row| {
            Ok(DueCall {
                id: id.parse().map_err(|_| StoreError::BadRow)?,
                reference: number(&reference)?,
                received_at: moment(received_at),
                envelope,
                is_delivered,
            })
        };
        Ok(Lines {
            lines: rows
                .into_iter()
                .map(call)
                .collect::<Result<_, StoreError>>()?,
            more: all.saturating_sub(LINES),
        })
    }

    /// What the mailbox was given in that time; rights requests went to the officer.
    pub(crate) async fn fiches_delivered(
        &self,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<Lines<DeliveredFiche>, StoreError> {
        let rows: Vec<(String, i64, u32)> = sqlx::query_as(
            "SELECT reference, delivered_at, count(*) OVER ()
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE delivered_at >= ?1 AND delivered_at < ?2
               AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = submissions.id)
             ORDER BY delivered_at, reference LIMIT ?3",
        )
        .bind(since.unix_seconds())
        .bind(until.unix_seconds())
        .bind(LINES)
        .fetch_all(self.reading().await?)
        .await?;
        let all = rows.first().map_or(0, |row| row.2);
        let fiche = |(reference, delivered_at, _): (String, i64, u32)| {
            Ok(DeliveredFiche {
                reference: number(&reference)?,
                delivered_at: moment(delivered_at),
            })
        };
        Ok(Lines {
            lines: rows
                .into_iter()
                .map(fiche)
                .collect::<Result<_, StoreError>>()?,
            more: all.saturating_sub(LINES),
        })
    }
}

fn number(reference: &str) -> Result<Reference, StoreError> {
    reference.parse().map_err(|_| StoreError::BadRow)
}

/// Where the list that ends at `ends_at` begins, and which attempt is to be made now.
fn next(
    last: Option<Last>,
    ends_at: Timestamp,
    before: Timestamp,
    now: Timestamp,
) -> Option<(Timestamp, u32)> {
    let Some(last) = last else {
        return Some((before, 1));
    };
    if moment(last.ends_at) == ends_at {
        // A wait that is longer than any is of a clock that was ahead.
        let waits = (1..=LONGEST_WAIT_SECONDS.max(CLAIM_SECONDS))
            .contains(&(last.next_attempt_at - now.unix_seconds()));
        let is_due = last.sent_at.is_none() && !waits;
        return is_due.then(|| (moment(last.since), last.attempts.saturating_add(1)));
    }
    let ended = moment(if last.sent_at.is_some() {
        last.ends_at
    } else {
        last.since
    });
    // A list of the future was made on a clock that was ahead: what it has named is not known any more.
    Some((if ended < ends_at { ended } else { before }, 1))
}

async fn last(connection: &mut SqliteConnection, list: List) -> Result<Option<Last>, StoreError> {
    let last = sqlx::query_as(
        "SELECT since, ends_at, attempts, next_attempt_at, sent_at FROM lists WHERE list = ?",
    )
    .bind(list.code())
    .fetch_optional(connection)
    .await?;
    Ok(last)
}

#[cfg(test)]
mod tests;
