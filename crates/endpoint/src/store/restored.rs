//! A restored database: the journal of effects is replayed into it, and a hold on mail stands until it is released.

use std::{collections::HashSet, path::Path};

use domain::{reference::Reference, rights::Effect, time::Timestamp, wire::SubmissionId};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{
    Store, StoreError,
    journal::{self, Known, Line},
    moment,
    rights::remove_content,
    transaction::Transaction,
};

/// What the journal changed in the database, and what it knows that the database does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Replayed {
    /// Effects that were made again.
    pub(crate) made: usize,
    /// Effects that were ended again.
    pub(crate) lifted: usize,
    /// Lines of the journal that cannot be read.
    pub(crate) unreadable: usize,
    /// Effects whose requests are not here.
    pub(crate) unknown: Vec<Alone>,
}

/// An effect of which nothing but the journal knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alone {
    /// The request that made it.
    pub(crate) request: SubmissionId,
    pub(crate) effect: Effect,
    pub(crate) since: Timestamp,
    /// The submission it is done to.
    pub(crate) target: SubmissionId,
    /// The number of that, where it is here.
    pub(crate) about: Option<Reference>,
}

/// What a database holds, as an operator is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contents {
    /// Submissions whose content is held.
    pub(crate) held: u32,
    /// Of those, the ones that are still to be mailed.
    pub(crate) undelivered: u32,
    /// When the last one was received.
    pub(crate) last_received_at: Option<Timestamp>,
    /// The names of the keys that open those.
    pub(crate) sealed_to: Vec<String>,
}

impl Store {
    /// Puts back what the journal knows of effects, and tells it what it does not know: it can have been lost, too.
    pub(crate) async fn replay_journal(&self) -> Result<Replayed, StoreError> {
        let known = journal::last_words(self.journal.file()).await?;
        let replayed = self.replay(&known).await?;
        self.journal_what_stands(&known.lines).await?;
        Ok(replayed)
    }

    /// The same, of another journal: one that was kept with a backup.
    pub(crate) async fn replay_journal_at(&self, file: &Path) -> Result<Replayed, StoreError> {
        let known = journal::last_words(file).await?;
        self.replay(&known).await
    }

