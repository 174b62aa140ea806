//! The mailer: hands mails over by SMTP, into a folder, or into memory.

use std::{path::PathBuf, time::Duration};

use domain::delivery::DeliveryFailure;

use super::{Addresses, Mail, Mailbox, folder, smtp};
use content::in_french;

use crate::{blocking::blocking, config::MailTarget};

/// Why mail cannot be sent with these settings.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The mail server's address is one that nothing can be made of. Not repeated: it can hold a password.
    #[error(
        "--mail : l’adresse du serveur de messagerie ne peut pas servir ; il faut smtps://utilisateur:motdepasse@serveur:port"
    )]
    BadServer,
    /// An address of the site's file is none.
    #[error("{0} du fichier de la Mission Locale n’est pas une adresse électronique")]
    BadAddress(&'static str),
    /// The maildir cannot be made.
    #[error("le dossier des messages {} ne peut pas être créé : {}", .0.display(), in_french(.1))]
    Folder(PathBuf, std::io::Error),
}

/// Why a mail could not be handed over.
pub(crate) struct NotTaken {
    pub(crate) failure: DeliveryFailure,
    /// Whether it was said of the recipient: mail to others may be taken.
    pub(crate) of_recipient: bool,
    /// What the server replied, on one line: for the one who looks at the settings, and for no log.
    pub(crate) said: Option<String>,
}

impl From<DeliveryFailure> for NotTaken {
    fn from(failure: DeliveryFailure) -> Self {
        Self {
            failure,
            of_recipient: false,
            said: None,
        }
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
    /// The mailer of the settings. A folder is made at the start; a server is first spoken to when there is mail.
    ///
    /// # Errors
    ///
    /// When the server's address makes no sense.
    pub fn new(target: &MailTarget) -> Result<Self, MailerError> {
        match target {
            MailTarget::Smtp(url) => smtp::Server::new(url).map(Self::Smtp),
            MailTarget::Folder(folder) => Ok(Self::Folder(folder.clone())),
        }
    }

    /// The mail server by name and port; nothing where there is none.
    pub(crate) fn server(&self) -> String {
        match self {
            Self::Smtp(server) => server.name(),
            Self::Folder(_) | Self::Memory(_) => String::new(),
        }
    }

    /// Makes the folder that mail goes to, where it does.
    pub(crate) fn make_folder(&self) -> Result<(), MailerError> {
        match self {
            Self::Folder(folder) => {
                folder::make(folder).map_err(|error| MailerError::Folder(folder.clone(), error))
            }
            Self::Smtp(_) | Self::Memory(_) => Ok(()),
        }
    }

    /// The same mailer; a mail server has `bound` for each half of a conversation.
    #[must_use]
    pub fn within(self, bound: Duration) -> Self {
        match self {
            Self::Smtp(server) => Self::Smtp(server.within(bound)),
            other => other,
        }
    }

    /// Sends a mail; when this is `Ok`, the mailbox has it.
    pub(crate) async fn send(&self, mail: Mail, addresses: &Addresses) -> Result<(), NotTaken> {
        self.open(mail, addresses).await?.hand_over().await
    }

    /// Asks whether a mail would be taken, and ends the conversation before anything of it is said.
    pub(crate) async fn offer(&self, mail: Mail, addresses: &Addresses) -> Result<(), NotTaken> {
        let Self::Smtp(server) = self else {
            return Ok(());
        };
        let message = mail.message().map_err(|_| DeliveryFailure::Refused)?;
        server.offer(&message, &addresses.hello).await
    }

    /// Prepares for a mail to be taken. Nothing of it has arrived anywhere yet.
    pub(crate) async fn open(&self, mail: Mail, addresses: &Addresses) -> Result<Opened, NotTaken> {
        if let Self::Memory(mailbox) = self {
            return Ok(mailbox.open(mail).await?);
        }
        let message = mail.message().map_err(|_| DeliveryFailure::Refused)?;
        let bytes = message.formatted();
        Ok(match self {
            Self::Smtp(server) => {
                let opened = server.open(&message, &addresses.hello).await?;
                Opened::Smtp(Box::new(opened), bytes)
            }
            Self::Folder(folder) => {
                let name = format!("{}.eml", mail.message_id.trim_matches(['<', '>']));
                Opened::Folder(folder.clone(), name, bytes)
            }
            Self::Memory(mailbox) => Opened::Memory(mailbox.clone(), Box::new(mail)),
        })
    }
}

/// A mail that the other side is ready to take.
pub(crate) enum Opened {
    Smtp(Box<smtp::Opened>, Vec<u8>),
    Folder(PathBuf, String, Vec<u8>),
    Memory(Mailbox, Box<Mail>),
}

impl Opened {
    /// Hands it over; when this is `Ok`, the mailbox has it.
    pub(crate) async fn hand_over(self) -> Result<(), NotTaken> {
        match self {
            Self::Smtp(opened, bytes) => opened.hand_over(&bytes).await,
            Self::Folder(folder, name, bytes) => {
                let kept = blocking(move || folder::keep(&folder, &name, &bytes)).await;
                kept.map_err(|error| {
                    tracing::error!(kind = %error.kind(), "the maildir cannot be written");
                    DeliveryFailure::Unreachable.into()
                })
            }
            Self::Memory(mailbox, mail) => {
                mailbox.take(*mail);
                Ok(())
            }
        }
    }
}
