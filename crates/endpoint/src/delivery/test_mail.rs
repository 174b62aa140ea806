//! A test mail to the mailbox: the same way, the same password and a PDF of the same kind as a registration's.

use std::sync::Arc;

use content::SiteFile;
use domain::{
    delivery::{DeliveryFailure, Recipient},
    time::Timestamp,
};

use super::{
    Addresses, Mailer, Pdf, Printer, Transcript, TranscriptRow, TranscriptSection,
    mail::{self, Mail, NotTaken, Words, ending},
};
use crate::{config::Config, mails::Mails};

/// What a test mail is made of, and who takes it.
pub(crate) struct TestMail<'a> {
    pub(crate) config: &'a Config,
    pub(crate) site: &'a SiteFile,
    pub(crate) mails: &'a Mails,
    pub(crate) addresses: &'a Addresses,
    pub(crate) mailer: &'a Mailer,
    /// The branch whose own mailbox it goes to.
    pub(crate) branch: Option<&'a str>,
}

impl TestMail<'_> {
    /// The address that it goes to.
    pub(crate) fn mailbox(&self) -> String {
        self.addresses.mailbox(self.branch).to_string()
    }

    /// Goes as far as the server takes the recipient; nothing is sent.
    pub(crate) async fn offer(&self, now: Timestamp) -> Result<(), NotTaken> {
        let mail = self.write(None, now);
        self.mailer.offer(mail, self.addresses).await
    }

    /// Sends it.
    pub(crate) async fn send(&self, now: Timestamp) -> Result<(), NotTaken> {
        self.mailer
            .make_folder()
            .map_err(|_| DeliveryFailure::Unreachable)?;
        let pdf = Pdf {
            file_name: "fiche-d-essai.pdf".to_owned(),
            bytes: self.fiche(now)?,
        };
        let mail = self.write(Some(pdf), now);
        self.mailer.send(mail, self.addresses).await
    }

    fn fiche(&self, now: Timestamp) -> Result<Vec<u8>, DeliveryFailure> {
        let words = &self.mails.check;
        let transcript = Transcript {
            title: words.test_title(),
            mission_locale: self.site.public.name.clone(),
            lead: vec![words.test_lead()],
            sections: vec![TranscriptSection {
                title: words.test_section(),
                rows: vec![TranscriptRow::new(words.test_row(), words.test_value())],
            }],
            closing: Vec::new(),
        };
        let printer = Printer::new(&self.config.printing, Arc::clone(&self.mails.fiche));
        // Of no submission: the id is for the log alone.
        let about = "00000000-0000-4000-8000-000000000000".parse();
        let about = about.map_err(|_| DeliveryFailure::Pdf)?;
        let fiche = printer.print(&transcript, now, &about);
        match &self.site.mailbox_password {
            Some(password) => fiche
                .closed(password.reveal(), &about)
                .map_err(|_| DeliveryFailure::Pdf),
            None => Ok(fiche.into_pdf()),
        }
    }

    fn write(&self, attachment: Option<Pdf>, now: Timestamp) -> Mail {
        let words = &self.mails.check;
        let words = Words {
            to: Recipient::Mailbox,
            branch: self.branch.map(ToOwned::to_owned),
            subject: words.test_subject(),
            text: ending(&words.test_text()),
            attachment,
            follows: None,
            about: format!("test|{now}|{}", self.branch.unwrap_or_default()),
        };
        let edition = mail::Edition {
            mailed_anew: 0,
            dated_at: now,
        };
        mail::write(words, edition, self.addresses)
    }
}
