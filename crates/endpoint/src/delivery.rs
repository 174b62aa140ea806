//! Delivery: each submission becomes a PDF in the Mission Locale's mailbox.
//!
//! A failed delivery is tried again until it succeeds; it is never forgotten, and its content never purged.
//! What is opened here lives as long as the attempt.

mod french;
mod mail;
mod page;
mod password;
mod pdf;

use std::{sync::Arc, time::Duration};

use domain::{
    delivery::{ALARM_AFTER_SECONDS, DeliveryFailure, next_attempt_at},
    submission::Submission,
    time::Timestamp,
    wire::ProblemType,
};
use envelope::Envelope;
use tokio::{sync::watch, time::timeout};

pub(crate) use mail::Addresses;
pub use mail::{Mail, Mailbox, Mailer, MailerError};
pub(crate) use pdf::Printer;

use crate::{
    endpoint::Inner,
    intake,
    store::{DueDelivery, StoreError},
};

/// The loop looks at least this often, should a bell be missed.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// Makes deliveries as they come due, until `stop` is set. The one under way is finished.
pub(crate) async fn run(endpoint: Arc<Inner>, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        let now = endpoint.clock.now();
        let idle = match deliver_next(&endpoint, now).await {
            Ok(Some(_)) => continue,
            Ok(None) => until_next(&endpoint, now).await,
            Err(error) => {
                tracing::error!(%error, "deliveries cannot be read or written");
                LOOK_EVERY
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            _ = timeout(idle, endpoint.wake.notified()) => {}
        }
    }
}

async fn until_next(endpoint: &Inner, now: Timestamp) -> Duration {
    let next = endpoint.store.next_delivery_at().await.ok().flatten();
    let seconds = next.map_or(i64::MAX, |next| next.seconds_since(now).max(1));
    Duration::from_secs(u64::try_from(seconds).unwrap_or(1)).min(LOOK_EVERY)
}

/// Makes every delivery that is due now, and says how many reached the mailbox.
pub(crate) async fn deliver_due(endpoint: &Arc<Inner>) -> Result<usize, StoreError> {
    let now = endpoint.clock.now();
    let mut delivered = 0;
    while let Some(reached) = deliver_next(endpoint, now).await? {
        delivered += usize::from(reached);
    }
    Ok(delivered)
}

/// Makes the delivery that has been due for longest: whether it reached the mailbox, or `None` when none is due.
async fn deliver_next(endpoint: &Arc<Inner>, now: Timestamp) -> Result<Option<bool>, StoreError> {
    let Some(due) = endpoint.store.due_delivery(now).await? else {
        return Ok(None);
    };
    let due = Arc::new(due);
    match attempt(endpoint, &due).await {
        Ok(()) => {
            endpoint
                .store
                .mark_delivered(&due.id, endpoint.clock.now())
                .await?;
            tracing::info!(
                submission = due.id.short(),
                attempts = due.attempts + 1,
                "delivered"
            );
            Ok(Some(true))
        }
        Err(failure) => {
            let next = next_attempt_at(due.attempts + 1, now);
            endpoint
                .store
                .mark_failed(&due.id, failure, next, now)
                .await?;
            log_failure(&due, failure, next, now);
            Ok(Some(false))
        }
    }
}

fn log_failure(due: &DueDelivery, failure: DeliveryFailure, next: Timestamp, now: Timestamp) {
    let (submission, reason, attempts) = (due.id.short(), failure.code(), due.attempts + 1);
    let failing_seconds = due
        .first_failed_at
        .map_or(0, |first| now.seconds_since(first));
    if failing_seconds >= ALARM_AFTER_SECONDS {
        tracing::error!(submission, reason, attempts, failing_seconds, next_attempt_at = %next, "still not delivered");
    } else {
        tracing::warn!(submission, reason, attempts, next_attempt_at = %next, "not delivered, will be tried again");
    }
}

async fn attempt(endpoint: &Arc<Inner>, due: &Arc<DueDelivery>) -> Result<(), DeliveryFailure> {
    let mail = {
        let (endpoint, due) = (Arc::clone(endpoint), Arc::clone(due));
        // Opening and printing are work for a core, not for the loop that answers requests.
        let written = tokio::task::spawn_blocking(move || write_mail(&endpoint, &due));
        written.await.map_err(|_| DeliveryFailure::Pdf)??
    };
    endpoint.mailer.send(mail).await
}

fn write_mail(endpoint: &Inner, due: &DueDelivery) -> Result<Mail, DeliveryFailure> {
    let submission = open(endpoint, due)?;
    let sheet = endpoint
        .sheets
        .get(&submission.message().questionnaire)
        .ok_or(DeliveryFailure::Unreadable)?;
    let letter = page::Letter::new(
        &endpoint.site,
        &endpoint.time_zone,
        submission.message().kind,
        due,
    );
    let page = page::Page::new(
        &letter,
        &sheet,
        &submission,
        &endpoint.communes,
        &endpoint.site,
    );
    let pdf = endpoint
        .printer
        .print(&page, due.received_at)
        .map_err(|error| {
            tracing::error!(submission = due.id.short(), %error, "the PDF could not be made");
            DeliveryFailure::Pdf
        })?;
    let password = endpoint.site.mailbox_password.as_ref();
    let pdf = match password {
        Some(password) => password::protect(&pdf, password.reveal()).map_err(|error| {
            tracing::error!(submission = due.id.short(), %error, "the PDF could not be encrypted");
            DeliveryFailure::Pdf
        })?,
        None => pdf,
    };
    Ok(mail::write(
        &letter,
        &endpoint.addresses,
        &due.id,
        pdf,
        password.is_some(),
        endpoint.clock.now(),
    ))
}

fn open(endpoint: &Inner, due: &DueDelivery) -> Result<Submission, DeliveryFailure> {
    let envelope = Envelope::parse(&due.envelope).map_err(|_| DeliveryFailure::Unreadable)?;
    let opened = intake::open_and_check(&endpoint.keys, &endpoint.sheets, &due.id, &envelope);
    opened.map_err(|rejection| match rejection.problem() {
        ProblemType::UnknownKey => DeliveryFailure::UnknownKey,
        _ => DeliveryFailure::Unreadable,
    })
}
