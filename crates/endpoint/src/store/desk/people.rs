//! Table `desk_people`. A row is never given other roles: it is closed, and another one made.

use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::{By, Roles, SignedIn, WriteError, end_access, invitations};
use crate::store::{Store, StoreError, moment};

/// A person who works at the desk, by their row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PersonId(pub(crate) i64);

/// A person who works at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    /// By which passkeys know the person.
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) roles: Roles,
}

/// A person who is added.
pub(crate) struct NewPerson<'a> {
    pub(crate) name: &'a str,
    pub(crate) roles: Roles,
    /// A random UUID.
    pub(crate) handle: &'a str,
    /// Of the secret in the link with which they make their first passkey.
    pub(crate) invitation_hash: &'a str,
}

/// A person, as a manager sees them.
pub(crate) struct PersonRow {
    pub(crate) person: Person,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) passkeys: u32,
    /// When a session of theirs was last used.
    pub(crate) seen_at: Option<Timestamp>,
}

/// What became of a wish to close somebody's access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closed {
    /// It is closed.
    Done,
    /// Nobody else could invite anybody: nothing was done.
    LastManager,
    /// There is no such person, or it was closed before.
    Nobody,
}

/// A row of `desk_people`, its columns in [`COLUMNS`].
pub(super) type PersonColumns = (i64, String, String, bool, bool, bool);

/// What [`person`] reads.
pub(super) const COLUMNS: &str = "desk_people.id, handle, name, team, officer, manager";

pub(super) fn person((id, handle, name, team, officer, manager): PersonColumns) -> Person {
    Person {
        id: PersonId(id),
        handle,
        name,
        roles: Roles {
            team,
            officer,
            manager,
        },
    }
}

impl Store {
    /// Adds a person, and keeps their invitation.
    pub(crate) async fn add_person(
        &self,
        new: &NewPerson<'_>,
        by: By<'_>,
        now: Timestamp,
    ) -> Result<PersonId, WriteError> {
        let mut transaction = self.begin_by(by, now).await?;
        let id = sqlx::query_scalar(
            "INSERT INTO desk_people (handle, name, team, officer, manager, added_at)
             VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        )
        .bind(new.handle)
        .bind(new.name)
        .bind(new.roles.team)
        .bind(new.roles.officer)
        .bind(new.roles.manager)
        .bind(now.unix_seconds())
        .fetch_one(&mut *transaction)
        .await?;
        let id = PersonId(id);
        invitations::keep(&mut transaction, id, new.invitation_hash, now).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Gives who is signed in another name.
    pub(crate) async fn rename(
        &self,
        here: &SignedIn,
        name: &str,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let mut transaction = self.begin_as(here, None, now).await?;
        sqlx::query("UPDATE desk_people SET name = ? WHERE id = ?")
            .bind(name)
            .bind(here.person.id.0)
            .execute(&mut *transaction)
            .await?;
        Ok(transaction.commit().await?)
    }

    /// Everybody, those who can sign in first.
    pub(crate) async fn people(&self) -> Result<Vec<PersonRow>, StoreError> {
        type Row = (
            i64,
            String,
            String,
            bool,
            bool,
            bool,
            Option<i64>,
            u32,
            Option<i64>,
        );
        let select = format!(
            "SELECT {COLUMNS}, closed_at,
                    (SELECT count(*) FROM desk_passkeys WHERE person = desk_people.id),
                    (SELECT max(seen_at) FROM desk_sessions WHERE person = desk_people.id)
             FROM desk_people ORDER BY closed_at IS NOT NULL, name COLLATE NOCASE, desk_people.id"
        );
        let rows: Vec<Row> = sqlx::query_as(&select)
            .fetch_all(self.reading().await?)
            .await?;
        let row =
            |(id, handle, name, team, officer, manager, closed_at, passkeys, seen_at): Row| {
                PersonRow {
                    person: person((id, handle, name, team, officer, manager)),
                    closed_at: closed_at.map(moment),
                    passkeys,
                    seen_at: seen_at.map(moment),
                }
            };
        Ok(rows.into_iter().map(row).collect())
    }

    /// A person who can be given access.
    pub(crate) async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let select =
            format!("SELECT {COLUMNS} FROM desk_people WHERE id = ? AND closed_at IS NULL");
        let row = sqlx::query_as(&select)
            .bind(id.0)
            .fetch_optional(self.reading().await?)
            .await?;
        Ok(row.map(person))
    }

    /// The person whom a passkey knows by that handle.
    pub(crate) async fn person_of_handle(
        &self,
        handle: &str,
    ) -> Result<Option<Person>, StoreError> {
        let select =
            format!("SELECT {COLUMNS} FROM desk_people WHERE handle = ? AND closed_at IS NULL");
        let row = sqlx::query_as(&select)
            .bind(handle)
            .fetch_optional(self.reading().await?)
            .await?;
        Ok(row.map(person))
    }

    /// Takes a person's access away at once: sessions end, passkeys and invitations go.
    ///
    /// The last manager stays: an operator, on the server itself, can close that one too.
    pub(crate) async fn close_person(
        &self,
        id: PersonId,
        by: By<'_>,
        now: Timestamp,
    ) -> Result<Closed, WriteError> {
        let mut transaction = self.begin_by(by, now).await?;
        let is_there: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM desk_people WHERE id = ? AND closed_at IS NULL)",
        )
        .bind(id.0)
        .fetch_one(&mut *transaction)
        .await?;
        let refused = if !is_there {
            Some(Closed::Nobody)
        } else if is_kept_from(by, &mut transaction, id).await? {
            Some(Closed::LastManager)
        } else {
            None
        };
        if let Some(refused) = refused {
            transaction.rollback().await?;
            return Ok(refused);
        }
        end_access(&mut transaction, id, now).await?;
        sqlx::query("UPDATE desk_people SET closed_at = ?2 WHERE id = ?1")
            .bind(id.0)
            .bind(now.unix_seconds())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Closed::Done)
    }

    /// Whether somebody can sign in who may invite others.
    pub(crate) async fn has_manager(&self) -> Result<bool, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        Ok(!managers(&mut connection).await?.is_empty())
    }
}

/// Whether that person's access is not for `by` to take: on a page, of the one who alone can invite others.
pub(super) async fn is_kept_from(
    by: By<'_>,
    connection: &mut SqliteConnection,
    id: PersonId,
) -> Result<bool, StoreError> {
    match by {
        By::Manager(_) => Ok(managers(connection).await? == [id.0]),
        By::Operator => Ok(false),
    }
}

/// Who can invite others: whoever has no passkey yet cannot.
async fn managers(connection: &mut SqliteConnection) -> Result<Vec<i64>, StoreError> {
    let managers = sqlx::query_scalar(
        "SELECT id FROM desk_people WHERE manager AND closed_at IS NULL
         AND EXISTS (SELECT 1 FROM desk_passkeys WHERE person = desk_people.id)",
    )
    .fetch_all(connection)
    .await?;
    Ok(managers)
}
