//! The list of fiches that the mailbox has had for a month.
//!
//! The service cannot erase them there; the notice says that people do.

use domain::retention::MAILBOX_REMINDER_DAYS;

use super::Said;
use crate::{
    french,
    state::EndpointState,
    store::{DueList, StoreError},
};

/// What the mail says; `None` where no fiche has become so old.
pub(super) async fn compose(
    endpoint: &EndpointState,
    due: &DueList,
) -> Result<Option<Said>, StoreError> {
    let fiches = endpoint.store.fiches_of(due).await?;
    if fiches.lines.is_empty() {
        return Ok(None);
    }
    let words = &endpoint.mails.erasure;
    let mut lines: Vec<String> = fiches
        .lines
        .iter()
        .map(|fiche| {
            let delivered = french::local(fiche.delivered_at, &endpoint.time_zone);
            let day = french::slashed(delivered.date().into());
            words.line(&fiche.reference.spaced(), &day)
        })
        .collect();
    lines.extend((fiches.more > 0).then(|| words.more(&fiches.more.to_string())));
    let days = MAILBOX_REMINDER_DAYS.to_string();
    Ok(Some(Said {
        subject: match (fiches.lines.len(), fiches.more) {
            (1, 0) => words.subject_one(&days),
            (named, 0) => words.subject(&named.to_string(), &days),
            (named, _) => words.subject_more(&named.to_string(), &days),
        },
        text: words.text(&days, &lines.join("\n")),
    }))
}
