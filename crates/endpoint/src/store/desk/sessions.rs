//! Table `desk_sessions`: a row for each signed-in browser, over by idleness, by age or by an end that is written.

use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::{
    By, IDLE_SECONDS, Person, PersonId, SESSION_SECONDS, SESSIONS_AT_ONCE, WriteError,
    end_sessions, people,
};
use crate::store::{Store, StoreError, moment};

/// A request moves the end of an idle session, written down at most so often.
const NOTED_EVERY_SECONDS: i64 = 60;

/// A session that begins.
pub(crate) struct NewSession<'a> {
    pub(crate) secret_hash: &'a str,
    /// "Firefox, Windows".
    pub(crate) browser: &'a str,
}

/// Somebody who was signed in when a request was let in: what they write asks again, in `Store::begin_as`.
#[derive(Clone)]
pub(crate) struct SignedIn {
    pub(crate) person: Person,
    pub(crate) secret_hash: String,
    /// When they showed a passkey.
    pub(crate) begun_at: Timestamp,
    seen_at: Timestamp,
}

/// A session, as its person sees it.
pub(crate) struct SessionRow {
    pub(crate) secret_hash: String,
    pub(crate) browser: String,
    pub(crate) begun_at: Timestamp,
    pub(crate) seen_at: Timestamp,
}

/// Of a session that is under way. Moments of the future are of a clock that was wrong: such a session has ended.
const UNDER_WAY: &str = "ended_at IS NULL AND closed_at IS NULL
    AND begun_at > ?2 - ?3 AND seen_at > ?2 - ?4 AND begun_at <= ?5 AND seen_at <= ?5";

