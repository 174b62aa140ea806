//! The register of rights requests: one row each, and a trace of every step.
//!
//! What was asked is not here: it is sealed in the submission, and goes before the register does.

mod ahead;
mod effects;
mod filing;
mod notes;
mod sent;
mod steps;
mod withdrawal;

pub(super) use ahead::bring_back;
pub(super) use effects::remove_content;
pub(crate) use filing::{ByHand, NewRequest};
pub(super) use filing::{apply_pending_effects, file, no_longer_about};
pub(crate) use notes::{DueNote, Note, PlannedNote};
pub(crate) use sent::Sender;
use steps::write_step;
pub(crate) use steps::{Change, Changed};

use domain::{
    options::Purpose,
    reference::Reference,
    retention,
    rights::{Effect, Right, State},
    time::{Date, Timestamp},
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{Store, StoreError, day, moment};

/// The name in the register for steps that the program does by itself.
pub(crate) const SERVICE: &str = "service";

/// One line of the register.
#[derive(Clone)]
pub(crate) struct RequestRow {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) asked: Right,
    /// Of a withdrawal: which option.
    pub(crate) option: Option<Purpose>,
    pub(crate) state: State,
    pub(crate) about: Option<SubmissionId>,
    pub(crate) received_at: Timestamp,
    pub(crate) received_on: Date,
    /// The day as it is now, after an extension too.
    pub(crate) due_on: Date,
    pub(crate) closed_at: Option<Timestamp>,
}

/// One step of a request, as the trace has it.
pub(crate) struct StepRow {
    pub(crate) step: String,
    pub(crate) done_by: String,
    pub(crate) done_at: Timestamp,
    pub(crate) reason: Option<String>,
}

/// What is known of a registration that a request is about.
pub(crate) struct Target {
    pub(crate) id: SubmissionId,
    pub(crate) reference: Reference,
    pub(crate) received_at: Timestamp,
    pub(crate) delivered_at: Option<Timestamp>,
    pub(crate) purged_at: Option<Timestamp>,
    pub(crate) is_rights_request: bool,
    /// What stands on it now.
    pub(crate) effects: Vec<Effect>,
}

type Columns = (
    String,
    String,
    String,
    Option<String>,
    String,
    Option<String>,
    i64,
    String,
    String,
    Option<i64>,
);

const COLUMNS: &str = "SELECT submissions.id, reference, asked, option, state, about, received_at, received_on, due_on, closed_at
     FROM rights_requests JOIN submissions ON submissions.id = rights_requests.submission";

fn request_row(columns: Columns) -> Result<RequestRow, StoreError> {
    let (id, reference, asked, option, state, about, received_at, received_on, due_on, closed_at) =
        columns;
    Ok(RequestRow {
        id: id.parse().map_err(|_| StoreError::BadRow)?,
        reference: reference.parse().map_err(|_| StoreError::BadRow)?,
        asked: Right::from_code(&asked).ok_or(StoreError::BadRow)?,
        option: option.as_deref().and_then(Purpose::from_code),
        state: State::from_code(&state).ok_or(StoreError::BadRow)?,
        about: about
            .map(|id| id.parse().map_err(|_| StoreError::BadRow))
            .transpose()?,
        received_at: moment(received_at),
        received_on: day(&received_on)?,
        due_on: day(&due_on)?,
        closed_at: closed_at.map(moment),
    })
}

impl Store {
    /// Every request, those that are owed an answer first, the most pressing on top.
    pub(crate) async fn rights_requests(&self) -> Result<Vec<RequestRow>, StoreError> {
        let query = format!(
            "{COLUMNS} ORDER BY closed_at IS NOT NULL, due_on, received_at, submissions.id"
        );
        let rows: Vec<Columns> = sqlx::query_as(&query)
            .fetch_all(self.reading().await?)
            .await?;
        rows.into_iter().map(request_row).collect()
    }

    /// The request of that number, if it is one.
    pub(crate) async fn rights_request(
        &self,
        reference: &Reference,
    ) -> Result<Option<RequestRow>, StoreError> {
        let query = format!("{COLUMNS} WHERE reference = ?");
        let row: Option<Columns> = sqlx::query_as(&query)
            .bind(reference.as_str())
            .fetch_optional(self.reading().await?)
            .await?;
        row.map(request_row).transpose()
    }

    /// The requests about one submission, oldest first.
    pub(crate) async fn rights_requests_about(
        &self,
        id: &SubmissionId,
    ) -> Result<Vec<RequestRow>, StoreError> {
        let query = format!("{COLUMNS} WHERE about = ? ORDER BY received_at, submissions.id");
        let rows: Vec<Columns> = sqlx::query_as(&query)
            .bind(id.as_str())
            .fetch_all(self.reading().await?)
            .await?;
        rows.into_iter().map(request_row).collect()
    }

