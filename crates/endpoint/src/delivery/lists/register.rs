//! The register of rights requests for the officer, once a month: to print, to file, and to see what is owed.

use domain::{rights::days_left, time::Timestamp};

use super::Said;
use crate::{
    delivery::request_state,
    french,
    state::EndpointState,
    store::{DueList, RequestRow, StoreError},
};

/// What the mail says; `None` where nothing is open, and nothing was closed since the list before.
pub(super) async fn compose(
    endpoint: &EndpointState,
    due: &DueList,
    now: Timestamp,
) -> Result<Option<Said>, StoreError> {
    let requests = endpoint.store.rights_requests().await?;
    let period = due.since..due.ends_at;
    let is_of_list = |request: &&RequestRow| {
        request
            .closed_at
            .is_none_or(|closed_at| period.contains(&closed_at))
    };
    let (open, closed): (Vec<&RequestRow>, Vec<&RequestRow>) = requests
        .iter()
        .filter(is_of_list)
        .partition(|request| request.state.is_open());
    if open.is_empty() && closed.is_empty() {
        return Ok(None);
    }
    let words = &endpoint.mails.register;
    let today = french::local(now, &endpoint.time_zone).date().into();
    let line = |request: &RequestRow| {
        let received = french::slashed(request.received_on);
        let state = request_state(request.state);
        let number = request.reference.spaced();
        if request.state.is_open() {
            let left = french::days_left(days_left(today, request.due_on));
            let due_on = french::slashed(request.due_on);
            words.line_open(&number, &received, state, &due_on, &left)
        } else {
            words.line_closed(&number, &received, state)
        }
    };
    let group = |title: String, requests: &[&RequestRow]| {
        (!requests.is_empty()).then(|| {
            let lines = requests.iter().map(|request| line(request));
            lines.fold(title, |text, line| text + "\n" + &line)
        })
    };
    let since = french::local(due.since, &endpoint.time_zone);
    let since = french::full_day(since.date().into());
    let groups = [
        group(words.group_open(), &open),
        group(words.group_closed(&since), &closed),
    ];
    let groups: Vec<String> = groups.into_iter().flatten().collect();
    let next = (!open.is_empty()).then(|| format!("\n\n{}", words.next()));
    Ok(Some(Said {
        subject: words.subject(&open.len().to_string(), &closed.len().to_string()),
        text: words.text(
            &french::full_day(today),
            &groups.join("\n\n"),
            &next.unwrap_or_default(),
        ),
    }))
}
