//! Lists that are mailed at openings: calls each day, fiches to erase each week, rights requests each month.
//!
//! Numbers and moments alone, and the flags that the site wants in subjects: the answers are in the fiches.

mod calls;
mod erasure;
mod register;

use std::sync::Arc;

use domain::{calendar::opening, delivery::Recipient, time::Timestamp};
use jiff::{
    ToSpan,
    civil::{DateTime, Time},
};

use super::mail::{self, Words, ending};
use crate::{
    french,
    state::EndpointState,
    store::{DueList, List, ListMailbox, StoreError},
};

/// What is received in the second of an opening may be on the disk a little later; a clock may be put back a little.
const SETTLES_WITHIN_SECONDS: i64 = 60;

/// Mails the lists that are due, and says how many were taken. One that cannot be made stops none of the others.
/// Nothing is sent while mail is held, while the mail server takes nothing, or by a clock that is in doubt.
pub(crate) async fn mail_lists(endpoint: &Arc<EndpointState>) -> Result<usize, StoreError> {
    let mut taken = Ok(0);
    let branches = endpoint.site.branch_mailboxes.keys();
    let mailboxes = ListMailbox::all(branches.map(String::as_str));
    for list in List::ALL {
        // The officer's is one.
        let mailboxes = match list.to() {
            Recipient::Mailbox => &mailboxes[..],
            Recipient::Officer => &mailboxes[..1],
        };
        for mailbox in mailboxes {
            match mail_list(endpoint, list, mailbox).await {
                Ok(was_taken) => taken = taken.map(|taken| taken + usize::from(was_taken)),
                Err(error) => taken = taken.and(Err(error)),
            }
        }
    }
    taken
}

async fn mail_list(
    endpoint: &Arc<EndpointState>,
    list: List,
    mailbox: &ListMailbox,
) -> Result<bool, StoreError> {
    let is_wanted = match list {
        List::Calls => endpoint.site.call_list,
        List::Erasure => endpoint.site.erasure_list,
        List::Register => true,
    };
    // Calls that nobody wants listed are not left for the day on which somebody does; old fiches are.
    if !is_wanted && list != List::Calls {
        return Ok(false);
    }
    let to = mailbox.branch().is_none().then(|| list.to());
    let dispatcher = endpoint.dispatcher.lock().await;
    let now = endpoint.clock.now();
    let Some((ends_at, before)) = period(endpoint, list, mailbox, now) else {
        return Ok(false);
    };
    let is_in_doubt = endpoint.clock_guard.told(now).is_none();
    if is_in_doubt || dispatcher.waits(to, now) || endpoint.store.mail_held_since().await?.is_some()
    {
        return Ok(false);
    }
    let claimed = endpoint
        .store
        .claim_list((list, mailbox), ends_at, before, now)
        .await?;
    let Some(due) = claimed else {
        return Ok(false);
    };
    let said = if is_wanted {
        compose(endpoint, &due, now).await
    } else {
        Ok(None)
    };
    let said = match said {
        Ok(said) => said,
        Err(error) => {
            tracing::error!(list = list.code(), %error, "a list cannot be read");
            endpoint.store.mark_list_failed(&due, now).await?;
            return Err(error);
        }
    };
    let Some(said) = said else {
        endpoint.store.mark_list_sent(&due, now).await?;
        return Ok(false);
    };
    let words = said.words(&due);
    let edition = mail::Edition {
        mailed_anew: 0,
        dated_at: due.ends_at,
    };
    let mail = mail::write(words, edition, &endpoint.addresses);
    let sent = endpoint.mailer.send(mail, &endpoint.addresses).await;
    let now = endpoint.clock.now();
    match sent {
        Ok(()) => {
            endpoint.store.mark_list_sent(&due, now).await?;
            tracing::info!(list = list.code(), "a list was mailed");
            Ok(true)
        }
        Err(not) => {
            let reason = not.failure.code();
            let next_attempt_at = endpoint.store.mark_list_failed(&due, now).await?;
            tracing::warn!(list = list.code(), reason, %next_attempt_at, "a list was not mailed, and will be");
            Ok(false)
        }
    }
}

async fn compose(
    endpoint: &Arc<EndpointState>,
    due: &DueList,
    now: Timestamp,
) -> Result<Option<Said>, StoreError> {
    match due.list {
        List::Calls => calls::compose(endpoint, due).await,
        List::Erasure => erasure::compose(endpoint, due).await,
        List::Register => register::compose(endpoint, due, now).await,
    }
}

/// What a list says.
struct Said {
    subject: String,
    text: String,
}

impl Said {
    fn words(self, due: &DueList) -> Words {
        let branch = due.mailbox.branch();
        let branch = branch.map_or_else(String::new, |branch| format!("|{branch}"));
        Words {
            to: due.list.to(),
            branch: due.mailbox.branch().map(ToOwned::to_owned),
            subject: self.subject,
            text: ending(&self.text),
            attachment: None,
            follows: None,
            about: format!(
                "{}|{}|{}{branch}",
                due.list.code(),
                due.number,
                due.ends_at.unix_seconds()
            ),
        }
    }
}

/// When the telephone of the place whose mailbox it is began to be answered in this day, week or month: there the list ends;
/// and where a first list begins. `None` until a minute after that, and on a day that is closed.
fn period(
    endpoint: &EndpointState,
    list: List,
    mailbox: &ListMailbox,
    now: Timestamp,
) -> Option<(Timestamp, Timestamp)> {
    let site = &endpoint.site.public;
    let place = mailbox.branch().map_or(site, |branch| site.branch(branch));
    let today = french::local(now, &endpoint.time_zone).date();
    let days_since_monday = i64::from(today.weekday().to_monday_zero_offset());
    let (first_day, length) = match list {
        List::Calls => (today, 1.day()),
        List::Erasure => (today.checked_sub(days_since_monday.days()).ok()?, 1.week()),
        List::Register => (today.first_of_month(), 1.month()),
    };
    let begins = first_day.to_datetime(Time::midnight());
    let opened = opening(begins, &place.opening_hours)?;
    // Hours of a day may begin at midnight.
    let ends_at = if opened.is_open {
        begins
    } else {
        opened.changes_at
    };
    let moment = |local: DateTime| {
        let zoned = local.to_zoned(endpoint.time_zone.clone()).ok()?;
        Some(Timestamp::from_unix_seconds(zoned.timestamp().as_second()))
    };
    let before = moment(begins.checked_sub(length).ok()?)?;
    let ends_at = moment(ends_at)?;
    (now.seconds_since(ends_at) >= SETTLES_WITHIN_SECONDS).then_some((ends_at, before))
}
