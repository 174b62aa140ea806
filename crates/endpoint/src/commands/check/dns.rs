//! SPF and DMARC records of a sender's domain, as DNS publishes them (RFC 7208, RFC 7489): for `premier-accueil check`.
//!
//! Asked within a bound: a machine whose DNS is silent is told so, and nothing else waits for it.

use std::{net::SocketAddr, time::Duration};

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::runtime::TokioRuntimeProvider,
    proto::rr::RData,
};
use tokio::time::timeout;

/// How long one question may take, with every repetition.
const ANSWERS_WITHIN: Duration = Duration::from_secs(6);

/// How long one packet is waited for.
const PACKET_WITHIN: Duration = Duration::from_secs(2);

/// What is published of one kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Published {
    /// These, each as it stands there.
    Records(Vec<String>),
    /// DNS did not answer in time, or said that it cannot.
    NoAnswer,
}

/// Asks the servers of the system, or the one that is named.
pub(crate) struct Dns(Option<TokioResolver>);

impl Dns {
    /// Where the system names no server, nothing answers.
    pub(crate) fn of(server: Option<SocketAddr>) -> Self {
        let builder = match server {
            None => TokioResolver::builder_tokio(),
            Some(server) => Ok(TokioResolver::builder_with_config(
                only(server),
                TokioRuntimeProvider::default(),
            )),
        };
        let resolver = builder.and_then(|mut builder| {
            builder.options_mut().timeout = PACKET_WITHIN;
            builder.options_mut().attempts = 1;
            builder.build()
        });
        Self(resolver.ok())
    }

    /// The SPF records of a domain: one is right.
    pub(crate) async fn spf(&self, domain: &str) -> Published {
        self.beginning_with("v=spf1", domain).await
    }

    /// The DMARC record that counts for a domain: its own, or that of a domain above it.
    pub(crate) async fn dmarc(&self, domain: &str) -> Published {
        let mut above = domain;
        loop {
            let found = self
                .beginning_with("v=DMARC1", &format!("_dmarc.{above}"))
                .await;
            match (found, above.split_once('.')) {
                // A name with no other dot belongs to nobody: `fr`, `example`.
                (Published::Records(none), Some((_, rest)))
                    if none.is_empty() && rest.contains('.') =>
                {
                    above = rest;
                }
                (found, _) => return found,
            }
        }
    }

    async fn beginning_with(&self, tag: &str, name: &str) -> Published {
        let Some(resolver) = &self.0 else {
            return Published::NoAnswer;
        };
        // With the dot at its end it is not looked for among the machine's own domains.
        let asked = timeout(ANSWERS_WITHIN, resolver.txt_lookup(format!("{name}.")));
        let texts: Vec<String> = match asked.await {
            Ok(Ok(found)) => {
                let records = found.answers().iter();
                records.filter_map(|record| text(&record.data)).collect()
            }
            Ok(Err(error)) if error.is_no_records_found() => Vec::new(),
            Ok(Err(_)) | Err(_) => return Published::NoAnswer,
        };
        let is_one = |text: &String| {
            let rest = text.strip_prefix(tag);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ';']))
        };
        Published::Records(texts.into_iter().filter(is_one).collect())
    }
}

/// The text of a TXT record, which DNS cuts into pieces of 255 bytes.
fn text(data: &RData) -> Option<String> {
    let RData::TXT(text) = data else {
        return None;
    };
    let bytes = text.txt_data.concat();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn only(server: SocketAddr) -> ResolverConfig {
    let mut udp = ConnectionConfig::udp();
    udp.port = server.port();
    let mut tcp = ConnectionConfig::tcp();
    tcp.port = server.port();
    let server = NameServerConfig::new(server.ip(), true, vec![udp, tcp]);
    ResolverConfig::from_name_servers(vec![server])
}
