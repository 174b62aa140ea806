//! What the team works through: registrations and callback requests, each with its steps, in two statements.

use domain::{desk::WelcomeId, reference::Reference, time::Timestamp, wire::SubmissionId};
use sqlx::SqliteConnection;

use super::steps::{self, DeskStep};
use crate::store::{Store, StoreError, moment};

/// A registration or a callback request, still sealed.
pub(crate) struct Registration {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    pub(crate) delivered_at: Option<Timestamp>,
    /// The branch whose own mailbox has it.
    pub(crate) branch: Option<String>,
    /// The envelope, to the byte; nothing once the content is gone, and nothing while a right stands on it.
    pub(crate) envelope: Option<Vec<u8>>,
    /// Whether a right stands on it: then it is out of the team's work.
    pub(crate) is_held: bool,
    /// Whether that is a cancellation: nothing comes back then.
    pub(crate) is_cancelled: bool,
    /// When its content went, where it is gone.
    pub(crate) purged_at: Option<Timestamp>,
    pub(crate) steps: Vec<DeskStep>,
}

#[derive(sqlx::FromRow)]
struct Columns {
    id: String,
    reference: String,
    received_at: i64,
    delivered_at: Option<i64>,
    branch: Option<String>,
    envelope: Option<Vec<u8>>,
    is_held: bool,
    is_cancelled: bool,
    purged_at: Option<i64>,
}

/// Registrations and callback requests: no rights request, no word on an option, nothing that an operator set aside.
const OF_THE_TEAM: &str = "state <> 'set_aside'
    AND NOT EXISTS (SELECT 1 FROM rights_requests WHERE rights_requests.submission = id)
    AND NOT EXISTS (SELECT 1 FROM option_choices WHERE message = id AND option_choices.about <> id)";

/// Of a submission: whether a right stands on it.
pub(super) const IS_HELD: &str =
    "EXISTS (SELECT 1 FROM effects WHERE effects.about = submissions.id AND lifted_at IS NULL)";

/// What is read of those that `condition` says. What a right holds is not handed out: no page can open it by mistake.
fn select(condition: &str) -> String {
    format!(
        "SELECT id, reference, received_at, delivered_at, branch, purged_at, {IS_HELD} AS is_held,
                EXISTS (SELECT 1 FROM effects
                        WHERE effects.about = submissions.id AND effect = 'cancelled' AND lifted_at IS NULL) AS is_cancelled,
                CASE WHEN {IS_HELD} THEN NULL ELSE envelope END AS envelope
         FROM submissions JOIN deliveries ON deliveries.submission = id
         WHERE {OF_THE_TEAM} AND {condition}"
    )
}

impl Columns {
    fn with(self, steps: Vec<DeskStep>) -> Result<Registration, StoreError> {
        Ok(Registration {
            id: self.id.parse().map_err(|_| StoreError::BadRow)?,
            reference: self.reference.parse().map_err(|_| StoreError::BadRow)?,
            received_at: moment(self.received_at),
            delivered_at: self.delivered_at.map(moment),
            branch: self.branch,
            envelope: self.envelope,
            is_held: self.is_held,
            is_cancelled: self.is_cancelled,
            purged_at: self.purged_at.map(moment),
            steps,
        })
    }
}

/// The one of that id, where it is the team's.
pub(super) async fn of_id(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
) -> Result<Option<Registration>, StoreError> {
    let row: Option<Columns> = sqlx::query_as(&select("submissions.id = ?"))
        .bind(id.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let steps = steps::steps_of(connection, id).await?;
    row.with(steps).map(Some)
}

impl Store {
    /// Everything whose content is here.
    pub(crate) async fn registrations(&self) -> Result<Vec<Registration>, StoreError> {
        let here = "SELECT id FROM submissions WHERE envelope IS NOT NULL";
        self.registrations_among(here, None).await
    }

    /// Those that a step of theirs connects with a welcome, with or without their content.
    pub(crate) async fn registrations_with(
        &self,
        welcome: WelcomeId,
    ) -> Result<Vec<Registration>, StoreError> {
        let named = "SELECT submission FROM desk_steps WHERE welcome = ?";
        self.registrations_among(named, Some(welcome)).await
    }

    /// Those whose ids a statement gives, in the order in which they came.
    async fn registrations_among(
        &self,
        ids: &str,
        welcome: Option<WelcomeId>,
    ) -> Result<Vec<Registration>, StoreError> {
        // One view of the file: a step that is written meanwhile is of no row without it.
        let mut transaction = self.reading().await?.begin().await?;
        let those = select(&format!(
            "submissions.id IN ({ids}) ORDER BY received_at, submissions.id"
        ));
        let bound = welcome.map(|WelcomeId(id)| id);
        let mut rows = sqlx::query_as(&those);
        if let Some(id) = bound {
            rows = rows.bind(id);
        }
        let rows: Vec<Columns> = rows.fetch_all(&mut *transaction).await?;
        let mut by_id = steps::steps_among(&mut transaction, ids, bound).await?;
        transaction.rollback().await?;
        rows.into_iter()
            .map(|row| {
                let steps = by_id.remove(&row.id).unwrap_or_default();
                row.with(steps)
            })
            .collect()
    }

    /// The id of the one of that number.
    pub(crate) async fn registration_id(
        &self,
        number: &Reference,
    ) -> Result<Option<SubmissionId>, StoreError> {
        let id: Option<String> = sqlx::query_scalar(&format!(
            "SELECT id FROM submissions JOIN deliveries ON deliveries.submission = id
             WHERE {OF_THE_TEAM} AND reference = ?"
        ))
        .bind(number.as_str())
        .fetch_optional(self.reading().await?)
        .await?;
        id.map(|id| id.parse().map_err(|_| StoreError::BadRow))
            .transpose()
    }

    /// The one of that number, with or without its content.
    pub(crate) async fn registration(
        &self,
        number: &Reference,
    ) -> Result<Option<Registration>, StoreError> {
        let row: Option<Columns> = sqlx::query_as(&select("reference = ?"))
            .bind(number.as_str())
            .fetch_optional(self.reading().await?)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let id = row.id.parse().map_err(|_| StoreError::BadRow)?;
        let steps = self.desk_steps(&id).await?;
        row.with(steps).map(Some)
    }

    /// Changes with each arrival, delivery, purge and step, and with each right: what the clock does is not in it.
    pub(crate) async fn registrations_mark(&self) -> Result<String, StoreError> {
        // Each count grows alone, or shrinks alone: none makes up for another.
        let mark = sqlx::query_scalar(
            "SELECT concat_ws('-',
                    (SELECT max(rowid) FROM submissions),
                    (SELECT count(*) FROM submissions WHERE envelope IS NOT NULL),
                    (SELECT count(*) FROM deliveries WHERE state = 'set_aside'),
                    (SELECT count(*) FROM deliveries WHERE delivered_at IS NOT NULL),
                    (SELECT count(*) FROM desk_steps),
                    (SELECT count(*) FROM effects),
                    (SELECT count(*) FROM effects WHERE lifted_at IS NOT NULL))",
        )
        .fetch_one(self.reading().await?)
        .await?;
        Ok(mark)
    }
}
