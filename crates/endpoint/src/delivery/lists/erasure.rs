//! The list of fiches that the mailbox has had for a month: what is typed or closed needs them no more.
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
pub(super) async fn said(
    endpoint: &EndpointState,
    due: &DueList,
) -> Result<Option<Said>, StoreError> {
    let ago = -i64::from(MAILBOX_REMINDER_DAYS) * 24 * 60 * 60;
    let (since, until) = (due.since.plus_seconds(ago), due.ends_at.plus_seconds(ago));
    let fiches = endpoint.store.fiches_delivered(since, until).await?;
    if fiches.lines.is_empty() {
        return Ok(None);
    }
    let said = &endpoint.mails.erasure;
    let mut lines: Vec<String> = fiches
        .lines
        .iter()
        .map(|fiche| {
            let delivered = french::local(fiche.delivered_at, &endpoint.time_zone);
            let day = french::slashed(delivered.date().into());
            said.line(&fiche.reference.spaced(), &day)
        })
        .collect();
    let count = fiches.lines.len() + fiches.more as usize;
    lines.extend((fiches.more > 0).then(|| said.more(&fiches.more.to_string())));
    let days = MAILBOX_REMINDER_DAYS.to_string();
    Ok(Some(Said {
        subject: match count {
            1 => said.subject_one(&days),
            many => said.subject(&many.to_string(), &days),
        },
        text: said.text(&days, &lines.join("\n")),
    }))
}
