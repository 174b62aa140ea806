//! Table `desk_welcomes`: collective welcomes, changed in one transaction with the steps of who has a seat there.

mod seats;

use domain::{
    desk::{Act, Seat, WelcomeId},
    time::Timestamp,
};
use sqlx::SqliteConnection;

use super::{Role, SignedIn, WriteError};
use crate::store::{Store, StoreError, moment};

pub(crate) use seats::SeatKept;

/// When and where a welcome is, and for how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WelcomePlan {
    /// The id of its place.
    pub(crate) place: String,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
    pub(crate) seats: u32,
}

/// A welcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Welcome {
    pub(crate) id: WelcomeId,
    pub(crate) plan: WelcomePlan,
    /// How often it was changed.
    pub(crate) revision: u32,
    pub(crate) is_cancelled: bool,
}

impl Welcome {
    /// A seat there.
    pub(crate) fn seat(&self) -> Seat {
        Seat {
            welcome: self.id,
            starts_at: self.plan.starts_at,
        }
    }
}

/// A change to a welcome.
#[derive(Debug, Clone, Copy)]
pub(crate) enum WelcomeChange<'a> {
    /// Another time, another place, or other seats.
    Planned(&'a WelcomePlan),
    /// It does not take place.
    Cancelled,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WelcomeChanged {
    /// It is written, now or by an earlier send; so many have a seat and are to be told.
    Done(usize),
    /// It was changed since the page was made: nothing was written.
    Meanwhile,
    /// It is cancelled, or it has begun: nothing was written.
    Over,
}

#[derive(sqlx::FromRow)]
struct Columns {
    id: i64,
    place: String,
    starts_at: i64,
    ends_at: i64,
    seats: u32,
    revision: u32,
    cancelled_at: Option<i64>,
}

impl From<Columns> for Welcome {
    fn from(row: Columns) -> Self {
        Self {
            id: WelcomeId(row.id),
            plan: WelcomePlan {
                place: row.place,
                starts_at: moment(row.starts_at),
                ends_at: moment(row.ends_at),
                seats: row.seats,
            },
            revision: row.revision,
            is_cancelled: row.cancelled_at.is_some(),
        }
    }
}

const SELECT: &str =
    "SELECT id, place, starts_at, ends_at, seats, revision, cancelled_at FROM desk_welcomes";

impl Store {
    /// Those that end after a moment, in order.
    pub(crate) async fn welcomes_after(&self, from: Timestamp) -> Result<Vec<Welcome>, StoreError> {
        let rows: Vec<Columns> = sqlx::query_as(&format!(
            "{SELECT} WHERE ends_at > ? ORDER BY starts_at, id"
        ))
        .bind(from.unix_seconds())
        .fetch_all(self.reading().await?)
        .await?;
        Ok(rows.into_iter().map(Welcome::from).collect())
    }

    /// The one of that number.
    pub(crate) async fn welcome(&self, id: WelcomeId) -> Result<Option<Welcome>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        of_id(&mut connection, id).await
    }

    /// Makes one welcome, or a series of them; says the numbers of those that are new.
    pub(crate) async fn make_welcomes(
        &self,
        plans: &[WelcomePlan],
        form: &str,
        by: &SignedIn,
        now: Timestamp,
    ) -> Result<Vec<WelcomeId>, WriteError> {
        let mut transaction = self.begin_as(by, Some(Role::Team), now).await?;
        let mut made = Vec::new();
        for plan in plans {
            let id: Option<i64> = sqlx::query_scalar(
                "INSERT INTO desk_welcomes (place, starts_at, ends_at, seats, revision, person, made_at, form)
                 VALUES (?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT (form, starts_at) DO NOTHING RETURNING id",
            )
            .bind(&plan.place)
            .bind(plan.starts_at.unix_seconds())
            .bind(plan.ends_at.unix_seconds())
            .bind(plan.seats)
            .bind(by.person.id.0)
            .bind(now.unix_seconds())
            .bind(form)
            .fetch_optional(&mut *transaction)
            .await?;
            made.extend(id.map(WelcomeId));
        }
        transaction.commit().await?;
        Ok(made)
    }

    /// Changes a welcome that is as a page showed it. Whoever has a seat is to be told, unless only the seats are more or less.
    pub(crate) async fn change_welcome(
        &self,
        shown: (WelcomeId, u32),
        change: WelcomeChange<'_>,
        form: &str,
        by: &SignedIn,
        now: Timestamp,
    ) -> Result<WelcomeChanged, WriteError> {
        let (id, revision) = shown;
        let mut transaction = self.begin_as(by, Some(Role::Team), now).await?;
        let welcome = of_id(&mut transaction, id).await?;
        let changed = match &welcome {
            None => WelcomeChanged::Over,
            Some(welcome) if change.is_done(welcome) => WelcomeChanged::Done(0),
            Some(welcome) if welcome.is_cancelled || welcome.plan.starts_at <= now => {
                WelcomeChanged::Over
            }
            Some(welcome) if welcome.revision != revision => WelcomeChanged::Meanwhile,
            Some(welcome) => {
                change.write(&mut transaction, id, now).await?;
                let told = match change.act(welcome) {
                    Some(act) => {
                        seats::tell(&mut transaction, (id, act), form, by.person.id, now).await?
                    }
                    None => 0,
                };
                WelcomeChanged::Done(told)
            }
        };
        let is_written = matches!(changed, WelcomeChanged::Done(_));
        transaction.commit_if(is_written).await?;
        Ok(changed)
    }
}

impl WelcomeChange<'_> {
    /// Whether it stands so already: the same form was sent before.
    fn is_done(self, welcome: &Welcome) -> bool {
        match self {
            Self::Planned(plan) => !welcome.is_cancelled && welcome.plan == *plan,
            Self::Cancelled => welcome.is_cancelled,
        }
    }

    /// The step of who has a seat at it, where they are to be told.
    fn act(self, before: &Welcome) -> Option<Act> {
        match self {
            Self::Cancelled => Some(Act::WelcomeCancelled(before.seat())),
            Self::Planned(plan) => {
                let is_elsewhere =
                    (&plan.place, plan.starts_at) != (&before.plan.place, before.plan.starts_at);
                is_elsewhere.then_some(Act::WelcomeMoved(Seat {
                    welcome: before.id,
                    starts_at: plan.starts_at,
                }))
            }
        }
    }

    async fn write(
        self,
        connection: &mut SqliteConnection,
        id: WelcomeId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let statement = match self {
            Self::Planned(plan) => sqlx::query(
                "UPDATE desk_welcomes SET place = ?, starts_at = ?, ends_at = ?, seats = ?, revision = revision + 1
                 WHERE id = ?",
            )
            .bind(&plan.place)
            .bind(plan.starts_at.unix_seconds())
            .bind(plan.ends_at.unix_seconds())
            .bind(plan.seats),
            Self::Cancelled => sqlx::query(
                "UPDATE desk_welcomes SET cancelled_at = ?, revision = revision + 1 WHERE id = ?",
            )
            .bind(now.unix_seconds()),
        };
        statement.bind(id.0).execute(connection).await?;
        Ok(())
    }
}

async fn of_id(
    connection: &mut SqliteConnection,
    id: WelcomeId,
) -> Result<Option<Welcome>, StoreError> {
    let row: Option<Columns> = sqlx::query_as(&format!("{SELECT} WHERE id = ?"))
        .bind(id.0)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(Welcome::from))
}
