//! The list of calls: one mail to the mailbox when the telephone begins to be answered, with what came since the list
//! before, in the order of deadlines.
//!
//! Numbers and moments alone, and the flags that the site wants in subjects: the answers are in the fiches.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    calendar::{call_by, last_opening},
    delivery::Recipient,
    submission::{MessageKind, Submission},
    time::Timestamp,
};
use jiff::civil::DateTime;

use super::{
    fiche::{flags, noun, said_call_by},
    mail::{self, Words, ending},
};
use crate::{
    blocking::blocking,
    french,
    opening::open_stored,
    state::EndpointState,
    store::{DueCall, DueCallList, StoreError},
};

/// Mails the list of today's opening where it is due, and says whether it was taken.
/// Nothing is sent while mail is held, while the mail server takes nothing, or by a clock that is in doubt.
pub(crate) async fn mail_call_list(
    endpoint: &Arc<EndpointState>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some((opened_at, before)) = openings(endpoint, now) else {
        return Ok(false);
    };
    let dispatcher = endpoint.dispatcher.lock().await;
    let is_in_doubt = endpoint.clock_guard.told(now).is_none();
    if is_in_doubt
        || dispatcher.waits(Recipient::Mailbox, now)
        || endpoint.store.mail_held_since().await?.is_some()
    {
        return Ok(false);
    }
    let claimed = endpoint.store.claim_call_list(opened_at, before, now);
    let Some(list) = claimed.await?.map(Arc::new) else {
        return Ok(false);
    };
    let (own, of) = (Arc::clone(endpoint), Arc::clone(&list));
    let Some(words) = blocking(move || words(&own, &of)).await else {
        endpoint.store.mark_call_list_sent(&list, now).await?;
        return Ok(false);
    };
    let edition = mail::Edition {
        mailed_anew: 0,
        dated_at: list.opened_at,
    };
    let mail = mail::write(words, edition, &endpoint.addresses);
    match endpoint.mailer.send(mail, &endpoint.addresses).await {
        Ok(()) => {
            endpoint.store.mark_call_list_sent(&list, now).await?;
            tracing::info!("the list of calls was mailed");
            Ok(true)
        }
        Err(not) => {
            let reason = not.failure.code();
            let next_attempt_at = endpoint.store.mark_call_list_failed(&list, now).await?;
            tracing::warn!(reason, %next_attempt_at, "the list of calls was not mailed, and will be");
            Ok(false)
        }
    }
}

/// When the telephone began to be answered today, and the open day before. `None` where the site wants no list, before
/// the opening, and on a closed day.
fn openings(endpoint: &EndpointState, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
    if !endpoint.site.call_list {
        return None;
    }
    let hours = &endpoint.site.public.opening_hours;
    let today = french::local(now, &endpoint.time_zone);
    let opened = last_opening(today, hours).filter(|opened| opened.date() == today.date())?;
    let midnight = opened.date().to_datetime(jiff::civil::Time::midnight());
    let before = last_opening(midnight, hours).unwrap_or(midnight);
    let moment = |local: DateTime| {
        let zoned = local.to_zoned(endpoint.time_zone.clone()).ok()?;
        Some(Timestamp::from_unix_seconds(zoned.timestamp().as_second()))
    };
    Some((moment(opened)?, moment(before)?))
}

/// What the mail says; `None` where nobody is to be called.
fn words(endpoint: &EndpointState, list: &DueCallList) -> Option<Words> {
    let (said, of_fiches) = (&endpoint.mails.calls, &endpoint.mails.registration);
    let mut count = 0;
    let mut groups: BTreeMap<Option<DateTime>, String> = BTreeMap::new();
    for call in &list.calls {
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
    let subject = match count + list.more {
        1 => said.subject_one(&first),
        many => said.subject(&many.to_string(), &first),
    };
    let mut parts: Vec<String> = groups.into_values().collect();
    parts.extend((list.more > 0).then(|| said.more(&list.more.to_string())));
    let since = french::local(list.since, &endpoint.time_zone);
    let since = of_fiches.moment(&french::day(since), &french::clock(since));
    Some(Words {
        to: Recipient::Mailbox,
        subject,
        text: ending(&said.text(&since, &parts.join("\n\n"))),
        attachment: None,
        follows: None,
        about: format!("calls|{}", list.opened_at.unix_seconds()),
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
