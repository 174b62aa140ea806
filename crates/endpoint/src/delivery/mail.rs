//! Mail to the Mission Locale: over SMTP, into a folder, or into memory.
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
use domain::{delivery::DeliveryFailure, time::Timestamp};
use envelope::sha256_hex;
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox as MailAddress, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

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
    officer: Address,
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
            officer: site
                .public
                .officer_email
                .parse()
                .map_err(|_| MailerError::BadAddress("officer_email"))?,
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
    /// What is personal; nothing where a mail only tells of a number and a day.
    pub attachment: Option<Pdf>,
    /// Always the same for the same submission: a mail that arrives twice can be told.
    pub message_id: String,
    from: Address,
    to: Address,
    written_at: Timestamp,
}

/// A PDF, and what the mail calls it. Holds answers: no `Debug`.
#[derive(Clone)]
pub struct Pdf {
    /// `preinscription-KT4HW7PX.pdf`.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Who a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    /// The mailbox of the registrations.
    Mailbox,
    /// The data-protection officer.
    Officer,
}

/// What a mail says, before it has addresses.
pub(crate) struct Words {
    pub(crate) to: To,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) attachment: Option<Pdf>,
    /// What this mail is about, so that every attempt of it has the same `Message-ID`. Not in the mail itself.
    pub(crate) about: String,
}

/// Puts the addresses of the site's file on it.
pub(crate) fn write(words: Words, addresses: &Addresses, now: Timestamp) -> Mail {
    let digest = sha256_hex(format!("premier-accueil/message-id|{}", words.about).as_bytes());
    let local: String = digest.chars().take(32).collect();
    let to = match words.to {
        To::Mailbox => &addresses.to,
        To::Officer => &addresses.officer,
    };
    Mail {
        subject: words.subject,
        text: words.text,
        attachment: words.attachment,
        message_id: format!("<{local}@{}>", addresses.from.domain()),
        from: addresses.from.clone(),
        to: to.clone(),
        written_at: now,
    }
}

impl Mail {
    /// The address it goes to.
    #[must_use]
    pub fn to(&self) -> String {
        self.to.to_string()
    }

    /// The PDF's name; empty where nothing is attached.
    #[must_use]
    pub fn file_name(&self) -> &str {
        let attached = self.attachment.as_ref();
        attached.map_or("", |pdf| pdf.file_name.as_str())
    }

    /// The PDF's bytes; none where nothing is attached.
    #[must_use]
    pub fn pdf(&self) -> &[u8] {
        let attached = self.attachment.as_ref();
        attached.map_or(&[], |pdf| pdf.bytes.as_slice())
    }

    /// The mail as it travels.
    fn message(&self) -> Result<Message, lettre::error::Error> {
        let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(self.text.clone()));
        if let Some(pdf) = &self.attachment {
            let kind = ContentType::parse("application/pdf")
                .map_err(|_| lettre::error::Error::CannotParseFilename)?;
            let file = Attachment::new(pdf.file_name.clone()).body(pdf.bytes.clone(), kind);
            parts = parts.singlepart(file);
        }
        let mut message = Message::builder()
            .from(MailAddress::new(
                Some("Premier accueil".to_owned()),
                self.from.clone(),
            ))
            .to(MailAddress::new(None, self.to.clone()))
            .subject(self.subject.clone())
            .message_id(Some(self.message_id.clone()))
            .date(UNIX_EPOCH + Duration::from_secs(self.written_at.unix_seconds().unsigned_abs()))
            .multipart(parts)?;
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
    pub(crate) async fn send(&self, mail: Mail) -> Result<(), DeliveryFailure> {
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
