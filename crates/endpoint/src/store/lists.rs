//! Lists that are mailed at openings: each is claimed before its mail leaves, as a delivery is.

use domain::{
    delivery::{CLAIM_SECONDS, LONGEST_WAIT_SECONDS, Recipient, next_attempt_at},
    reference::Reference,
    retention::reminded_of_at,
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{Store, StoreError, moment};

/// As many lines stand on a list of calls or of fiches, the earliest. The rest is for the next one.
const MOST_LINES: u32 = 200;

/// Whether a delivery goes to the mailbox of a list: `?1` is the branch whose own it is, `?2` all that have one. Of the Mission
/// Locale's own, `''`, is what goes to none of those: a branch that lost its mailbox too.
const IN_MAILBOX: &str = "CASE ?1 WHEN '' THEN coalesce(branch, '') NOT IN (SELECT value FROM json_each(?2)) ELSE branch = ?1 END";

/// Of which a list of calls names those that it is the first to: registrations and callback requests that wait for a call,
/// nothing that a right has ended or frozen, or an operator has set aside. `?3` is where the list ends.
const TO_CALL: &str = "
    SELECT deliveries.submission FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
    WHERE in_calls IS NULL AND received_at < ?3 AND state <> 'set_aside'
      AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = submissions.id)
      AND NOT EXISTS (SELECT 1 FROM option_choices
          WHERE message = submissions.id AND option_choices.about <> submissions.id)
      AND NOT EXISTS (SELECT 1 FROM effects WHERE effects.about = submissions.id AND lifted_at IS NULL)";

/// The same for a list of fiches to erase: rights requests went to the officer, and nothing is to be erased for as long as a
/// restriction or an objection stands. `?3` is the moment before which the mailbox had them.
const TO_ERASE: &str = "
    SELECT deliveries.submission FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
    WHERE in_erasure IS NULL AND delivered_at < ?3
      AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = submissions.id)
      AND NOT EXISTS (SELECT 1 FROM effects
          WHERE effects.about = submissions.id AND lifted_at IS NULL AND effect <> 'cancelled')";

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

/// Whose list it is.
#[derive(Debug, Clone)]
pub(crate) struct ListMailbox {
    /// The branch whose own mailbox it is; empty for the Mission Locale's.
    branch: String,
    /// All branches that have one, as a JSON list.
    own: String,
}

impl ListMailbox {
    /// One for the Mission Locale's mailbox, and one for each of those branches.
    pub(crate) fn all<'b>(branches: impl Iterator<Item = &'b str>) -> Vec<Self> {
        let branches: Vec<&str> = branches.collect();
        let own = serde_json::to_string(&branches).unwrap_or_default();
        let all = [""].into_iter().chain(branches);
        all.map(|branch| Self {
            branch: branch.to_owned(),
            own: own.clone(),
        })
        .collect()
    }

    /// The branch whose own mailbox it is.
    pub(crate) fn branch(&self) -> Option<&str> {
        Some(self.branch.as_str()).filter(|branch| !branch.is_empty())
    }
}

/// A list that is claimed.
pub(crate) struct DueList {
    pub(crate) list: List,
    pub(crate) mailbox: ListMailbox,
    /// Where the one before ended.
    pub(crate) since: Timestamp,
    /// It names what was before this moment, at which the telephone began to be answered.
    pub(crate) ends_at: Timestamp,
    /// Which attempt this is; the first is 1.
    attempt: u32,
}

