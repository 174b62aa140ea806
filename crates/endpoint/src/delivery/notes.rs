//! Notes go out like deliveries: again and again until they are taken.

use std::sync::Arc;

use domain::{delivery::next_attempt_at, time::Timestamp};

use super::{mail, rights_letter};
use crate::{endpoint::Inner, store::StoreError};

/// Sends the note that has been due for longest: whether it was taken, or `None` when none is due.
pub(super) async fn send_next(
    endpoint: &Arc<Inner>,
    now: Timestamp,
) -> Result<Option<bool>, StoreError> {
    let Some(due) = endpoint.store.due_note(now).await? else {
        return Ok(None);
    };
    let (request, note) = (due.request.short().to_owned(), due.note.code());
    let written = mail::write(rights_letter::note(&due), &endpoint.addresses, now);
    match endpoint.mailer.send(written).await {
        Ok(()) => {
            endpoint
                .store
                .mark_note_sent(&due, endpoint.clock.now())
                .await?;
            tracing::info!(request, note, "told");
            Ok(Some(true))
        }
        Err(failure) => {
            let next = next_attempt_at(due.attempts + 1, now);
            endpoint.store.mark_note_failed(&due, next).await?;
            let reason = failure.code();
            tracing::warn!(request, note, reason, next_attempt_at = %next, "not told, will be tried again");
            Ok(Some(false))
        }
    }
}
