//! The purges: every removal of what has been kept long enough, in one list. Ids, hashes, references and dates stay.
//!
//! Each purge can be called from the store alone, and [`Purged`] is made in one place: a purge that is not in the list
//! is dead code, and the build fails.

use domain::{
    reference::Reference,
    retention::{self, Content, Held},
    time::Timestamp,
    wire::SubmissionId,
};

use super::{Counting, Store, StoreError, desk, moment, transaction::Transaction};

/// A submission whose content goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurgeItem {
    /// The submission; print [`SubmissionId::short`], never the whole.
    pub id: SubmissionId,
    /// The number its sender was given.
    pub reference: Reference,
    /// When it was received.
    pub received_at: Timestamp,
    /// When the mailbox took it; nothing where an objection stopped it before, or an operator set it aside.
    pub delivered_at: Option<Timestamp>,
    /// When an operator set it aside.
    pub set_aside_at: Option<Timestamp>,
}

/// What became of each purge. A field is a purge: one more field is one more call in [`Store::purge`].
struct Purged {
    /// The submissions whose content went.
    content: Result<Vec<PurgeItem>, StoreError>,
    /// How many files of rights requests went.
    rights_files: Result<usize, StoreError>,
    /// The journal of effects was rewritten without what nothing needs any more.
    effect_journal: Result<(), StoreError>,
    /// How many lines of the record of options went.
    option_lines: Result<usize, StoreError>,
    /// How many rows of the desk went: sessions, invitations, people whose access is closed.
    desk: Result<u64, StoreError>,
    /// Of how many submissions it is forgotten which branch's mailbox has them.
    mailboxes: Result<u64, StoreError>,
}

impl Purged {
    /// The submissions whose content went, where every purge did what it had to.
    fn whole(self) -> Result<Vec<PurgeItem>, StoreError> {
        let Self {
            content,
            rights_files,
            effect_journal,
            option_lines,
            desk,
            mailboxes,
        } = self;
        let content = content?;
        rights_files?;
        effect_journal?;
        option_lines?;
        desk?;
        mailboxes?;
        Ok(content)
    }
}

impl Store {
    /// Runs every purge, each whatever became of the others, and notes the moment when all have done what they had to.
    /// Says of which submissions the content went. `counting` opens each registration a last time, for the weekly figures.
    pub(crate) async fn purge(
        &self,
        keep_days: u16,
        now: Timestamp,
        counting: Counting<'_>,
    ) -> Result<Vec<PurgeItem>, StoreError> {
        let purged = Purged {
            content: self.purge_content(keep_days, now, counting).await,
            rights_files: self.purge_rights_files(now).await,
            effect_journal: self.compact_journal(now).await,
            option_lines: self.purge_option_choices(now).await,
            desk: self.purge_desk(now).await,
            mailboxes: self.forget_mailboxes(now).await,
        };
        log(&purged);
        let gone = purged.whole()?;
        self.purged(now).await?;
        Ok(gone)
    }

    /// What a purge at `now` would remove of contents. The purge itself asks the same question.
    pub(crate) async fn purge_plan(
        &self,
        keep_days: u16,
        now: Timestamp,
    ) -> Result<Vec<PurgeItem>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        plan(&mut connection, keep_days, now).await
    }

    /// Removes what the plan says, counts it, and writes down when and how many.
    async fn purge_content(
        &self,
        keep_days: u16,
        now: Timestamp,
        counting: Counting<'_>,
    ) -> Result<Vec<PurgeItem>, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let items = plan(&mut transaction, keep_days, now).await?;
        if items.is_empty() {
            transaction.rollback().await?;
            return Ok(items);
        }
        for item in &items {
            desk::count(&mut transaction, &item.id, counting).await?;
            take_content(&mut transaction, &item.id, now).await?;
        }
        sqlx::query("INSERT INTO purge_log (purged_at, count) VALUES (?, ?)")
            .bind(now.unix_seconds())
            .bind(i64::try_from(items.len()).unwrap_or(i64::MAX))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(items)
    }

    /// Forgets which branch's mailbox has what came long ago and is gone from here.
    async fn forget_mailboxes(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.writer.begin().await?;
        transaction.removes();
        let forgotten = sqlx::query(
            "UPDATE deliveries SET branch = NULL
             WHERE branch IS NOT NULL AND coalesce(delivered_at, 0) <= ?1
               AND EXISTS (SELECT 1 FROM submissions
                   WHERE submissions.id = deliveries.submission AND envelope IS NULL AND received_at <= ?1)
               -- For as long as a right may send word to that mailbox, or the list of what is to be erased waits for it.
               AND NOT EXISTS (SELECT 1 FROM effects
                   WHERE effects.about = deliveries.submission AND effect <> 'cancelled'
                     AND (lifted_at IS NULL OR lifted_at > ?1))
               AND NOT EXISTS (SELECT 1 FROM notes
                   JOIN rights_requests ON rights_requests.submission = notes.request
                   WHERE rights_requests.about = deliveries.submission AND notes.sent_at IS NULL)",
        )
        .bind(retention::mailbox_forgotten_of_at(now).unix_seconds())
        .execute(&mut *transaction)
        .await?;
        if forgotten.rows_affected() == 0 {
            transaction.rollback().await?;
            return Ok(0);
        }
        transaction.commit().await?;
        Ok(forgotten.rows_affected())
    }
}

