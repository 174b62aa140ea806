//! Mails to the Mission Locale: what they say, their addresses, and what tells one from another.
//!
//! Nothing personal in subject, text or file name: all of that is in the PDF.

mod folder;
mod mailer;
mod memory;
mod quoted;
mod smtp;

use std::{
    collections::BTreeMap,
    time::{Duration, UNIX_EPOCH},
};

use content::SiteFile;
use domain::{delivery::Recipient, time::Timestamp, wire::SubmissionId};
use envelope::sha256_hex;
use lettre::{
    Address, Message,
    message::{
        Mailbox as MailAddress, MessageBuilder, MultiPart, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::extension::ClientId,
};

pub(crate) use mailer::NotTaken;
use mailer::Opened;
pub use mailer::{Mailer, MailerError};
pub use memory::Mailbox;
pub(crate) use quoted::one_line;

/// Who the mail is from and to: from the site's file, never from what was received.
pub(crate) struct Addresses {
    from: Address,
    mailbox: Address,
    /// Those of branches that have one of their own, by the branch's id.
    branch_mailboxes: BTreeMap<String, Address>,
    officer: Address,
    /// What this program calls itself to a mail server.
    hello: ClientId,
}

impl Addresses {
    /// `hello` is the name for EHLO; the domain of `mail_from` where there is none. Never the machine's own:
    /// outside its network that is mostly no name at all, and servers refuse it.
    pub(crate) fn new(site: &SiteFile, hello: Option<&str>) -> Result<Self, MailerError> {
        let from: Address = site
            .mail_from
            .parse()
            .map_err(|_| MailerError::BadAddress("mail_from"))?;
        let mailbox = |address: &str| {
            let address = address.parse();
            address.map_err(|_| MailerError::BadAddress("mailbox"))
        };
        let hello = hello.unwrap_or_else(|| from.domain()).to_owned();
        Ok(Self {
            from,
            hello: ClientId::Domain(hello),
            mailbox: mailbox(&site.mailbox)?,
            branch_mailboxes: site
                .branch_mailboxes
                .iter()
                .map(|(branch, address)| Ok((branch.clone(), mailbox(address)?)))
                .collect::<Result<_, MailerError>>()?,
            officer: site
                .public
                .officer_email
                .parse()
                .map_err(|_| MailerError::BadAddress("officer_email"))?,
        })
    }

    /// The mailbox of a branch; the Mission Locale's, where the branch has none, or none any more.
    pub(super) fn mailbox(&self, branch: Option<&str>) -> &Address {
        let own = branch.and_then(|branch| self.branch_mailboxes.get(branch));
        own.unwrap_or(&self.mailbox)
    }

    /// Whether that branch has a mailbox of its own.
    pub(crate) fn is_own(&self, branch: Option<&str>) -> bool {
        branch.is_some_and(|branch| self.branch_mailboxes.contains_key(branch))
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
    /// The same at each attempt, so that a mail that arrives twice can be told.
    pub message_id: String,
    /// The `Message-ID` of the mails that it follows: of the registration it is about, and of its own first one where an
    /// operator had it mailed anew.
    pub references: Vec<String>,
    from: Address,
    to: Address,
    dated_at: Timestamp,
}

/// A PDF, and what the mail calls it. Holds answers: no `Debug`.
#[derive(Clone)]
pub struct Pdf {
    /// `2026-11-21_1842_preinscription_KT4HW7PX.pdf`.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What a mail says, before it has addresses.
pub(crate) struct Words {
    pub(crate) to: Recipient,
    /// Of a mail to the mailbox: the branch whose own it is.
    pub(crate) branch: Option<String>,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) attachment: Option<Pdf>,
    /// What this mail is about, so that every attempt of it has the same `Message-ID`. Not in the mail itself.
    pub(crate) about: String,
    /// The registration whose mail this one follows, so that mail programs show them together.
    pub(crate) follows: Option<SubmissionId>,
}

/// The text of a mail, with the end of its last line.
pub(super) fn ending(text: &str) -> String {
    format!("{text}\n")
}

/// A sentence that may be missing, as it follows another.
pub(crate) fn after_a_space(sentence: Option<String>) -> String {
    sentence.map_or_else(String::new, |sentence| format!(" {sentence}"))
}

/// Which mail of several about the same thing.
#[derive(Clone, Copy)]
pub(crate) struct Edition {
    /// How often an operator had it mailed anew.
    pub(crate) mailed_anew: u32,
    /// What its `Date` says: the same at each attempt.
    pub(crate) dated_at: Timestamp,
}

/// Puts the addresses of the site's file on it, and what tells it from other mails.
pub(crate) fn write(words: Words, edition: Edition, addresses: &Addresses) -> Mail {
    let to = match words.to {
        Recipient::Mailbox => addresses.mailbox(words.branch.as_deref()),
        Recipient::Officer => &addresses.officer,
    };
    let anew_at = (edition.mailed_anew > 0).then_some(edition.dated_at);
    let message_id = |about: &str, anew_at| message_id(about, anew_at, addresses.from.domain());
    let followed = words.follows.as_ref();
    let followed = followed.map(|registration| message_id(registration.as_str(), None));
    // The first one is always known; those between may not be, after a restore.
    let first = anew_at.map(|_| message_id(&words.about, None));
    Mail {
        message_id: message_id(&words.about, anew_at),
        references: followed.into_iter().chain(first).collect(),
        subject: words.subject,
        text: words.text,
        attachment: words.attachment,
        from: addresses.from.clone(),
        to: to.clone(),
        dated_at: edition.dated_at,
    }
}

/// Mail systems hide a mail whose `Message-ID` they have seen: right for a retry, wrong for what a person asks for.
/// A moment and no counter tells those apart: a database that was restored has forgotten how often it was asked before.
fn message_id(about: &str, anew_at: Option<Timestamp>, domain: &str) -> String {
    let anew = anew_at.map_or_else(String::new, |at| format!("|{}", at.unix_seconds()));
    let digest = sha256_hex(format!("premier-accueil/message-id|{about}{anew}").as_bytes());
    let local: String = digest.chars().take(32).collect();
    format!("<{local}@{domain}>")
}

/// The name of an attached file in one piece, on a line of its own. lettre parts a name that does not fit on the first line
/// (RFC 2231, `filename*0`), and some mail programs then show none. The names are ours: ASCII, without quotes.
#[derive(Clone)]
struct AttachedAs(String);

impl Header for AttachedAs {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Disposition")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        let raw = format!("attachment; filename=\"{}\"", self.0);
        let folded = raw.replace("; ", ";\r\n ");
        HeaderValue::dangerous_new_pre_encoded(Self::name(), raw, folded)
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
            let file = SinglePart::builder()
                .header(AttachedAs(pdf.file_name.clone()))
                .header(kind)
                .body(pdf.bytes.clone());
            parts = parts.singlepart(file);
        }
        let references = self.references.iter().cloned();
        let builder = references.fold(Message::builder(), MessageBuilder::references);
        let mut message = builder
            .from(MailAddress::new(
                Some("Premier accueil".to_owned()),
                self.from.clone(),
            ))
            .to(MailAddress::new(None, self.to.clone()))
            .subject(self.subject.clone())
            .message_id(Some(self.message_id.clone()))
            .date(UNIX_EPOCH + Duration::from_secs(self.dated_at.unix_seconds().unsigned_abs()))
            .multipart(parts)?;
        // So that an absence notice is never sent back.
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Ok(message)
    }
}
