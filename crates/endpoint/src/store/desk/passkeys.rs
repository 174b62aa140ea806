//! Passkeys of the people of the desk: public keys and counters.

use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::{PersonId, SignedIn, WriteError, end_sessions, sessions};
use crate::store::{Store, StoreError, moment};

/// A passkey that was just made.
pub(crate) struct NewPasskey<'a> {
    /// The credential's id, in base64url.
    pub(crate) id: &'a str,
    /// As the library keeps it, in JSON.
    pub(crate) passkey: &'a str,
    /// With which browser it was made.
    pub(crate) made_with: &'a str,
}

/// A passkey, as its person sees it.
pub(crate) struct PasskeyRow {
    pub(crate) id: String,
    pub(crate) made_with: String,
    pub(crate) made_at: Timestamp,
    pub(crate) used_at: Timestamp,
}

impl Store {
    /// The passkey of that id, in JSON, where it is that person's.
    pub(crate) async fn passkey(
        &self,
        person: PersonId,
        id: &str,
    ) -> Result<Option<String>, StoreError> {
        let passkey =
            sqlx::query_scalar("SELECT passkey FROM desk_passkeys WHERE id = ? AND person = ?")
                .bind(id)
                .bind(person.0)
                .fetch_optional(self.reading().await?)
                .await?;
        Ok(passkey)
    }

    /// The passkeys of a person, the oldest first.
    pub(crate) async fn passkeys(&self, person: PersonId) -> Result<Vec<PasskeyRow>, StoreError> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT id, made_with, made_at, used_at FROM desk_passkeys WHERE person = ? ORDER BY made_at, rowid",
        )
        .bind(person.0)
        .fetch_all(self.reading().await?)
        .await?;
        let row = |(id, made_with, made_at, used_at)| PasskeyRow {
            id,
            made_with,
            made_at: moment(made_at),
            used_at: moment(used_at),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Adds a passkey to those of who is signed in, and ends their other sessions.
    /// False where some person has it already.
    pub(crate) async fn add_passkey(
        &self,
        here: &SignedIn,
        passkey: &NewPasskey<'_>,
        now: Timestamp,
    ) -> Result<bool, WriteError> {
        let mut transaction = self.begin_as(here, None, now).await?;
        if !add(&mut transaction, here.person.id, passkey, now).await? {
            transaction.rollback().await?;
            return Ok(false);
        }
        sessions::end_others(&mut transaction, here, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Removes a passkey of who is signed in and ends all their sessions: the one who has it may have begun one.
    /// False where it is the last, without which the person cannot sign in, or not theirs.
    pub(crate) async fn remove_passkey(
        &self,
        here: &SignedIn,
        id: &str,
        now: Timestamp,
    ) -> Result<bool, WriteError> {
        let mut transaction = self.begin_as(here, None, now).await?;
        let person = here.person.id;
        let done = sqlx::query(
            "DELETE FROM desk_passkeys WHERE person = ?1 AND id = ?2
             AND EXISTS (SELECT 1 FROM desk_passkeys WHERE person = ?1 AND id <> ?2)",
        )
        .bind(person.0)
        .bind(id)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            transaction.rollback().await?;
            return Ok(false);
        }
        end_sessions(&mut transaction, person, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Keeps a passkey of a person; false where it is known already, of whomever.
pub(super) async fn add(
    connection: &mut SqliteConnection,
    person: PersonId,
    new: &NewPasskey<'_>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO desk_passkeys (id, person, passkey, made_with, made_at, used_at)
         SELECT ?1, id, ?3, ?4, ?5, ?5 FROM desk_people WHERE id = ?2 AND closed_at IS NULL
         ON CONFLICT DO NOTHING",
    )
    .bind(new.id)
    .bind(person.0)
    .bind(new.passkey)
    .bind(new.made_with)
    .bind(now.unix_seconds())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
