//! The claim of a list: when it is due, what it names, and how its mail ended.

use domain::{
    delivery::{CLAIM_SECONDS, LONGEST_WAIT_SECONDS, next_attempt_at},
    retention::reminded_of_at,
    time::Timestamp,
};
use sqlx::SqliteConnection;

use super::{DueList, List, ListMailbox, Store, StoreError, moment, named::unnamed};

/// As many lines stand on a list of calls or of fiches, the earliest. The rest is for the next one.
const MOST_LINES: u32 = 200;

/// The row of the one before, or of this one at an earlier attempt.
#[derive(sqlx::FromRow)]
struct Previous {
    number: i64,
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
        let number = match previous {
            Some(previous) if attempt > 1 => previous.number,
            previous => begin(&mut transaction, key, (since, ends_at), previous).await?,
        };
        sqlx::query("UPDATE lists SET attempts = ?, next_attempt_at = ? WHERE number = ?")
            .bind(attempt)
            .bind(now.plus_seconds(CLAIM_SECONDS).unix_seconds())
            .bind(number)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Some(DueList {
            number,
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
        sqlx::query("UPDATE lists SET sent_at = ? WHERE number = ? AND sent_at IS NULL")
            .bind(now.unix_seconds())
            .bind(due.number)
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
             WHERE number = ? AND attempts = ? AND sent_at IS NULL",
        )
        .bind(next.unix_seconds())
        .bind(due.number)
        .bind(due.attempt)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(next)
    }
}

/// Puts a list in the place of the one before, marks what it names, and returns its number.
async fn begin(
    connection: &mut SqliteConnection,
    key: (List, &ListMailbox),
    (since, ends_at): (Timestamp, Timestamp),
    previous: Option<Previous>,
) -> Result<i64, StoreError> {
    let (list, mailbox) = key;
    let number = sqlx::query_scalar(
        "REPLACE INTO lists (list, branch, since, ends_at, attempts, next_attempt_at)
         VALUES (?, ?, ?, ?, 0, 0) RETURNING number",
    )
    .bind(list.code())
    .bind(&mailbox.branch)
    .bind(since.unix_seconds())
    .bind(ends_at.unix_seconds())
    .fetch_one(&mut *connection)
    .await?;
    let unsent = previous.filter(|previous| previous.sent_at.is_none());
    let unsent = unsent.map(|unsent| unsent.number);
    mark(connection, key, (ends_at, number), unsent).await?;
    Ok(number)
}

/// Marks what the list of that end and number names, and in the place of `unsent` what that one named.
async fn mark(
    connection: &mut SqliteConnection,
    (list, mailbox): (List, &ListMailbox),
    (ends_at, number): (Timestamp, i64),
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
    // This looks at every delivery: only where there is something to find.
    if let Some(unsent) = unsent {
        sqlx::query(&format!(
            "UPDATE deliveries SET {column} = NULL WHERE {column} = ?"
        ))
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
    .bind(number)
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
    let gone = "FROM lists WHERE list = ? AND branch NOT IN (SELECT '' UNION SELECT value FROM json_each(?))";
    sqlx::query(&format!(
        "UPDATE deliveries SET {column} = NULL WHERE {column} IN (SELECT number {gone} AND sent_at IS NULL)"
    ))
    .bind(list.code())
    .bind(&mailbox.own)
    .execute(&mut *connection)
    .await?;
    sqlx::query(&format!("DELETE {gone}"))
        .bind(list.code())
        .bind(&mailbox.own)
        .execute(connection)
        .await?;
    Ok(())
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
        "SELECT number, since, ends_at, attempts, next_attempt_at, sent_at FROM lists WHERE list = ? AND branch = ?",
    )
    .bind(list.code())
    .bind(&mailbox.branch)
    .fetch_optional(connection)
    .await?;
    Ok(row)
}
