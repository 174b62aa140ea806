//! The list of calls: what came since the one before, in the order of deadlines.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    calendar::call_by,
    submission::{MessageKind, Submission},
};
use jiff::civil::DateTime;

use super::Said;
use crate::{
    blocking::blocking,
    delivery::fiche::{flags, noun, said_call_by},
    french,
    opening::open_stored,
    state::EndpointState,
    store::{DueCall, DueList, Lines, StoreError},
};

/// What the mail says; `None` where nobody is to be called.
pub(super) async fn said(
    endpoint: &Arc<EndpointState>,
    due: &DueList,
) -> Result<Option<Said>, StoreError> {
    let calls = endpoint
        .store
        .calls_received(due.since, due.ends_at)
        .await?;
    let (own, since) = (Arc::clone(endpoint), due.since);
    let since = french::local(since, &endpoint.time_zone);
    // Envelopes are opened: work for a core.
    Ok(blocking(move || list(&own, &calls, since)).await)
}

fn list(endpoint: &EndpointState, calls: &Lines<DueCall>, since: DateTime) -> Option<Said> {
    let (said, of_fiches) = (&endpoint.mails.calls, &endpoint.mails.registration);
    let mut count = 0;
    let mut groups: BTreeMap<Option<DateTime>, String> = BTreeMap::new();
    for call in &calls.lines {
        let Some(line) = line(endpoint, call) else {
            continue;
        };
        let received = french::local(call.received_at, &endpoint.time_zone);
        let by = call_by(received, &endpoint.site.public.opening_hours);
        let group = groups
            .entry(by)
            .or_insert_with(|| said.group(&said_call_by(by, of_fiches)));
        group.push('\n');
        group.push_str(&line);
        count += 1;
    }
    let first = said_call_by(*groups.keys().next()?, of_fiches);
    let subject = match count + calls.more {
        1 => said.subject_one(&first),
        many => said.subject(&many.to_string(), &first),
    };
    let mut parts: Vec<String> = groups.into_values().collect();
    parts.extend((calls.more > 0).then(|| said.more(&calls.more.to_string())));
    let since = of_fiches.moment(&french::day(since), &french::clock(since));
    Some(Said {
        subject,
        text: said.text(&since, &parts.join("\n\n")),
    })
}

/// A line of the list; `None` for a word on an option, which asks for no call.
/// What cannot be opened any more, or by this key, has a line without its kind.
fn line(endpoint: &EndpointState, call: &DueCall) -> Option<String> {
    let (said, of_fiches) = (&endpoint.mails.calls, &endpoint.mails.registration);
    let opened = opened(endpoint, call);
    let kind = opened.as_ref().map(|submission| submission.message().kind);
    let noun = match kind {
        Some(MessageKind::OptionChoice) => return None,
        Some(kind) => noun(kind, of_fiches),
        None => said.noun_closed(),
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
    Some(if call.is_delivered {
        said.line(&title, &flags)
    } else {
        said.line_on_its_way(&title, &flags)
    })
}

fn opened(endpoint: &EndpointState, call: &DueCall) -> Option<Submission> {
    let envelope = call.envelope.as_deref()?;
    open_stored(&endpoint.keys, &endpoint.sheets, &call.id, envelope).ok()
}
