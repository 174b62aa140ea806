//! The desk's own tables: people and their access, steps, welcomes, views. Secrets are kept as their SHA-256.
//!
//! A moment that lies ahead of the present is of a clock that was wrong: what began then has not begun, and is refused.

mod acting;
mod counts;
mod invitations;
mod passkeys;
mod people;
mod registrations;
mod roles;
mod sessions;
mod steps;
mod views;
mod welcomes;

use domain::{
    retention::{
        DESK_COUNTS_KEEP_DAYS, DESK_STEPS_KEEP_DAYS, DESK_VIEWS_KEEP_DAYS, WELCOMES_KEEP_DAYS,
    },
    time::Timestamp,
};
use sqlx::SqliteConnection;

use super::{Store, StoreError};

pub(crate) use acting::{By, WriteError};
pub(in crate::store) use counts::count;
pub(crate) use counts::{Counted, Counting};
pub(crate) use invitations::Acceptance;
pub(crate) use passkeys::{NewPasskey, PasskeyRow};
pub(crate) use people::{Closed, NewPerson, Person, PersonId, PersonRow};
pub(crate) use registrations::Registration;
pub use roles::Role;
pub(crate) use roles::Roles;
pub(crate) use sessions::{NewSession, SessionRow, SignedIn};
pub(crate) use steps::{DeskStep, NewStep, Written};
pub(crate) use views::{Shown, View, Viewed};
pub(crate) use welcomes::{SeatKept, Welcome, WelcomeChange, WelcomeChanged, WelcomePlan};

/// How long a link of an invitation can be used.
const INVITED_FOR_SECONDS: i64 = 24 * 3600;

/// A session without a request for so long has ended.
const IDLE_SECONDS: i64 = 30 * 60;

/// No session lasts longer.
const SESSION_SECONDS: i64 = 10 * 3600;

/// How many browsers a person can be signed in with: with one more, the one that began first is signed out.
const SESSIONS_AT_ONCE: i64 = 3;

/// How long the row of a session is kept after its end.
const ENDED_KEPT_SECONDS: i64 = 7 * 24 * 3600;

/// How long an invitation is kept.
const INVITATION_KEPT_SECONDS: i64 = 30 * 24 * 3600;

const STEPS_KEPT_SECONDS: i64 = DESK_STEPS_KEEP_DAYS as i64 * 24 * 3600;

const WELCOMES_KEPT_SECONDS: i64 = WELCOMES_KEEP_DAYS as i64 * 24 * 3600;

const COUNTS_KEPT_SECONDS: i64 = DESK_COUNTS_KEEP_DAYS as i64 * 24 * 3600;

const VIEWS_KEPT_SECONDS: i64 = DESK_VIEWS_KEEP_DAYS as i64 * 24 * 3600;

/// How long the name of a person who cannot sign in any more is kept.
const PERSON_KEPT_SECONDS: i64 = 365 * 24 * 3600;

impl Store {
    /// Removes what is over for long: sessions, invitations, steps, views, counts, people. Says how many rows went.
    pub(super) async fn purge_desk(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.writer.begin().await?;
        transaction.removes();
        let mut gone = 0;
        for (statement, kept) in [
            (
                "DELETE FROM desk_sessions WHERE min(coalesce(ended_at, seen_at), seen_at) <= ?",
                ENDED_KEPT_SECONDS,
            ),
            (
                "DELETE FROM desk_invitations WHERE made_at <= ?",
                INVITATION_KEPT_SECONDS,
            ),
            (
                // A request about it may ask what was done, for as long as its own file is kept.
                "DELETE FROM desk_steps WHERE submission IN (
                     SELECT submission FROM desk_steps JOIN submissions ON id = submission
                     WHERE envelope IS NULL AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.about = id)
                     GROUP BY submission HAVING max(done_at) <= ?)",
                STEPS_KEPT_SECONDS,
            ),
            (
                // What a step names stays with it.
                "DELETE FROM desk_welcomes WHERE ends_at <= ?
                   AND NOT EXISTS (SELECT 1 FROM desk_steps WHERE welcome = desk_welcomes.id)",
                WELCOMES_KEPT_SECONDS,
            ),
            ("DELETE FROM desk_views WHERE seen_at <= ?", VIEWS_KEPT_SECONDS),
            ("DELETE FROM desk_counts WHERE week <= ?", COUNTS_KEPT_SECONDS),
            (
                "DELETE FROM desk_people WHERE closed_at <= ?",
                PERSON_KEPT_SECONDS,
            ),
        ] {
            let done = sqlx::query(statement)
                .bind(now.plus_seconds(-kept).unix_seconds())
                .execute(&mut *transaction)
                .await?;
            gone += done.rows_affected();
        }
        transaction.commit_if(gone > 0).await?;
        Ok(gone)
    }

    /// After a restore nobody is signed in: what was ended since the backup, and what was used since, is not known here.
    pub(crate) async fn sign_everybody_out(&self) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        for statement in ["DELETE FROM desk_sessions", "DELETE FROM desk_invitations"] {
            sqlx::query(statement).execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }
}

/// Ends the sessions of a person.
async fn end_sessions(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE desk_sessions SET ended_at = ?2 WHERE person = ?1 AND ended_at IS NULL")
        .bind(person.0)
        .bind(now.unix_seconds())
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends all that gives a person access: sessions, passkeys, invitations that were not used.
async fn end_access(
    connection: &mut SqliteConnection,
    person: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    end_sessions(connection, person, now).await?;
    for statement in [
        "DELETE FROM desk_passkeys WHERE person = ?",
        "DELETE FROM desk_invitations WHERE person = ? AND used_at IS NULL",
    ] {
        sqlx::query(statement)
            .bind(person.0)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