/// What a list names, the earliest first, and how many more wait for the next one.
pub(crate) struct Capped<T> {
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

/// The row of the one before, or of this one at an earlier attempt.
#[derive(sqlx::FromRow)]
struct Previous {
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
    /// What it names is marked as named in the same transaction. What a list named that could not be sent before this one is
    /// named by this one. `before` is where the very first begins.
    pub(crate) async fn claim_list(
        &self,
        (list, mailbox): (List, &ListMailbox),
        ends_at: Timestamp,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<Option<DueList>, StoreError> {
        let key = (list, mailbox);
        let previous = previous(&mut *self.reading().await?.acquire().await?, key).await?;
        if next(previous.as_ref(), ends_at, before, now).is_none() {
            return Ok(None);
        }
        let mut transaction = self.writer.begin().await?;
        let previous = self::previous(&mut transaction, key).await?;
        let Some((since, attempt)) = next(previous.as_ref(), ends_at, before, now) else {
            transaction.rollback().await?;
            return Ok(None);
        };
        if attempt == 1 {
            let unsent = previous.filter(|previous| previous.sent_at.is_none());
            mark(
                &mut transaction,
                key,
                ends_at,
                unsent.map(|unsent| unsent.ends_at),
            )
            .await?;
        }
        sqlx::query(
            "REPLACE INTO lists (list, branch, since, ends_at, attempts, next_attempt_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(list.code())
        .bind(&mailbox.branch)
        .bind(since.unix_seconds())
        .bind(ends_at.unix_seconds())
        .bind(attempt)
        .bind(now.plus_seconds(CLAIM_SECONDS).unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(DueList {
            list,
            mailbox: mailbox.clone(),
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
            "UPDATE lists SET sent_at = ? WHERE list = ? AND branch = ? AND ends_at = ? AND sent_at IS NULL",
        )
        .bind(now.unix_seconds())
        .bind(due.list.code())
        .bind(&due.mailbox.branch)
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
             WHERE list = ? AND branch = ? AND ends_at = ? AND attempts = ? AND sent_at IS NULL",
        )
        .bind(next.unix_seconds())
        .bind(due.list.code())
        .bind(&due.mailbox.branch)
        .bind(due.ends_at.unix_seconds())
        .bind(due.attempt)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(next)
    }

    /// What that list of calls names. A right may have ended some of it since the claim.
    pub(crate) async fn calls_of(&self, due: &DueList) -> Result<Capped<DueCall>, StoreError> {
        type Row = (String, String, i64, Option<Vec<u8>>, bool);
        let rows: Vec<Row> = sqlx::query_as(&format!(
            "SELECT id, reference, received_at, envelope, state = 'delivered'
             FROM submissions JOIN deliveries ON deliveries.submission = submissions.id
             WHERE in_calls = ?3 AND {IN_MAILBOX}
               AND NOT EXISTS (SELECT 1 FROM effects WHERE effects.about = submissions.id AND lifted_at IS NULL)
             ORDER BY received_at, reference",
        ))
        .bind(&due.mailbox.branch)
        .bind(&due.mailbox.own)
        .bind(due.ends_at.unix_seconds())
        .fetch_all(self.reading().await?)
        .await?;
        let call = |(id, reference, received_at, envelope, is_delivered): Row| {
            Ok(DueCall {
                id: id.parse().map_err(|_| StoreError::BadRow)?,
                reference: number(&reference)?,
                received_at: moment(received_at),
                envelope,
                is_delivered,
            })
        };
        Ok(Capped {
            lines: rows
                .into_iter()
                .map(call)
                .collect::<Result<_, StoreError>>()?,
            more: self.left_over(due, due.ends_at).await?,
        })
    }

    /// What that list of fiches to erase names.
    pub(crate) async fn fiches_of(
        &self,
        due: &DueList,
    ) -> Result<Capped<DeliveredFiche>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(&format!(
            "SELECT reference, delivered_at
             FROM deliveries JOIN submissions ON submissions.id = deliveries.submission
             WHERE in_erasure = ?3 AND {IN_MAILBOX} ORDER BY delivered_at, reference",
        ))
        .bind(&due.mailbox.branch)
        .bind(&due.mailbox.own)
        .bind(due.ends_at.unix_seconds())
        .fetch_all(self.reading().await?)
        .await?;
        let fiche = |(reference, delivered_at): (String, i64)| {
            Ok(DeliveredFiche {
                reference: number(&reference)?,
                delivered_at: moment(delivered_at),
            })
        };
        Ok(Capped {
            lines: rows
                .into_iter()
                .map(fiche)
                .collect::<Result<_, StoreError>>()?,
            more: self.left_over(due, reminded_of_at(due.ends_at)).await?,
        })
    }

    async fn left_over(&self, due: &DueList, until: Timestamp) -> Result<u32, StoreError> {
        let Some((_, unnamed)) = unnamed(due.list) else {
            return Ok(0);
        };
        let count = sqlx::query_scalar(&format!("SELECT count(*) FROM ({unnamed})"))
            .bind(&due.mailbox.branch)
            .bind(&due.mailbox.own)
            .bind(until.unix_seconds())
            .fetch_one(self.reading().await?)
            .await?;
        Ok(count)
    }
}

/// The column that says which list has named a fiche, and the query for those that none has, the earliest first.
fn unnamed(list: List) -> Option<(&'static str, String)> {
    let (column, unnamed, moment) = match list {
        List::Calls => ("in_calls", TO_CALL, "received_at"),
        List::Erasure => ("in_erasure", TO_ERASE, "delivered_at"),
        List::Register => return None,
    };
    let query = format!("{unnamed} AND {IN_MAILBOX} ORDER BY {moment}, reference");
    Some((column, query))
}

/// Marks what the list that ends at `ends_at` names, and in the place of `unsent` what that one named.
async fn mark(
    connection: &mut SqliteConnection,
    (list, mailbox): (List, &ListMailbox),
    ends_at: Timestamp,
    unsent: Option<i64>,
) -> Result<(), StoreError> {
    let Some((column, unnamed)) = unnamed(list) else {
        return Ok(());
    };
    let until = match list {
        List::Erasure => reminded_of_at(ends_at),
        List::Calls | List::Register => ends_at,
    };
    if mailbox.branch().is_none() {
        take_over(connection, list, column, mailbox).await?;
    }
    if let Some(unsent) = unsent {
        sqlx::query(&format!(
            "UPDATE deliveries SET {column} = NULL WHERE {column} = ?3 AND {IN_MAILBOX}"
        ))
        .bind(&mailbox.branch)
        .bind(&mailbox.own)
        .bind(unsent)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(&format!(
        "UPDATE deliveries SET {column} = ?4 WHERE submission IN ({unnamed} LIMIT ?5)"
    ))
    .bind(&mailbox.branch)
    .bind(&mailbox.own)
    .bind(until.unix_seconds())
    .bind(ends_at.unix_seconds())
    .bind(MOST_LINES)
    .execute(connection)
    .await?;
    Ok(())
}

/// What a list named that was not sent when its branch lost its mailbox is named by the Mission Locale's.
async fn take_over(
    connection: &mut SqliteConnection,
    list: List,
    column: &str,
    mailbox: &ListMailbox,
) -> Result<(), StoreError> {
    let is_gone = "lists.branch <> '' AND lists.branch NOT IN (SELECT value FROM json_each(?2))";
    sqlx::query(&format!(
        "UPDATE deliveries SET {column} = NULL WHERE EXISTS (
             SELECT 1 FROM lists WHERE list = ?1 AND lists.branch = deliveries.branch AND ends_at = {column}
               AND sent_at IS NULL AND {is_gone})"
    ))
    .bind(list.code())
    .bind(&mailbox.own)
    .execute(&mut *connection)
    .await?;
    sqlx::query(&format!("DELETE FROM lists WHERE list = ?1 AND {is_gone}"))
        .bind(list.code())
        .bind(&mailbox.own)
        .execute(connection)
        .await?;
    Ok(())
}

fn number(reference: &str) -> Result<Reference, StoreError> {
    reference.parse().map_err(|_| StoreError::BadRow)
}

/// Where the list that ends at `ends_at` begins, and which attempt is to be made now.
fn next(
    previous: Option<&Previous>,
    ends_at: Timestamp,
    before: Timestamp,
    now: Timestamp,
) -> Option<(Timestamp, u32)> {
    let Some(previous) = previous else {
        return Some((before, 1));
    };
    let (is_sent, previous_end) = (previous.sent_at.is_some(), moment(previous.ends_at));
    if previous_end == ends_at {
        // A wait that is longer than any is of a clock that was ahead.
        let waits = (1..=LONGEST_WAIT_SECONDS.max(CLAIM_SECONDS))
            .contains(&(previous.next_attempt_at - now.unix_seconds()));
        let is_due = !is_sent && !waits;
        return is_due.then(|| (moment(previous.since), previous.attempts.saturating_add(1)));
    }
    // The site's file has an earlier opening by now, and today's list is sent already. One of the future is of a clock that
    // was ahead.
    if is_sent && previous_end > ends_at && previous_end <= now {
        return None;
    }
    let ended = if is_sent {
        previous_end
    } else {
        moment(previous.since)
    };
    Some((if ended < ends_at { ended } else { before }, 1))
}

async fn previous(
    connection: &mut SqliteConnection,
    (list, mailbox): (List, &ListMailbox),
) -> Result<Option<Previous>, StoreError> {
    let row = sqlx::query_as(
        "SELECT since, ends_at, attempts, next_attempt_at, sent_at FROM lists WHERE list = ? AND branch = ?",
    )
    .bind(list.code())
    .bind(&mailbox.branch)
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

#[cfg(test)]
mod tests;
