//! A request that came on a day that has not come, by a clock that was ahead: it is owed an answer from today on.

use domain::{
    rights::{OwnAct, due_on, extended_due_on},
    wire::SubmissionId,
};

use super::{SERVICE, notes, write_step};
use crate::store::{Present, StoreError, transaction::Transaction};

/// Counts such requests from today. Returns how many there were.
pub(in crate::store) async fn bring_back(
    transaction: &mut Transaction,
    present: &Present<'_>,
) -> Result<u64, StoreError> {
    let ahead: Vec<(String, String, bool, bool)> = sqlx::query_as(
        "SELECT submission, received_on, due_on <> first_due_on, closed_at IS NULL
         FROM rights_requests WHERE received_on > ?",
    )
    .bind(present.today.to_string())
    .fetch_all(&mut **transaction)
    .await?;
    let mut changed = 0;
    for (id, was, is_extended, is_open) in ahead {
        let id: SubmissionId = id.parse().map_err(|_| StoreError::BadRow)?;
        let first = due_on(present.today);
        let due = if is_extended {
            extended_due_on(present.today)
        } else {
            first
        };
        sqlx::query(
            "UPDATE rights_requests SET received_on = ?, first_due_on = ?, due_on = ? WHERE submission = ?",
        )
        .bind(present.today.to_string())
        .bind(first.to_string())
        .bind(due.to_string())
        .bind(id.as_str())
        .execute(&mut **transaction)
        .await?;
        if is_open {
            notes::drop_reminders(transaction, &id).await?;
            notes::plan(transaction, &id, &(present.reminders)(due)).await?;
        }
        let step = (OwnAct::Redated.code(), SERVICE, Some(was.as_str()));
        write_step(transaction, &id, step, present.now).await?;
        changed += 1;
    }
    Ok(changed)
}
