//! Submissions: what is known of each; received once, whatever the number of sends.

use domain::wire::{Receipt, SubmissionId, SubmissionState, SubmissionStatus};

use super::{Kept, Store, StoreError, day, moment};

impl Store {
    /// What a PUT of that body would meet: nothing, its own earlier send, or another body.
    pub(crate) async fn earlier(
        &self,
        id: &SubmissionId,
        sha256: &str,
    ) -> Result<Option<Kept>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        earlier(&mut connection, id, sha256).await
    }

    /// Where a submission stands; `None` when it was never received.
    pub(crate) async fn status(
        &self,
        id: &SubmissionId,
    ) -> Result<Option<SubmissionStatus>, StoreError> {
        type Row = (
            String,
            i64,
            Option<i64>,
            Option<i64>,
            Option<i64>,
            Option<String>,
        );
        let row: Option<Row> = sqlx::query_as(
            "SELECT reference, received_at, delivered_at, purged_at, closed_at, due_on
             FROM submissions
             JOIN deliveries ON deliveries.submission = submissions.id
             LEFT JOIN rights_requests ON rights_requests.submission = submissions.id
             WHERE submissions.id = ?",
        )
        .bind(id.as_str())
        .fetch_optional(self.reading().await?)
        .await?;
        let Some((reference, received_at, delivered_at, purged_at, closed_at, due_on)) = row else {
            return Ok(None);
        };
        let state = match (closed_at, purged_at, delivered_at) {
            (Some(_), _, _) => SubmissionState::Handled,
            (None, Some(_), _) => SubmissionState::Purged,
            (None, None, Some(_)) => SubmissionState::Delivered,
            (None, None, None) => SubmissionState::Received,
        };
        Ok(Some(SubmissionStatus {
            state,
            reference: reference.parse().map_err(|_| StoreError::BadRow)?,
            received_at: moment(received_at),
            delivered_at: delivered_at.map(moment),
            purged_at: purged_at.map(moment),
            due_on: due_on.as_deref().map(day).transpose()?,
        }))
    }

    /// Whether anything was ever received here.
    pub(crate) async fn has_submissions(&self) -> Result<bool, StoreError> {
        let some = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM submissions)")
            .fetch_one(self.reading().await?)
            .await?;
        Ok(some)
    }
}

/// What is known of that id: its own earlier send, or another body.
pub(super) async fn earlier(
    connection: &mut sqlx::SqliteConnection,
    id: &SubmissionId,
    sha256: &str,
) -> Result<Option<Kept>, StoreError> {
    let row: Option<(String, String, i64, Option<String>)> = sqlx::query_as(
        "SELECT reference, sha256, received_at, first_due_on
         FROM submissions LEFT JOIN rights_requests ON rights_requests.submission = submissions.id
         WHERE id = ?",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?;
    let Some((reference, known, received_at, due_on)) = row else {
        return Ok(None);
    };
    if known != sha256 {
        return Ok(Some(Kept::Reused));
    }
    Ok(Some(Kept::Replay(Receipt {
        reference: reference.parse().map_err(|_| StoreError::BadRow)?,
        received_at: moment(received_at),
        sha256: known,
        due_on: due_on.as_deref().map(day).transpose()?,
    })))
}
