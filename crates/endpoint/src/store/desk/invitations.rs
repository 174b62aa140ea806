//! Invitations: a link, used once within a day, with which a person makes a passkey: the first, or after a loss.

use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::{
    By, INVITED_FOR_SECONDS, NewPasskey, NewSession, Person, PersonId, WriteError, end_access,
    passkeys, people, sessions,
};
use crate::store::{Store, StoreError};

/// What became of an invitation that somebody opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Acceptance {
    /// It is used: its person is signed in.
    Done,
    /// It cannot be used, or not any more.
    NoInvitation,
    /// Some person has that passkey already; the invitation stays.
    KnownPasskey,
}

impl Store {
    /// Keeps an invitation. Whatever gave the person access before is void: passkeys are lost, or there were none.
    /// False for the last manager, whom an operator alone can invite again.
    pub(crate) async fn invite(
        &self,
        person: PersonId,
        secret_hash: &str,
        by: By<'_>,
        now: Timestamp,
    ) -> Result<bool, WriteError> {
        let mut transaction = self.begin_by(by, now).await?;
        if people::is_kept_from(by, &mut transaction, person).await? {
            transaction.rollback().await?;
            return Ok(false);
        }
        end_access(&mut transaction, person, now).await?;
        keep(&mut transaction, person, secret_hash, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Whom that invitation is for; nothing where it was used, is over or does not exist.
    pub(crate) async fn invited(
        &self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<Option<Person>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        invited(&mut connection, secret_hash, now).await
    }

    /// Uses the invitation: its passkey is kept, and a session begins.
    pub(crate) async fn accept_invitation(
        &self,
        secret_hash: &str,
        passkey: &NewPasskey<'_>,
        session: &NewSession<'_>,
        now: Timestamp,
    ) -> Result<Acceptance, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let Some(person) = invited(&mut transaction, secret_hash, now).await? else {
            transaction.rollback().await?;
            return Ok(Acceptance::NoInvitation);
        };
        if !passkeys::add(&mut transaction, person.id, passkey, now).await? {
            transaction.rollback().await?;
            return Ok(Acceptance::KnownPasskey);
        }
        sqlx::query("UPDATE desk_invitations SET used_at = ? WHERE secret_hash = ?")
            .bind(now.unix_seconds())
            .bind(secret_hash)
            .execute(&mut *transaction)
            .await?;
        sessions::begin(&mut transaction, person.id, session, now).await?;
        transaction.commit().await?;
        Ok(Acceptance::Done)
    }
}

/// Keeps an invitation of that person.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    person: PersonId,
    secret_hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO desk_invitations (secret_hash, person, made_at) VALUES (?, ?, ?)")
        .bind(secret_hash)
        .bind(person.0)
        .bind(now.unix_seconds())
        .execute(connection)
        .await?;
    Ok(())
}

async fn invited(
    connection: &mut SqliteConnection,
    secret_hash: &str,
    now: Timestamp,
) -> Result<Option<Person>, StoreError> {
    let select = format!(
        "SELECT {} FROM desk_people JOIN desk_invitations ON person = desk_people.id
         WHERE secret_hash = ? AND used_at IS NULL AND closed_at IS NULL AND made_at <= ? AND made_at > ?",
        people::COLUMNS
    );
    let row = sqlx::query_as(&select)
        .bind(secret_hash)
        .bind(now.latest_credible().unix_seconds())
        .bind(now.plus_seconds(-INVITED_FOR_SECONDS).unix_seconds())
        .fetch_optional(connection)
        .await?;
    Ok(row.map(people::person))
}
