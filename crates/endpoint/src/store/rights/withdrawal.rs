//! What the withdrawal of an option does: a line in the record of options, and word to the mailbox.

use domain::{options::Choice, rights::OwnAct, time::Timestamp, wire::SubmissionId};
use sqlx::SqliteConnection;

use super::{Note, notes};
use crate::store::{StoreError, options, owners::Claim};

/// Takes an option of the submission `about` back. It counts, and is told, whatever was said before.
pub(super) async fn take_back(
    connection: &mut SqliteConnection,
    request: &SubmissionId,
    about: &SubmissionId,
    (withdrawn, claim): (Choice, Claim<'_>),
    now: Timestamp,
) -> Result<OwnAct, StoreError> {
    let is_request: Option<bool> = sqlx::query_scalar(
        "SELECT asked IS NOT NULL
         FROM submissions LEFT JOIN rights_requests ON rights_requests.submission = submissions.id
         WHERE submissions.id = ?",
    )
    .bind(about.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    if is_request == Some(true) {
        return Ok(OwnAct::NotARegistration);
    }
    options::record(connection, request, (about, &[withdrawn]), claim, now).await?;
    if is_request.is_none() {
        // Its PDF will say so, when it comes.
        return Ok(OwnAct::NotArrived);
    }
    notes::plan(
        connection,
        request,
        &[(Note::Withdrawn(withdrawn.purpose), now)],
    )
    .await?;
    Ok(OwnAct::Applied)
}
