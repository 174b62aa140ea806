//! The mail server. TLS is required, unless the server is this machine.

use std::time::Duration;

use domain::delivery::DeliveryFailure;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    transport::smtp::client::{Tls, TlsParameters},
};
use url::Url;

use super::MailerError;
use crate::config::is_loopback;

/// How long the server may take for each of its answers.
const ANSWERS_WITHIN: Duration = Duration::from_mins(1);

/// A mail server and how to speak to it. A new connection for each mail: there are few.
#[derive(Clone)]
pub struct Server(AsyncSmtpTransport<Tokio1Executor>);

impl Server {
    /// `smtps://` is TLS from the first byte; `smtp://` must become TLS before anything is said.
    pub(super) fn new(url: &Url) -> Result<Self, MailerError> {
        let bad = |_| MailerError::BadServer;
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(bad)?;
        if url.scheme() == "smtp" && !is_loopback(url) {
            let host = url.host_str().ok_or(MailerError::BadServer)?;
            builder = builder.tls(Tls::Required(
                TlsParameters::new(host.to_owned()).map_err(bad)?,
            ));
        }
        Ok(Self(builder.timeout(Some(ANSWERS_WITHIN)).build()))
    }

    /// Sends one message. The server's words are not logged: it may repeat what it was sent.
    pub(super) async fn send(&self, message: Message) -> Result<(), DeliveryFailure> {
        match self.0.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(DeliveryFailure::Refused),
            Err(error) if error.is_transient() => Err(DeliveryFailure::Deferred),
            Err(_) => Err(DeliveryFailure::Unreachable),
        }
    }
}
