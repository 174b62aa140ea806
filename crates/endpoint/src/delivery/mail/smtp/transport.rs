//! The way to a mail server before the conversation: an address that answers, and TLS where it is asked for.
//!
//! Done here and not by the SMTP client, so that every byte is counted and every reply can be read.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use domain::delivery::DeliveryFailure;
use lettre::transport::smtp::{client::AsyncTokioStream, extension::ClientId};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, Join, Take, join},
    net::{
        TcpStream, lookup_host,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{InvalidDnsNameError, ServerName},
    },
};

use super::readable::Readable;

/// One address that swallows every packet leaves time for the next.
const CONNECTS_WITHIN: Duration = Duration::from_secs(8);

/// What a server may say in one conversation, in bytes, certificates included. Reading costs more than its length:
/// what says more has nothing to say to us.
const SAYS_AT_MOST: u64 = 24 * 1024;

/// A connection that ends once the server has said that much: a server that floods us ends its own conversation.
type Counted = Join<Take<OwnedReadHalf>, OwnedWriteHalf>;

/// What the client speaks through.
pub(super) type Transport = Box<dyn AsyncTokioStream>;

/// TLS to the host of that name, which a public authority vouches for.
#[derive(Clone)]
pub(super) struct Tls {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl Tls {
    pub(super) fn to(host: &str) -> Result<Self, InvalidDnsNameError> {
        let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned();
        Self::trusting(roots.collect(), host)
    }

    fn trusting(roots: RootCertStore, host: &str) -> Result<Self, InvalidDnsNameError> {
        let provider = Arc::new(ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap_or_else(|error| unreachable!("ring knows all versions: {error}"));
        let config = config.with_root_certificates(roots).with_no_client_auth();
        Ok(Self {
            config: Arc::new(config),
            name: ServerName::try_from(host.to_owned())?,
        })
    }

    async fn over(
        &self,
        stream: Counted,
        peer: SocketAddr,
    ) -> Result<Readable<tokio_rustls::client::TlsStream<Counted>>, DeliveryFailure> {
        let connector = TlsConnector::from(Arc::clone(&self.config));
        let stream = connector.connect(self.name.clone(), stream).await;
        // rustls tells what is wrong with TLS so; anything else is of the connection.
        let stream = stream.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => DeliveryFailure::Tls,
            _ => DeliveryFailure::Unreachable,
        })?;
        Ok(Readable::new(stream, peer))
    }
}

/// In clear: for this machine alone.
pub(super) async fn in_clear(host: &str, port: u16) -> Result<Transport, DeliveryFailure> {
    let (stream, peer) = connect(host, port).await?;
    Ok(Box::new(Readable::new(stream, peer)))
}

/// TLS from the first byte.
pub(super) async fn wrapped(
    host: &str,
    port: u16,
    tls: &Tls,
) -> Result<Transport, DeliveryFailure> {
    let (stream, peer) = connect(host, port).await?;
    Ok(Box::new(tls.over(stream, peer).await?))
}

/// TLS that is asked for in clear, before anything is said.
pub(super) async fn upgraded(
    host: &str,
    port: u16,
    tls: &Tls,
    hello: &ClientId,
) -> Result<Transport, DeliveryFailure> {
    let (stream, peer) = connect(host, port).await?;
    let mut stream = Readable::new(stream, peer);
    greeted(reply(&mut stream).await?)?;
    let offers = greeted(ask(&mut stream, &format!("EHLO {hello}")).await?)?;
    let mut offers = offers.iter().map(|line| line.trim());
    if !offers.any(|offer| offer.eq_ignore_ascii_case("STARTTLS")) {
        return Err(DeliveryFailure::Tls);
    }
    if ask(&mut stream, "STARTTLS").await?.code != 220 {
        return Err(DeliveryFailure::Tls);
    }
    // What has come behind the reply was said in clear, by anybody: it is not to be read as if it came through TLS.
    let stream = stream.into_inner().ok_or(DeliveryFailure::Tls)?;
    Ok(Box::new(tls.over(stream, peer).await?.greeting()))
}

/// The first of the host's addresses that answers.
async fn connect(host: &str, port: u16) -> Result<(Counted, SocketAddr), DeliveryFailure> {
    let addresses = lookup_host((host, port)).await;
    let addresses = addresses.map_err(|_| DeliveryFailure::Unreachable)?;
    let answers = first_that_answers(addresses, CONNECTS_WITHIN).await;
    let (stream, address) = answers.ok_or(DeliveryFailure::Unreachable)?;
    let (said, told) = stream.into_split();
    Ok((join(said.take(SAYS_AT_MOST), told), address))
}

async fn first_that_answers(
    addresses: impl Iterator<Item = SocketAddr>,
    within: Duration,
) -> Option<(TcpStream, SocketAddr)> {
    for address in addresses {
        if let Ok(Ok(stream)) = timeout(within, TcpStream::connect(address)).await {
            return Some((stream, address));
        }
    }
    None
}

/// A reply of several lines, without their codes.
struct Reply {
    code: u16,
    lines: Vec<String>,
}

/// What a greeting, or the reply to EHLO, says; an error where it is no.
fn greeted(reply: Reply) -> Result<Vec<String>, DeliveryFailure> {
    match reply.code {
        200..300 => Ok(reply.lines),
        500.. => Err(DeliveryFailure::HelloName),
        _ => Err(DeliveryFailure::Unreachable),
    }
}

async fn ask(stream: &mut Readable<Counted>, line: &str) -> Result<Reply, DeliveryFailure> {
    let line = format!("{line}\r\n");
    let written = stream.write_all(line.as_bytes()).await;
    written.map_err(|_| DeliveryFailure::Unreachable)?;
    reply(stream).await
}

async fn reply(stream: &mut Readable<Counted>) -> Result<Reply, DeliveryFailure> {
    let mut lines = Vec::new();
    loop {
        let line = line(stream)
            .await
            .map_err(|_| DeliveryFailure::Unreachable)?;
        let (code, text) = line
            .split_at_checked(3)
            .ok_or(DeliveryFailure::Unreachable)?;
        let code: u16 = code.parse().map_err(|_| DeliveryFailure::Unreachable)?;
        let goes_on = text.starts_with('-');
        lines.push(text.get(1..).unwrap_or_default().to_owned());
        if !goes_on {
            return Ok(Reply { code, lines });
        }
    }
}

/// Bytes up to the end of a line: what follows stays where it is.
async fn line(stream: &mut Readable<Counted>) -> io::Result<String> {
    let mut line = String::new();
    loop {
        match stream.read_u8().await? {
            b'\n' => return Ok(line),
            byte => line.push(char::from(byte)),
        }
    }
}

#[cfg(test)]
mod tests;
