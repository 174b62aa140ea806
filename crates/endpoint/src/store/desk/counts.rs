//! Table `desk_counts`: how many registrations of a week came to what, counted when their content goes.

use domain::{time::Timestamp, wire::SubmissionId};
use sqlx::SqliteConnection;

use super::registrations::{self, Registration};
use crate::store::{Store, StoreError, moment};

/// What a registration counts for, and in which week.
pub(crate) struct Counted {
    /// The Monday of the week in which it came in, at midnight.
    pub(crate) week: Timestamp,
    /// Codes.
    pub(crate) measures: Vec<String>,
}

/// Opens a registration and says what it counts for; nothing where nothing is counted.
pub(crate) type Counting<'a> = &'a (dyn Fn(Registration) -> Option<Counted> + Sync);

/// Counts a registration, in the transaction in which its content goes. What is none of the team's counts for nothing.
pub(in crate::store) async fn count(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    counting: Counting<'_>,
) -> Result<(), StoreError> {
    let Some(registration) = registrations::of_id(connection, id).await? else {
        return Ok(());
    };
    let Some(counted) = counting(registration) else {
        return Ok(());
    };
    for measure in counted.measures {
        sqlx::query(
            "INSERT INTO desk_counts (week, measure, count) VALUES (?, ?, 1)
             ON CONFLICT (week, measure) DO UPDATE SET count = count + 1",
        )
        .bind(counted.week.unix_seconds())
        .bind(measure)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

impl Store {
    /// Every count: the week, the code of what is counted, how many.
    pub(crate) async fn desk_counts(&self) -> Result<Vec<(Timestamp, String, u64)>, StoreError> {
        let rows: Vec<(i64, String, i64)> =
            sqlx::query_as("SELECT week, measure, count FROM desk_counts ORDER BY week, measure")
                .fetch_all(self.reading().await?)
                .await?;
        let count = |count: i64| u64::try_from(count).map_err(|_| StoreError::BadRow);
        rows.into_iter()
            .map(|(week, measure, n)| Ok((moment(week), measure, count(n)?)))
            .collect()
    }
}
