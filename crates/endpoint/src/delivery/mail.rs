//! Mail to the Mission Locale's mailbox: over SMTP, into a folder, or into memory.
//!
//! Nothing personal in subject, text or file name: all of that is in the PDF.

mod folder;
mod smtp;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

use content::SiteFile;
use domain::{delivery::DeliveryFailure, time::Timestamp, wire::SubmissionId};
use envelope::sha256_hex;
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox as MailAddress, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use super::page::Letter;
use crate::config::MailTarget;

/// Why mail cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The mail server's address is one that nothing can be made of. Not repeated: it can hold a password.
    #[error(
        "--mail: the mail server's address cannot be used; expected smtps://user:password@host:port"
    )]
    BadServer,
    /// An address of the site's file is none.
    #[error("{0} of the site's file is no mail address")]
    BadAddress(&'static str),
    /// The maildir cannot be made.
    #[error("cannot make the maildir {0}: {1}")]
    Folder(PathBuf, std::io::Error),
}

/// Who the mail is from and to: from the site's file, never from what was received.
pub(crate) struct Addresses {
    from: Address,
    to: Address,
}

impl Addresses {
    pub(crate) fn new(site: &SiteFile) -> Result<Self, MailerError> {
        Ok(Self {
            from: site
                .mail_from
                .parse()
                .map_err(|_| MailerError::BadAddress("mail_from"))?,
            to: site
                .mailbox
                .parse()
                .map_err(|_| MailerError::BadAddress("mailbox"))?,
        })
    }
}

/// One mail. Holds answers inside the PDF: no `Debug`.
#[derive(Clone)]
pub struct Mail {
    /// The reference and when to call by.
    pub subject: String,
    /// A few sentences in French.
    pub text: String,
    /// `preinscription-KT4HW7PX.pdf`.
    pub file_name: String,
    /// The registration.
    pub pdf: Vec<u8>,
    /// Always the same for the same submission: a mail that arrives twice can be told.
    pub message_id: String,
    from: Address,
    to: Address,
    written_at: Timestamp,
}

/// Writes the mail of one submission.
pub(super) fn write(
    letter: &Letter,
    addresses: &Addresses,
    id: &SubmissionId,
    pdf: Vec<u8>,
    has_password: bool,
    now: Timestamp,
) -> Mail {
    let digest = sha256_hex(format!("premier-accueil/message-id|{}", id.as_str()).as_bytes());
    let local: String = digest.chars().take(32).collect();
    Mail {
        subject: letter.subject(),
        text: letter.text(has_password),
        file_name: letter.file_name(),
        pdf,
        message_id: format!("<{local}@{}>", addresses.from.domain()),
        from: addresses.from.clone(),
        to: addresses.to.clone(),
        written_at: now,
    }
}

impl Mail {
    /// The mail as it travels.
    fn message(&self) -> Result<Message, lettre::error::Error> {
        let pdf = ContentType::parse("application/pdf")
            .map_err(|_| lettre::error::Error::CannotParseFilename)?;
        let attachment = Attachment::new(self.file_name.clone()).body(self.pdf.clone(), pdf);
        let mut message = Message::builder()
            .from(MailAddress::new(
                Some("Premier accueil".to_owned()),
                self.from.clone(),
            ))
            .to(MailAddress::new(None, self.to.clone()))
            .subject(self.subject.clone())
            .message_id(Some(self.message_id.clone()))
            .date(UNIX_EPOCH + Duration::from_secs(self.written_at.unix_seconds().unsigned_abs()))
            .multipart(
                MultiPart::mixed()
                    .singlepart(SinglePart::plain(self.text.clone()))
                    .singlepart(attachment),
            )?;
        // So that an absence notice is never sent back.
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Ok(message)
    }
}

/// Where mail goes.
#[derive(Clone)]
pub enum Mailer {
    /// To a mail server.
    Smtp(smtp::Server),
    /// Into a maildir of `.eml` files.
    Folder(PathBuf),
    /// Into memory, for tests.
    Memory(Mailbox),
}

impl Mailer {
    /// The mailer of the settings. A folder is made; a server is first spoken to when there is mail.
    ///
    /// # Errors
    ///
    /// When the server's address makes no sense, or the folder cannot be made.
    pub fn new(target: &MailTarget) -> Result<Self, MailerError> {
        match target {
            MailTarget::Smtp(url) => smtp::Server::new(url).map(Self::Smtp),
            MailTarget::Folder(folder) => {
                folder::make(folder).map_err(|error| MailerError::Folder(folder.clone(), error))?;
                Ok(Self::Folder(folder.clone()))
            }
        }
    }

    /// Sends a mail; when this is `Ok`, the mailbox has it.
    pub(super) async fn send(&self, mail: Mail) -> Result<(), DeliveryFailure> {
        if let Self::Memory(mailbox) = self {
            return mailbox.take(mail);
        }
        let message = mail.message().map_err(|_| DeliveryFailure::Refused)?;
        match self {
            Self::Smtp(server) => server.send(message).await,
            Self::Folder(folder) => {
                let name = format!("{}.eml", mail.message_id.trim_matches(['<', '>']));
                let kept = folder::keep(folder, &name, &message.formatted()).await;
                kept.map_err(|error| {
                    tracing::error!(kind = %error.kind(), "the maildir cannot be written");
                    DeliveryFailure::Unreachable
                })
            }
            Self::Memory(_) => Ok(()),
        }
    }
}

/// A mailbox in memory, which can be told to fail.
#[derive(Clone, Default)]
pub struct Mailbox(Arc<Mutex<MailboxState>>);

#[derive(Default)]
struct MailboxState {
    mails: Vec<Mail>,
    failing: Option<DeliveryFailure>,
}

impl Mailbox {
    /// From now on every mail fails in this way, or is taken.
    pub fn fail_with(&self, failure: Option<DeliveryFailure>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .failing = failure;
    }

    /// What has arrived, in order.
    pub fn mails(&self) -> Vec<Mail> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .mails
            .clone()
    }

    fn take(&self, mail: Mail) -> Result<(), DeliveryFailure> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = state.failing {
            return Err(failure);
        }
        state.mails.push(mail);
        Ok(())
    }
}