impl Store {
    /// Begins a session with a passkey that was shown: `passkey` as it is afterwards. False where it is there no more.
    pub(crate) async fn sign_in(
        &self,
        person: PersonId,
        (id, passkey): (&str, &str),
        session: &NewSession<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let done = sqlx::query(
            "UPDATE desk_passkeys SET passkey = ?, used_at = ? WHERE id = ? AND person = ?
             AND EXISTS (SELECT 1 FROM desk_people WHERE desk_people.id = person AND closed_at IS NULL)",
        )
        .bind(passkey)
        .bind(now.unix_seconds())
        .bind(id)
        .bind(person.0)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            transaction.rollback().await?;
            return Ok(false);
        }
        begin(&mut transaction, person, session, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Who is signed in with that secret. Asking moves the end of an idle session.
    pub(crate) async fn signed_in(
        &self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<Option<SignedIn>, StoreError> {
        let Some(signed_in) = self.looked_in(secret_hash, now).await? else {
            return Ok(None);
        };
        if now.seconds_since(signed_in.seen_at) >= NOTED_EVERY_SECONDS {
            let mut transaction = self.writer.begin().await?;
            sqlx::query(
                "UPDATE desk_sessions SET seen_at = ? WHERE secret_hash = ? AND ended_at IS NULL",
            )
            .bind(now.unix_seconds())
            .bind(secret_hash)
            .execute(&mut *transaction)
            .await?;
            transaction.commit().await?;
        }
        Ok(Some(signed_in))
    }

    /// The same, for what a page asks by itself: an idle session stays idle.
    pub(crate) async fn looked_in(
        &self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<Option<SignedIn>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        under_way(&mut connection, secret_hash, now).await
    }

    /// The sessions of a person that are under way, the one used last first.
    pub(crate) async fn sessions(
        &self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<SessionRow>, StoreError> {
        let select = format!(
            "SELECT secret_hash, browser, begun_at, seen_at
             FROM desk_sessions JOIN desk_people ON person = desk_people.id
             WHERE person = ?1 AND {UNDER_WAY} ORDER BY seen_at DESC, secret_hash"
        );
        let rows: Vec<(String, String, i64, i64)> =
            bind_ends(sqlx::query_as(&select).bind(person.0), now)
                .fetch_all(self.reading().await?)
                .await?;
        let row = |(secret_hash, browser, begun_at, seen_at)| SessionRow {
            secret_hash,
            browser,
            begun_at: moment(begun_at),
            seen_at: moment(seen_at),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Ends the session of that secret.
    pub(crate) async fn sign_out(
        &self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "UPDATE desk_sessions SET ended_at = ? WHERE secret_hash = ? AND ended_at IS NULL",
        )
        .bind(now.unix_seconds())
        .bind(secret_hash)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Ends the other sessions of who is signed in.
    pub(crate) async fn sign_out_elsewhere(
        &self,
        here: &SignedIn,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let mut transaction = self.begin_as(here, None, now).await?;
        end_others(&mut transaction, here, now).await?;
        Ok(transaction.commit().await?)
    }

    /// Ends every session of a person.
    pub(crate) async fn sign_person_out(
        &self,
        person: PersonId,
        by: By<'_>,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let mut transaction = self.begin_by(by, now).await?;
        end_sessions(&mut transaction, person, now).await?;
        Ok(transaction.commit().await?)
    }
}

/// Whose session that is, where it is under way.
pub(super) async fn under_way(
    connection: &mut SqliteConnection,
    secret_hash: &str,
    now: Timestamp,
) -> Result<Option<SignedIn>, StoreError> {
    type Row = (i64, String, String, bool, bool, bool, i64, i64);
    let select = format!(
        "SELECT {}, begun_at, seen_at FROM desk_sessions JOIN desk_people ON person = desk_people.id
         WHERE secret_hash = ?1 AND {UNDER_WAY}",
        people::COLUMNS
    );
    let row: Option<Row> = bind_ends(sqlx::query_as(&select).bind(secret_hash), now)
        .fetch_optional(connection)
        .await?;
    let signed_in = |(id, handle, name, team, officer, manager, begun_at, seen_at): Row| SignedIn {
        person: people::person((id, handle, name, team, officer, manager)),
        secret_hash: secret_hash.to_owned(),
        begun_at: moment(begun_at),
        seen_at: moment(seen_at),
    };
    Ok(row.map(signed_in))
}

/// Ends the sessions of who is signed in, but for the one that asks.
pub(super) async fn end_others(
    connection: &mut SqliteConnection,
    here: &SignedIn,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE desk_sessions SET ended_at = ?3 WHERE person = ?1 AND secret_hash <> ?2 AND ended_at IS NULL",
    )
    .bind(here.person.id.0)
    .bind(&here.secret_hash)
    .bind(now.unix_seconds())
    .execute(connection)
    .await?;
    Ok(())
}

/// Begins a session, and ends the one that began first where there are too many.
pub(super) async fn begin(
    connection: &mut SqliteConnection,
    person: PersonId,
    session: &NewSession<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    // Those that are over by themselves take no room.
    let end_the_rest = format!(
        "UPDATE desk_sessions SET ended_at = ?2 WHERE person = ?1 AND ended_at IS NULL AND secret_hash NOT IN (
             SELECT secret_hash FROM desk_sessions JOIN desk_people ON person = desk_people.id
             WHERE person = ?1 AND {UNDER_WAY} ORDER BY begun_at DESC, desk_sessions.rowid DESC LIMIT ?6)
         RETURNING secret_hash"
    );
    let ended: sqlx::query::QueryAs<'_, _, (String,), _> = sqlx::query_as(&end_the_rest);
    bind_ends(ended.bind(person.0), now)
        .bind(SESSIONS_AT_ONCE - 1)
        .fetch_all(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO desk_sessions (secret_hash, person, browser, begun_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?4)",
    )
    .bind(session.secret_hash)
    .bind(person.0)
    .bind(session.browser)
    .bind(now.unix_seconds())
    .execute(&mut *connection)
    .await?;
    Ok(())
}

type Query<'q, O> = sqlx::query::QueryAs<'q, sqlx::Sqlite, O, sqlx::sqlite::SqliteArguments<'q>>;

/// Binds what [`UNDER_WAY`] asks for, after the first parameter.
fn bind_ends<O>(query: Query<'_, O>, now: Timestamp) -> Query<'_, O> {
    query
        .bind(now.unix_seconds())
        .bind(SESSION_SECONDS)
        .bind(IDLE_SECONDS)
        .bind(now.latest_credible().unix_seconds())
}
