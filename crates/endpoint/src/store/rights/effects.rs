//! What a request does to a registration: content gone, frozen, or not used any more.

use domain::{
    rights::{Effect, OwnAct, Right},
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{Note, notes};
use crate::store::{Alone, StoreError, purges::take_content, transaction::Transaction};

/// Carries out what `asked` does to the submission `about`; `None` where a right does nothing by itself.
pub(super) async fn apply(
    connection: &mut Transaction,
    request: &SubmissionId,
    asked: Right,
    about: &SubmissionId,
    now: Timestamp,
) -> Result<Option<OwnAct>, StoreError> {
    let Some(effect) = asked.effect() else {
        return Ok(None);
    };
    let target: Option<(bool, bool, bool)> = sqlx::query_as(
        "SELECT envelope IS NOT NULL, asked IS NOT NULL, coalesce(deliveries.state = 'sending', 0)
         FROM submissions
         LEFT JOIN rights_requests ON rights_requests.submission = submissions.id
         LEFT JOIN deliveries ON deliveries.submission = submissions.id
         WHERE submissions.id = ?",
    )
    .bind(about.as_str())
    .fetch_optional(&mut **connection)
    .await?;
    let stands: bool = sqlx::query_scalar(
        // Its own stands already where it was put back from the journal, and the request comes again.
        "SELECT EXISTS (SELECT 1 FROM effects
                        WHERE about = ? AND effect = ? AND lifted_at IS NULL AND request <> ?)",
    )
    .bind(about.as_str())
    .bind(effect.code())
    .bind(request.as_str())
    .fetch_one(&mut **connection)
    .await?;
    let outcome = match target {
        Some((_, true, _)) => OwnAct::NotARegistration,
        _ if stands => OwnAct::AlreadyDone,
        None => OwnAct::NotArrived,
        Some((false, false, _)) => OwnAct::AlreadyGone,
        // Its mail is claimed, and cannot be called back. The note that follows tells the mailbox.
        Some((true, false, true)) => OwnAct::BeingMailed,
        Some((true, false, false)) => OwnAct::Applied,
    };
    let carried_out = matches!(outcome, OwnAct::Applied | OwnAct::BeingMailed);
    // Each request holds by itself: one that is lifted takes no other with it.
    if carried_out || matches!(outcome, OwnAct::NotArrived | OwnAct::AlreadyDone) {
        insert(connection, request, about, effect, now).await?;
    }
    if carried_out && effect == Effect::Cancelled {
        remove_content(connection, about, now).await?;
    }
    // What is gone from here may still be in the mailbox, on paper or in I-Milo.
    if carried_out || outcome == OwnAct::AlreadyGone {
        tell(connection, request, Note::of(effect), now).await?;
    }
    Ok(Some(outcome))
}

/// Ends what a request does, and tells the mailbox unless something else still holds.
/// Whether there was anything; what is gone does not come back.
pub(super) async fn lift(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE effects SET lifted_at = ? WHERE request = ? AND lifted_at IS NULL AND effect <> 'cancelled'",
    )
    .bind(now.unix_seconds())
    .bind(request.as_str())
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let still_held: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM effects AS ended JOIN effects AS other ON other.about = ended.about
                        WHERE ended.request = ? AND other.lifted_at IS NULL)",
    )
    .bind(request.as_str())
    .fetch_one(&mut *connection)
    .await?;
    if !still_held {
        tell(connection, request, Note::Lifted, now).await?;
    }
    Ok(true)
}

/// Plans a mail to the mailbox, where the registration is known here: its number is all that the mail says of it.
async fn tell(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    note: Note,
    now: Timestamp,
) -> Result<(), StoreError> {
    let known: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM rights_requests JOIN submissions ON submissions.id = rights_requests.about
                        WHERE rights_requests.submission = ?)",
    )
    .bind(request.as_str())
    .fetch_one(&mut *connection)
    .await?;
    if known {
        notes::plan(connection, request, &[(note, now)]).await?;
    }
    Ok(())
}

/// What one request did is another's from now on, and the mailbox is told: the first may have come after the backup.
pub(super) async fn adopt(
    connection: &mut SqliteConnection,
    alone: &Alone,
    to: &SubmissionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    for statement in [
        "INSERT INTO effects (request, about, effect, since)
         SELECT ?1, about, effect, since FROM effects WHERE request = ?2 AND lifted_at IS NULL",
        "UPDATE effects SET lifted_at = ?3 WHERE request = ?2 AND lifted_at IS NULL",
    ] {
        sqlx::query(statement)
            .bind(to.as_str())
            .bind(alone.request.as_str())
            .bind(now.unix_seconds())
            .execute(&mut *connection)
            .await?;
    }
    tell(connection, to, Note::of(alone.effect), now).await
}

/// The request that cancelled a submission before it came.
pub(super) async fn cancelled_by(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
) -> Result<Option<SubmissionId>, StoreError> {
    let request: Option<String> = sqlx::query_scalar(
        "SELECT request FROM effects WHERE about = ? AND effect = 'cancelled' AND lifted_at IS NULL",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?;
    request
        .map(|id| id.parse().map_err(|_| StoreError::BadRow))
        .transpose()
}

/// Nothing is done to a rights request, whatever was asked of its id before it came: it reaches the officer.
pub(super) async fn void(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE effects SET lifted_at = ? WHERE about = ? AND lifted_at IS NULL")
        .bind(now.unix_seconds())
        .bind(id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// The envelope goes as in a purge, before its time: id, hash and dates stay, so that a resend is recognised.
pub(in crate::store) async fn remove_content(
    connection: &mut Transaction,
    id: &SubmissionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    if !take_content(connection, id, now).await? {
        return Ok(());
    }
    sqlx::query("INSERT INTO purge_log (purged_at, count) VALUES (?, 1)")
        .bind(now.unix_seconds())
        .execute(&mut **connection)
        .await?;
    Ok(())
}

async fn insert(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    about: &SubmissionId,
    effect: Effect,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO effects (request, about, effect, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(request.as_str())
        .bind(about.as_str())
        .bind(effect.code())
        .bind(now.unix_seconds())
        .execute(connection)
        .await?;
    Ok(())
}
