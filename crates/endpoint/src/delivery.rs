//! Delivery: each submission becomes a PDF in the Mission Locale's mailbox, each rights request one in its officer's.
//!
//! A failed delivery is tried again until it succeeds; it is never forgotten, and its content never purged.
//! What is opened here lives as long as the attempt.

mod breaker;
mod dispatcher;
mod fiche;
mod fonts;
mod keys_letter;
mod lists;
mod mail;
mod notes;
mod options_letter;
mod password;
mod pdf;
mod plain_fiche;
mod printable;
mod printer;
mod rights_letter;
mod test_mail;
mod transcript;

use std::sync::Arc;

use domain::{
    delivery::{DeliveryFailure, Recipient},
    identity::Identity,
    imilo::Sheet,
    reference::Reference,
    submission::{MessageKind, Submission},
    wire::SubmissionId,
};

pub(crate) use dispatcher::{Dispatcher, deliver_due, record_at_the_end, run};
pub(crate) use fiche::{
    Arrived, Column, FicheSection, ImiloEntry, Person, RegistrationFiche, acknowledged, answering,
    as_asked, language, noun,
};
pub(crate) use keys_letter::tell_of_keys;
pub(crate) use lists::mail_lists;
pub(crate) use mail::{Addresses, NotTaken, after_a_space, one_line};
pub use mail::{Mail, Mailbox, Mailer, MailerError, Pdf};
pub(crate) use options_letter::words as option_words;
pub use printer::print_fiches;
pub(crate) use printer::{Fiche, Printer};
pub(crate) use rights_letter::{noun as right_noun, state_word as request_state};
pub(crate) use test_mail::TestMail;
pub(crate) use transcript::{Transcript, TranscriptRow, TranscriptSection};

use crate::{opening::OpenError, state::EndpointState, store::DueDelivery};

/// The mail of a delivery that is claimed; `about` is the number of the registration that an option choice names.
fn write_mail(
    endpoint: &EndpointState,
    due: &DueDelivery,
    submission: &Submission,
    about: Option<&Reference>,
) -> Result<Mail, DeliveryFailure> {
    let printed = match submission.message().kind {
        MessageKind::RightsRequest => rights_letter::print(endpoint, due, submission),
        MessageKind::OptionChoice => options_letter::print(endpoint, due, submission, about),
        MessageKind::Registration | MessageKind::CallbackRequest => {
            registration(endpoint, due, submission)
        }
    }?;
    let words = closed(endpoint, &due.id, printed)?;
    let edition = mail::Edition {
        mailed_anew: due.mailed_anew,
        dated_at: due.dated_at,
    };
    Ok(mail::write(words, edition, &endpoint.addresses))
}

/// Attaches the PDF, encrypted where the mailbox has a password.
fn closed(
    endpoint: &EndpointState,
    id: &SubmissionId,
    printed: Printed,
) -> Result<mail::Words, DeliveryFailure> {
    let bytes = match &endpoint.site.mailbox_password {
        Some(password) => {
            let closed = printed.fiche.closed(password.reveal(), id);
            closed.map_err(|error| {
                tracing::error!(submission = id.short(), %error, "the PDF could not be encrypted");
                DeliveryFailure::Pdf
            })?
        }
        None => printed.fiche.into_pdf(),
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
    fiche: Fiche,
}

fn registration(
    endpoint: &EndpointState,
    due: &DueDelivery,
    submission: &Submission,
) -> Result<Printed, DeliveryFailure> {
    let sheet = sheet(endpoint, submission)?;
    let missing = Identity::of(submission).missing();
    if !missing.is_empty() {
        // Of the questions, never of the answers.
        tracing::error!(
            submission = due.id.short(),
            ?missing,
            "the head of the fiche lacks what every registration must say"
        );
    }
    let arrived = due.into();
    let letter = letter(endpoint, &arrived, submission);
    let fiche = fiche(endpoint, &letter, &sheet, submission);
    let flags = fiche::flags(submission, due.received_at, &endpoint.site, &endpoint.mails);
    Ok(Printed {
        words: mail::Words {
            to: Recipient::Mailbox,
            branch: due.branch.clone(),
            subject: letter.subject(&flags),
            text: letter.text(endpoint.site.mailbox_password.is_some()),
            attachment: None,
            follows: None,
            about: due.id.as_str().to_owned(),
        },
        file_name: letter.file_name(),
        fiche: endpoint.printer.print(&fiche, due.received_at, &due.id),
    })
}

fn letter<'a>(
    endpoint: &'a EndpointState,
    arrived: &Arrived<'a>,
    submission: &Submission,
) -> fiche::Letter<'a> {
    fiche::Letter::new(
        &endpoint.site,
        &endpoint.time_zone,
        submission,
        arrived,
        &endpoint.mails.registration,
    )
}

fn fiche(
    endpoint: &EndpointState,
    letter: &fiche::Letter,
    sheet: &Sheet,
    submission: &Submission,
) -> RegistrationFiche {
    RegistrationFiche::new(
        letter,
        sheet,
        submission,
        &endpoint.communes,
        &endpoint.site,
        &endpoint.mails,
    )
}

/// The facts of a fiche, for a page of the desk. Nothing where the edition of the questionnaire is not here.
pub(crate) fn facts(
    endpoint: &EndpointState,
    arrived: &Arrived,
    submission: &Submission,
) -> Option<RegistrationFiche> {
    let sheet = sheet(endpoint, submission).ok()?;
    let letter = letter(endpoint, arrived, submission);
    Some(fiche(endpoint, &letter, &sheet, submission))
}

/// The head of a fiche alone, for a list of the desk.
pub(crate) fn head(
    endpoint: &EndpointState,
    arrived: &Arrived,
    submission: &Submission,
) -> Option<Person> {
    let sheet = sheet(endpoint, submission).ok()?;
    let letter = letter(endpoint, arrived, submission);
    let (communes, site) = (&endpoint.communes, &endpoint.site);
    Some(fiche::head(
        &letter,
        &sheet,
        submission,
        communes,
        site,
        &endpoint.mails,
    ))
}

/// Every field of I-Milo that its questionnaire fills. Nothing where the edition of the questionnaire is not here.
pub(crate) fn imilo_columns(
    endpoint: &EndpointState,
    submission: &Submission,
) -> Option<Vec<Column>> {
    let sheet = sheet(endpoint, submission).ok()?;
    let words = &endpoint.mails.fiche;
    Some(fiche::columns(
        &sheet,
        submission,
        &endpoint.communes,
        words,
    ))
}

/// The fiche as a PDF, printed for a page of the desk. Work for a core.
pub(crate) fn pdf(
    endpoint: &EndpointState,
    arrived: &Arrived,
    submission: &Submission,
    id: &SubmissionId,
) -> Option<Vec<u8>> {
    let fiche = facts(endpoint, arrived, submission)?;
    let printed = endpoint.printer.print(&fiche, arrived.received_at, id);
    Some(printed.into_pdf())
}

fn sheet(endpoint: &EndpointState, submission: &Submission) -> Result<Arc<Sheet>, DeliveryFailure> {
    let sheet = endpoint.sheets.get(&submission.message().questionnaire);
    sheet.ok_or(DeliveryFailure::Unreadable)
}

/// What an attempt says of an envelope that does not open. It was opened once, when it came in.
impl From<OpenError> for DeliveryFailure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::UnknownKey => Self::UnknownKey,
            OpenError::NotAnEnvelope
            | OpenError::CannotOpen
            | OpenError::NotAMessage
            | OpenError::UnknownQuestionnaire
            | OpenError::AnswersRefused(_) => Self::Unreadable,
        }
    }
}
