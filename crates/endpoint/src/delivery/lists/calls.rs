//! The list of calls: what came since the one before, in the order of deadlines.

use std::sync::Arc;

use domain::{
    calendar::call_by,
    submission::{MessageKind, Submission},
};
use jiff::civil::DateTime;

use super::Said;
use crate::{
    blocking::blocking,
    delivery::fiche::{answering, flags, noun, said_call_by},
    french,
    opening::open_stored,
    state::EndpointState,
    store::{Capped, DueCall, DueList, StoreError},
};

/// What the mail says; `None` where the list is empty.
pub(super) async fn compose(
    endpoint: &Arc<EndpointState>,
    due: &DueList,
) -> Result<Option<Said>, StoreError> {
    let calls = endpoint.store.calls_of(due).await?;
    let own = Arc::clone(endpoint);
    let branch = due.mailbox.branch().map(ToOwned::to_owned);
    let until = french::local(due.ends_at, &endpoint.time_zone);
    // Envelopes are opened: work for a core.
    Ok(blocking(move || list(&own, &calls, branch.as_deref(), until)).await)
}

fn list(
    endpoint: &EndpointState,
    calls: &Capped<DueCall>,
    branch: Option<&str>,
    until: DateTime,
) -> Option<Said> {
    let (words, of_fiches) = (&endpoint.mails.calls, &endpoint.mails.registration);
    let mut lines: Vec<(Option<DateTime>, String)> = calls
        .lines
        .iter()
        .filter_map(|call| {
            let opened = opened(endpoint, call);
            let site = &endpoint.site.public;
            let place = answering(site, branch, opened.as_ref());
            let received = french::local(call.received_at, &endpoint.time_zone);
            let by = call_by(received, &place.opening_hours);
            Some((by, line(endpoint, call, opened, by)?))
        })
        .collect();
    lines.sort_by_key(|(by, _)| *by);
    let first = said_call_by(lines.first()?.0, of_fiches);
    let subject = match (lines.len(), calls.more) {
        (1, 0) => words.subject_one(&first),
        (named, 0) => words.subject(&named.to_string(), &first),
        (named, _) => words.subject_more(&named.to_string(), &first),
    };
    let mut lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    lines.extend((calls.more > 0).then(|| words.more(&calls.more.to_string())));
    let until = of_fiches.moment(&french::day(until), &french::clock(until));
    Some(Said {
        subject,
        text: words.text(&until, &lines.join("\n")),
    })
}

/// A line of the list; `None` for a word on an option, which asks for no call.
/// What cannot be opened any more, or by this key, has a line without its kind.
fn line(
    endpoint: &EndpointState,
    call: &DueCall,
    opened: Option<Submission>,
    by: Option<DateTime>,
) -> Option<String> {
    let (words, of_fiches) = (&endpoint.mails.calls, &endpoint.mails.registration);
    let kind = opened.as_ref().map(|submission| submission.message().kind);
    let noun = match kind {
        Some(MessageKind::OptionChoice) => return None,
        Some(kind) => noun(kind, of_fiches),
        None => words.noun_closed(),
    };
    let title = of_fiches.title(&noun, &call.reference.spaced());
    let flags = opened.map_or_else(String::new, |submission| {
        flags(
            &submission,
            call.received_at,
            &endpoint.site,
            &endpoint.mails,
        )
    });
    let by = said_call_by(by, of_fiches);
    Some(if call.is_delivered {
        words.line(&by, &title, &flags)
    } else {
        words.line_on_its_way(&by, &title, &flags)
    })
}

fn opened(endpoint: &EndpointState, call: &DueCall) -> Option<Submission> {
    let envelope = call.envelope.as_deref()?;
    open_stored(&endpoint.keys, &endpoint.sheets, &call.id, envelope).ok()
}
