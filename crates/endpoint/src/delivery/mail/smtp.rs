//! SMTP to the mail server, step by step: what a failure means depends on the step it happens in.
//!
//! TLS is required, unless the server is this machine. Each half of a conversation has one bound around all of it.

mod readable;
mod transport;

use std::{error::Error as _, time::Duration};

use domain::delivery::DeliveryFailure;
use lettre::{
    Message,
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::AsyncSmtpConnection,
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
        response::Severity,
    },
};
use percent_encoding::percent_decode_str;
use tokio::time::timeout;
use transport::Tls;
use url::Url;

use super::{MailerError, NotTaken, one_line};
use crate::config::is_loopback;

/// How long it may take from the first packet to "354, go on".
const OPENS_WITHIN: Duration = Duration::from_mins(1);

/// How long it may take from there to "250, taken". Giving up sooner only makes the server take it twice (RFC 1047).
/// And waiting for longer holds up all other mail.
const TAKES_WITHIN: Duration = Duration::from_mins(2);

const SMTP_PORT: u16 = 25;
const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;

/// A mail server and how to speak to it. A new connection for each mail: there are few. Holds a password: no `Debug`.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    opens_within: Duration,
    takes_within: Duration,
}

#[derive(Clone)]
enum Encryption {
    /// From the first byte.
    Wrapped(Tls),
    /// Asked for in clear, before anything is said.
    StartTls(Tls),
    /// None: the server is this machine.
    None,
}

impl Server {
    /// Its host and port.
    pub(super) fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// `smtps://` is TLS from the first byte; `smtp://` must become TLS before anything is said.
    pub(super) fn new(url: &Url) -> Result<Self, MailerError> {
        let host = url.host_str().ok_or(MailerError::BadServer)?.to_owned();
        let tls = || Tls::to(&host).map_err(|_| MailerError::BadServer);
        let asks_for_tls = url.query_pairs().any(|(name, _)| name == "tls");
        let (encryption, port) = match url.scheme() {
            "smtps" => (Encryption::Wrapped(tls()?), SUBMISSIONS_PORT),
            _ if asks_for_tls => (Encryption::StartTls(tls()?), SUBMISSION_PORT),
            _ if is_loopback(url) => (Encryption::None, SMTP_PORT),
            _ => (Encryption::StartTls(tls()?), SMTP_PORT),
        };
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded
                .map(String::from)
                .map_err(|_| MailerError::BadServer)
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(
                decoded(url.username())?,
                decoded(password)?,
            )),
            None => None,
        };
        Ok(Self {
            port: url.port().unwrap_or(port),
            host,
            encryption,
            credentials,
            opens_within: OPENS_WITHIN,
            takes_within: TAKES_WITHIN,
        })
    }

    /// The same server with another bound for each half of a conversation.
    pub(super) fn within(self, bound: Duration) -> Self {
        Self {
            opens_within: bound,
            takes_within: bound,
            ..self
        }
    }

    /// Says everything but the mail itself. Nothing has arrived yet: dropping what this returns takes it all back.
    pub(super) async fn open(
        &self,
        message: &Message,
        hello: &ClientId,
    ) -> Result<Opened, NotTaken> {
        let opening = async {
            let mut connection = self.connect(hello).await?;
            self.address(&mut connection, message.envelope()).await?;
            let go_on = connection.command(Data).await;
            let go_on = go_on.map_err(refusal(Step::Mail))?;
            // Anything else is the reply to something earlier: what follows would be read one reply too late.
            if !go_on.has_code(354) {
                return Err(NotTaken::from(DeliveryFailure::Unreachable));
            }
            Ok(connection)
        };
        let opening = timeout(self.opens_within, opening).await;
        let connection = opening.unwrap_or(Err(DeliveryFailure::Unreachable.into()))?;
        Ok(Opened {
            connection,
            takes_within: self.takes_within,
        })
    }

    /// Says everything up to the recipient, then goodbye.
    pub(super) async fn offer(&self, message: &Message, hello: &ClientId) -> Result<(), NotTaken> {
        let offering = async {
            let mut connection = self.connect(hello).await?;
            let taken = self.address(&mut connection, message.envelope()).await;
            goodbye(&mut connection).await;
            taken
        };
        let offering = timeout(self.opens_within, offering).await;
        offering.unwrap_or(Err(DeliveryFailure::Unreachable.into()))
    }

    async fn connect(&self, hello: &ClientId) -> Result<AsyncSmtpConnection, NotTaken> {
        let (host, port) = (self.host.as_str(), self.port);
        let stream = match &self.encryption {
            Encryption::Wrapped(tls) => transport::wrapped(host, port, tls).await?,
            Encryption::StartTls(tls) => transport::upgraded(host, port, tls, hello).await?,
            Encryption::None => transport::in_clear(host, port).await?,
        };
        let greeted = AsyncSmtpConnection::connect_with_transport(stream, hello);
        greeted.await.map_err(refusal(Step::Greeting))
    }

    /// Signs in, and names sender and recipient.
    async fn address(
        &self,
        connection: &mut AsyncSmtpConnection,
        envelope: &Envelope,
    ) -> Result<(), NotTaken> {
        if let Some(credentials) = &self.credentials {
            let signed_in = connection.auth(DEFAULT_MECHANISMS, credentials).await;
            signed_in.map_err(refusal(Step::SignIn))?;
        }
        let from = Mail::new(envelope.from().cloned(), Vec::new());
        let accepted = connection.command(from).await;
        accepted.map_err(refusal(Step::Sender))?;
        for to in envelope.to() {
            let accepted = connection.command(Rcpt::new(to.clone(), Vec::new())).await;
            accepted.map_err(|error| NotTaken {
                of_recipient: true,
                ..refusal(Step::Mail)(error)
            })?;
        }
        Ok(())
    }
}