fn log(purged: &Purged) {
    if let Ok(items) = &purged.content
        && !items.is_empty()
    {
        tracing::info!(count = items.len(), "purged");
    }
    if let Ok(files @ 1..) = purged.rights_files {
        tracing::info!(files, "files of rights requests purged");
    }
    if let Ok(lines @ 1..) = purged.option_lines {
        tracing::info!(lines, "record of options purged");
    }
    if let Ok(rows @ 1..) = purged.desk {
        tracing::info!(rows, "sessions, invitations and people of the desk purged");
    }
    if let Ok(mailboxes @ 1..) = purged.mailboxes {
        tracing::info!(mailboxes, "mailboxes of branches forgotten");
    }
}

/// The one statement that removes an envelope. Whether there was one.
pub(super) async fn take_content(
    transaction: &mut Transaction,
    id: &SubmissionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    transaction.removes();
    let done = sqlx::query(
        "UPDATE submissions SET envelope = NULL, purged_at = ? WHERE id = ? AND envelope IS NOT NULL",
    )
    .bind(now.unix_seconds())
    .bind(id.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(done.rows_affected() > 0)
}

async fn plan(
    connection: &mut sqlx::SqliteConnection,
    keep_days: u16,
    now: Timestamp,
) -> Result<Vec<PurgeItem>, StoreError> {
    let rows: Vec<HeldRow> = sqlx::query_as(
        "SELECT submissions.id, reference, received_at, delivered_at, set_aside_at, asked IS NOT NULL AS is_request, closed_at,
             EXISTS (SELECT 1 FROM effects
                     WHERE about = submissions.id AND effect = 'frozen' AND lifted_at IS NULL) AS frozen,
             (SELECT min(asking.closed_at) FROM effects
              JOIN rights_requests AS asking ON asking.submission = effects.request
              WHERE effects.about = submissions.id AND effect = 'stopped' AND lifted_at IS NULL
                AND asking.state = 'answered') AS objection_granted_at,
             (SELECT CASE act WHEN 'closed' THEN done_at END FROM desk_steps
              WHERE desk_steps.submission = submissions.id AND act IN ('closed', 'reopened')
              ORDER BY number DESC LIMIT 1) AS team_closed_at
         FROM submissions
         JOIN deliveries ON deliveries.submission = submissions.id
         LEFT JOIN rights_requests ON rights_requests.submission = submissions.id
         WHERE envelope IS NOT NULL
         ORDER BY delivered_at, submissions.id",
    )
    .fetch_all(connection)
    .await?;
    let past = |row: &HeldRow| retention::is_past(row.held(), keep_days, now);
    let items = rows.into_iter().filter(past).map(HeldRow::into_item);
    // One that cannot be read stays, and keeps no other.
    let readable = |item: Result<PurgeItem, StoreError>| {
        item.inspect_err(|_| tracing::error!("a submission cannot be read: it is not purged"))
            .ok()
    };
    Ok(items.filter_map(readable).collect())
}

#[derive(sqlx::FromRow)]
struct HeldRow {
    id: String,
    reference: String,
    received_at: i64,
    delivered_at: Option<i64>,
    set_aside_at: Option<i64>,
    is_request: bool,
    closed_at: Option<i64>,
    frozen: bool,
    objection_granted_at: Option<i64>,
    team_closed_at: Option<i64>,
}

impl HeldRow {
    fn held(&self) -> Held {
        let content = if self.is_request {
            Content::RightsRequest {
                closed_at: self.closed_at.map(moment),
            }
        } else {
            Content::Registration
        };
        Held {
            delivered_at: self.delivered_at.map(moment),
            content,
            team_closed_at: self.team_closed_at.map(moment),
            set_aside_at: self.set_aside_at.map(moment),
            frozen: self.frozen,
            objection_granted_at: self.objection_granted_at.map(moment),
        }
    }

    fn into_item(self) -> Result<PurgeItem, StoreError> {
        Ok(PurgeItem {
            id: self.id.parse().map_err(|_| StoreError::BadRow)?,
            reference: self.reference.parse().map_err(|_| StoreError::BadRow)?,
            received_at: moment(self.received_at),
            delivered_at: self.delivered_at.map(moment),
            set_aside_at: self.set_aside_at.map(moment),
        })
    }
}