    /// The effects that stand and have no file: their requests came after the backup that this database was.
    pub(crate) async fn effects_alone(&self) -> Result<Vec<Alone>, StoreError> {
        let rows: Vec<(String, String, String, i64, Option<String>)> = sqlx::query_as(
            "SELECT request, effect, about, since, reference
             FROM effects LEFT JOIN submissions ON submissions.id = effects.about
             WHERE lifted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE submission = effects.request)
             ORDER BY since, request",
        )
        .fetch_all(self.reading().await?)
        .await?;
        let alone = |(request, effect, target, since, about): (
            String,
            String,
            String,
            _,
            Option<String>,
        )| {
            Ok(Alone {
                request: request.parse().map_err(|_| StoreError::BadRow)?,
                effect: Effect::from_code(&effect).ok_or(StoreError::BadRow)?,
                since: moment(since),
                target: target.parse().map_err(|_| StoreError::BadRow)?,
                about: about.and_then(|number| number.parse().ok()),
            })
        };
        rows.into_iter().map(alone).collect()
    }

    async fn journal_what_stands(&self, known: &[Line]) -> Result<(), StoreError> {
        // What has a file here and waits for its submission has proved nothing yet: it is weighed when that comes.
        let standing: Vec<String> = sqlx::query_scalar(
            "SELECT request FROM effects WHERE lifted_at IS NULL AND (
                 EXISTS (SELECT 1 FROM submissions WHERE id = effects.about)
                 OR NOT EXISTS (SELECT 1 FROM rights_requests WHERE submission = effects.request))",
        )
        .fetch_all(self.reading().await?)
        .await?;
        let known: HashSet<&str> = known.iter().map(|line| line.request.as_str()).collect();
        let unknown = standing
            .iter()
            .filter(|request| !known.contains(request.as_str()));
        let mut transaction = self.writer.begin().await?;
        for request in unknown {
            sqlx::query(
                "INSERT INTO effects_to_journal SELECT request, about, effect, since, 0 FROM effects WHERE request = ?",
            )
            .bind(request)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await
    }

    async fn replay(&self, known: &Known) -> Result<Replayed, StoreError> {
        let lines = &known.lines;
        let mut replayed = Replayed {
            unreadable: known.unreadable,
            ..Replayed::default()
        };
        if lines.is_empty() {
            return Ok(replayed);
        }
        let mut transaction = self.writer.begin().await?;
        for line in lines {
            replay_line(&mut transaction, line, &mut replayed).await?;
        }
        transaction.commit().await?;
        Ok(replayed)
    }

    /// Whether that file is a database of this program, undamaged.
    pub(crate) async fn is_whole(file: &Path) -> bool {
        let options = SqliteConnectOptions::new().filename(file);
        let Ok(mut database) = options.connect().await else {
            return false;
        };
        let checked: Result<String, _> = sqlx::query_scalar("PRAGMA integrity_check(1)")
            .fetch_one(&mut database)
            .await;
        let ours: Result<i64, _> = sqlx::query_scalar(
            "SELECT count(*) FROM sqlite_schema WHERE name IN ('submissions', '_sqlx_migrations')",
        )
        .fetch_one(&mut database)
        .await;
        let closed = database.close().await;
        checked.is_ok_and(|said| said == "ok") && ours.is_ok_and(|ours| ours == 2) && closed.is_ok()
    }

    /// Since when no mail may leave, if none may.
    pub(crate) async fn mail_held_since(&self) -> Result<Option<Timestamp>, StoreError> {
        let since: Option<i64> = sqlx::query_scalar("SELECT since FROM mail_hold")
            .fetch_optional(self.reading().await?)
            .await?;
        Ok(since.map(moment))
    }

    /// From now on no mail leaves. Whether it was otherwise before.
    pub(crate) async fn hold_mail(&self, now: Timestamp) -> Result<bool, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let done = sqlx::query(
            "INSERT INTO mail_hold (only_row, since) VALUES (1, ?) ON CONFLICT DO NOTHING",
        )
        .bind(now.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Mail leaves again. Whether it was held.
    pub(crate) async fn release_mail(&self) -> Result<bool, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let done = sqlx::query("DELETE FROM mail_hold")
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// What is held.
    pub(crate) async fn contents(&self) -> Result<Contents, StoreError> {
        let (held, last_received_at): (u32, Option<i64>) = sqlx::query_as(
            "SELECT count(*) FILTER (WHERE envelope IS NOT NULL), max(received_at) FROM submissions",
        )
        .fetch_one(self.reading().await?)
        .await?;
        let undelivered = sqlx::query_scalar("SELECT count(*) FROM deliverable")
            .fetch_one(self.reading().await?)
            .await?;
        Ok(Contents {
            held,
            undelivered,
            last_received_at: last_received_at.map(moment),
            sealed_to: self.sealed_to().await?,
        })
    }

    /// The names of the keys that what is still to be mailed was sealed to.
    pub(crate) async fn sealed_to(&self) -> Result<Vec<String>, StoreError> {
        let kids = sqlx::query_scalar(
            "SELECT DISTINCT json_extract(CAST(envelope AS TEXT), '$.kid')
             FROM submissions JOIN deliverable ON deliverable.submission = submissions.id
             WHERE json_valid(CAST(envelope AS TEXT)) AND json_extract(CAST(envelope AS TEXT), '$.kid') IS NOT NULL",
        )
        .fetch_all(self.reading().await?)
        .await?;
        Ok(kids)
    }

    /// Writes a copy of everything into a new file, while others go on: without what was removed.
    /// `file` is an absolute path: SQLite reads what begins with `file:` as an address.
    pub(crate) async fn copy_into(&self, file: &str) -> Result<(), StoreError> {
        sqlx::query("VACUUM INTO ?")
            .bind(file)
            .execute(self.reading().await?)
            .await?;
        Ok(())
    }

    /// Forgets what the journal holds of effects that are neither standing nor young enough for a backup to lack them.
    pub(in crate::store) async fn compact_journal(&self, now: Timestamp) -> Result<(), StoreError> {
        let standing: Vec<String> =
            sqlx::query_scalar("SELECT request FROM effects WHERE lifted_at IS NULL")
                .fetch_all(self.reading().await?)
                .await?;
        let stays = move |line: &Line| {
            !domain::retention::is_file_past(moment(line.at), now)
                || standing.contains(&line.request)
        };
        self.journal.compact(stays).await
    }
}

async fn replay_line(
    connection: &mut Transaction,
    line: &Line,
    replayed: &mut Replayed,
) -> Result<(), StoreError> {
    let request: SubmissionId = line.request.parse().map_err(|_| StoreError::BadRow)?;
    let about: SubmissionId = line.about.parse().map_err(|_| StoreError::BadRow)?;
    let effect = Effect::from_code(&line.effect).ok_or(StoreError::BadRow)?;
    if line.lifted {
        let done =
            sqlx::query("UPDATE effects SET lifted_at = ? WHERE request = ? AND lifted_at IS NULL")
                .bind(line.at)
                .bind(&line.request)
                .execute(&mut **connection)
                .await?;
        replayed.lifted += usize::from(done.rows_affected() > 0);
    } else {
        let done = sqlx::query(
            "INSERT INTO effects (request, about, effect, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(&line.request)
        .bind(&line.about)
        .bind(effect.code())
        .bind(line.at)
        .execute(&mut **connection)
        .await?;
        if done.rows_affected() > 0 {
            replayed.made += 1;
            if effect == Effect::Cancelled {
                remove_content(connection, &about, moment(line.at)).await?;
            }
            if !is_known(connection, &request).await? {
                let number = number_of(connection, &about).await?;
                replayed.unknown.push(Alone {
                    request,
                    effect,
                    since: moment(line.at),
                    target: about,
                    about: number,
                });
            }
        }
    }
    // The journal has it already.
    sqlx::query("DELETE FROM effects_to_journal WHERE request = ?")
        .bind(&line.request)
        .execute(&mut **connection)
        .await?;
    Ok(())
}

async fn number_of(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
) -> Result<Option<Reference>, StoreError> {
    let number: Option<String> =
        sqlx::query_scalar("SELECT reference FROM submissions WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(connection)
            .await?;
    Ok(number.and_then(|number| number.parse().ok()))
}

async fn is_known(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
) -> Result<bool, StoreError> {
    let known = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM submissions WHERE id = ?)")
        .bind(request.as_str())
        .fetch_one(connection)
        .await?;
    Ok(known)
}