    /// The trace of a request, in order.
    pub(crate) async fn rights_steps(&self, id: &SubmissionId) -> Result<Vec<StepRow>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        steps_of(&mut connection, id).await
    }

    /// What is known of the submission of that id.
    pub(crate) async fn target(&self, id: &SubmissionId) -> Result<Option<Target>, StoreError> {
        self.target_where("submissions.id", id.as_str()).await
    }

    /// What is known of the submission of that number.
    pub(crate) async fn target_numbered(
        &self,
        reference: &Reference,
    ) -> Result<Option<Target>, StoreError> {
        self.target_where("reference", reference.as_str()).await
    }

    async fn target_where(&self, column: &str, value: &str) -> Result<Option<Target>, StoreError> {
        type Row = (String, String, i64, Option<i64>, Option<i64>, bool);
        let query = format!(
            "SELECT submissions.id, reference, received_at, delivered_at, purged_at, asked IS NOT NULL
             FROM submissions
             JOIN deliveries ON deliveries.submission = submissions.id
             LEFT JOIN rights_requests ON rights_requests.submission = submissions.id
             WHERE {column} = ?"
        );
        let row: Option<Row> = sqlx::query_as(&query)
            .bind(value)
            .fetch_optional(self.reading().await?)
            .await?;
        let Some((id, reference, received_at, delivered_at, purged_at, is_request)) = row else {
            return Ok(None);
        };
        let standing: Vec<String> = sqlx::query_scalar(
            "SELECT effect FROM effects WHERE about = ? AND lifted_at IS NULL ORDER BY since",
        )
        .bind(&id)
        .fetch_all(self.reading().await?)
        .await?;
        Ok(Some(Target {
            id: id.parse().map_err(|_| StoreError::BadRow)?,
            reference: reference.parse().map_err(|_| StoreError::BadRow)?,
            received_at: moment(received_at),
            delivered_at: delivered_at.map(moment),
            purged_at: purged_at.map(moment),
            is_rights_request: is_request,
            effects: standing
                .iter()
                .filter_map(|code| Effect::from_code(code))
                .collect(),
        }))
    }

    /// The sealed text of a request, while it is held.
    pub(crate) async fn envelope(&self, id: &SubmissionId) -> Result<Option<Vec<u8>>, StoreError> {
        let envelope: Option<Option<Vec<u8>>> =
            sqlx::query_scalar("SELECT envelope FROM submissions WHERE id = ?")
                .bind(id.as_str())
                .fetch_optional(self.reading().await?)
                .await?;
        Ok(envelope.flatten())
    }

    /// Removes the files whose year is past, and says how many. What still stands keeps its file.
    pub(in crate::store) async fn purge_rights_files(
        &self,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let closed: Vec<(String, i64)> = sqlx::query_as(
            "SELECT submission, closed_at FROM rights_requests
             WHERE closed_at IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM effects JOIN submissions ON submissions.id = effects.about
                 WHERE effects.request = rights_requests.submission
                   AND lifted_at IS NULL AND envelope IS NOT NULL)",
        )
        .fetch_all(&mut *transaction)
        .await?;
        let past: Vec<String> = closed
            .into_iter()
            .filter(|(_, closed_at)| retention::is_file_past(moment(*closed_at), now))
            .map(|(request, _)| request)
            .collect();
        for request in &past {
            transaction.removes();
            for table in [
                "DELETE FROM notes WHERE request = ?",
                "DELETE FROM effects WHERE request = ?",
                "DELETE FROM rights_steps WHERE request = ?",
                "DELETE FROM rights_requests WHERE submission = ?",
            ] {
                sqlx::query(table)
                    .bind(request)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        transaction.commit().await?;
        Ok(past.len())
    }
}

/// The trace of a request, in order.
async fn steps_of(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
) -> Result<Vec<StepRow>, StoreError> {
    let rows: Vec<(String, String, i64, Option<String>)> = sqlx::query_as(
        "SELECT step, done_by, done_at, reason FROM rights_steps WHERE request = ? ORDER BY rowid",
    )
    .bind(id.as_str())
    .fetch_all(connection)
    .await?;
    let step = |(step, done_by, done_at, reason)| StepRow {
        step,
        done_by,
        done_at: moment(done_at),
        reason,
    };
    Ok(rows.into_iter().map(step).collect())
}
