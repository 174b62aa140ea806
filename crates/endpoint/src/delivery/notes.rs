//! Notes go out like deliveries: again and again until they are taken.

use std::sync::Arc;

use domain::{
    delivery::{DeliveryFailure, next_attempt_at},
    time::Timestamp,
};

use super::{closed, mail, options_letter, rights_letter};
use crate::{
    endpoint::Inner,
    store::{DueNote, Note, StoreError},
};

/// Sends the note that has been due for longest: whether it was taken, or `None` when none is due.
pub(super) async fn send_next(
    endpoint: &Arc<Inner>,
    now: Timestamp,
) -> Result<Option<bool>, StoreError> {
    let Some(due) = endpoint.store.due_note(now).await? else {
        return Ok(None);
    };
    let due = Arc::new(due);
    let (request, note) = (due.request.short().to_owned(), due.note.code());
    match attempt(endpoint, &due, now).await {
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

async fn attempt(
    endpoint: &Arc<Inner>,
    due: &Arc<DueNote>,
    now: Timestamp,
) -> Result<(), DeliveryFailure> {
    let words = {
        let (endpoint, due) = (Arc::clone(endpoint), Arc::clone(due));
        let written = tokio::task::spawn_blocking(move || write(&endpoint, &due));
        written.await.map_err(|_| DeliveryFailure::Pdf)??
    };
    let mail = mail::write(words, &endpoint.addresses, now);
    endpoint.mailer.send(mail).await
}

/// A number and a day; which option was taken back is for a PDF.
fn write(endpoint: &Inner, due: &DueNote) -> Result<mail::Words, DeliveryFailure> {
    match due.note {
        Note::Withdrawn(purpose) => {
            let printed = options_letter::withdrawal(endpoint, due, purpose);
            closed(endpoint, &due.request, printed)
        }
        _ => Ok(rights_letter::note(due)),
    }
}