/// Whether they say goodbye changes nothing, and may take no time.
async fn goodbye(connection: &mut AsyncSmtpConnection) {
    let _ = timeout(Duration::from_secs(2), connection.quit()).await;
}

/// A conversation in which the server waits for the mail.
pub(crate) struct Opened {
    connection: AsyncSmtpConnection,
    takes_within: Duration,
}

impl Opened {
    /// Hands the mail over. Where no reply comes, it may have arrived all the same.
    pub(super) async fn hand_over(mut self, message: &[u8]) -> Result<(), NotTaken> {
        let handed = timeout(self.takes_within, self.connection.message(message)).await;
        let replied = handed.map_err(|_| DeliveryFailure::NoReply)?;
        let replied = replied.map_err(refusal(Step::Taking))?;
        if replied.code().severity != Severity::PositiveCompletion {
            return Err(DeliveryFailure::NoReply.into());
        }
        // The mail is theirs.
        goodbye(&mut self.connection).await;
        Ok(())
    }
}

/// What is being said when something fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The connection, the greeting, EHLO.
    Greeting,
    SignIn,
    /// MAIL: whether we may send as this sender.
    Sender,
    /// RCPT, DATA.
    Mail,
    /// The mail itself, and the reply to it.
    Taking,
}

/// What an error in that step means, with what the server replied. Its words are not logged: it may repeat what it was sent.
fn refusal(step: Step) -> impl Fn(Error) -> NotTaken {
    move |error| {
        let replied = error.status().is_some();
        let said = error.source().filter(|_| replied);
        let said = said.map(|said| one_line(&said.to_string()));
        NotTaken {
            failure: meaning(step, &error),
            of_recipient: false,
            said: said.filter(|said| !said.is_empty()),
        }
    }
}

fn meaning(step: Step, error: &Error) -> DeliveryFailure {
    match (step, error.status().map(u16::from)) {
        // Many servers say what they think of the EHLO only once the recipient is named.
        (Step::Greeting, Some(500..)) | (Step::Sender | Step::Mail, Some(504)) => {
            DeliveryFailure::HelloName
        }
        (Step::SignIn, Some(500..))
        | (Step::Sender | Step::Mail | Step::Taking, Some(530 | 534 | 535 | 538)) => {
            DeliveryFailure::SignIn
        }
        // "Closing": the server itself is going.
        (Step::Sender | Step::Mail, Some(421)) => DeliveryFailure::Unreachable,
        // 552 is too large: that is of this mail, whatever it is said to.
        (Step::Sender, Some(552)) | (Step::Mail | Step::Taking, Some(500..)) => {
            DeliveryFailure::Refused
        }
        (Step::Sender, Some(500..)) => DeliveryFailure::Sender,
        (Step::Sender | Step::Mail | Step::Taking, Some(_)) => DeliveryFailure::Deferred,
        (Step::Taking, None) => DeliveryFailure::NoReply,
        // What the client says by itself: the server offers no way to sign in.
        (Step::SignIn, None) if error.is_client() => DeliveryFailure::SignIn,
        (Step::Sender | Step::Mail, None) if error.is_client() => DeliveryFailure::Refused,
        _ => DeliveryFailure::Unreachable,
    }
}
