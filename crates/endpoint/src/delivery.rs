//! Delivery: each submission becomes a PDF in the Mission Locale's mailbox, each rights request one in its officer's.
//!
//! A failed delivery is tried again until it succeeds; it is never forgotten, and its content never purged.
//! What is opened here lives as long as the attempt.

pub(crate) mod french;
mod keys_letter;
mod mail;
mod notes;
mod options_letter;
mod page;
mod password;
mod pdf;
mod record;
mod rights_letter;

use std::{sync::Arc, time::Duration};

use domain::{
    delivery::{ALARM_AFTER_SECONDS, DeliveryFailure, next_attempt_at},
    imilo::Sheet,
    submission::{MessageKind, Submission},
    time::Timestamp,
    wire::{ProblemType, SubmissionId},
};
use envelope::Envelope;
use tokio::{sync::watch, time::timeout};

pub(crate) use keys_letter::tell_of_keys;
pub(crate) use mail::Addresses;
pub use mail::{Mail, Mailbox, Mailer, MailerError, Pdf};
pub(crate) use options_letter::words as option_words;
pub(crate) use page::{acknowledged, as_asked};
pub(crate) use pdf::{PdfError, Printer};
pub(crate) use record::{Record, RecordRow, RecordSection};
pub(crate) use rights_letter::noun as right_noun;

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
    let delivery = endpoint.store.next_delivery_at().await.ok().flatten();
    let note = endpoint.store.next_note_at().await.ok().flatten();
    let next = delivery.into_iter().chain(note).min();
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
/// Notes without content come after the deliveries.
async fn deliver_next(endpoint: &Arc<Inner>, now: Timestamp) -> Result<Option<bool>, StoreError> {
    let Some(due) = endpoint.store.due_delivery(now).await? else {
        return notes::send_next(endpoint, now).await;
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
    let submission = open(endpoint, &due.id, &due.envelope)?;
    let printed = match submission.message().kind {
        MessageKind::RightsRequest => rights_letter::print(endpoint, due, &submission),
        MessageKind::OptionChoice => options_letter::print(endpoint, due, &submission),
        MessageKind::Registration | MessageKind::CallbackRequest => {
            registration(endpoint, due, &submission)
        }
    }?;
    let words = closed(endpoint, &due.id, printed)?;
    Ok(mail::write(
        words,
        &endpoint.addresses,
        endpoint.clock.now(),
    ))
}

/// Attaches the PDF, encrypted where the mailbox has a password.
fn closed(
    endpoint: &Inner,
    id: &SubmissionId,
    printed: Printed,
) -> Result<mail::Words, DeliveryFailure> {
    let bytes = match &endpoint.site.mailbox_password {
        Some(password) => password::protect(&printed.pdf, password.reveal()).map_err(|error| {
            tracing::error!(submission = id.short(), %error, "the PDF could not be encrypted");
            DeliveryFailure::Pdf
        })?,
        None => printed.pdf,
    };
    let attachment = Some(Pdf {
        file_name: printed.file_name,
        bytes,
    });
    Ok(mail::Words {
        attachment,
        ..printed.words
    })
}

/// A mail before its PDF is closed and attached.
struct Printed {
    words: mail::Words,
    file_name: String,
    pdf: Vec<u8>,
}

fn registration(
    endpoint: &Inner,
    due: &DueDelivery,
    submission: &Submission,
) -> Result<Printed, DeliveryFailure> {
    let sheet = sheet(endpoint, submission)?;
    let kind = submission.message().kind;
    let letter = page::Letter::new(&endpoint.site, &endpoint.time_zone, kind, due);
    let page = page::Page::new(
        &letter,
        &sheet,
        submission,
        &endpoint.communes,
        &endpoint.site,
    );
    let pdf = endpoint.printer.print(&page, due.received_at);
    Ok(Printed {
        words: mail::Words {
            to: mail::To::Mailbox,
            subject: letter.subject(),
            text: letter.text(endpoint.site.mailbox_password.is_some()),
            attachment: None,
            about: due.id.as_str().to_owned(),
        },
        file_name: letter.file_name(),
        pdf: pdf.map_err(|error| not_made(&due.id, error))?,
    })
}

fn sheet(endpoint: &Inner, submission: &Submission) -> Result<Arc<Sheet>, DeliveryFailure> {
    let sheet = endpoint.sheets.get(&submission.message().questionnaire);
    sheet.ok_or(DeliveryFailure::Unreadable)
}

fn not_made(id: &SubmissionId, error: PdfError) -> DeliveryFailure {
    tracing::error!(submission = id.short(), %error, "the PDF could not be made");
    DeliveryFailure::Pdf
}

/// Opens what is held of a submission.
pub(crate) fn open(
    endpoint: &Inner,
    id: &SubmissionId,
    envelope: &[u8],
) -> Result<Submission, DeliveryFailure> {
    let envelope = Envelope::parse(envelope).map_err(|_| DeliveryFailure::Unreadable)?;
    let opened = intake::open_and_check(&endpoint.keys, &endpoint.sheets, id, &envelope);
    opened.map_err(|rejection| match rejection.problem() {
        ProblemType::UnknownKey => DeliveryFailure::UnknownKey,
        _ => DeliveryFailure::Unreadable,
    })
}
