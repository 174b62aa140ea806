//! The driver: sends what was sealed beforehand, and writes down what was answered and when.

pub(crate) mod closed;
pub(crate) mod open;
mod tally;

use std::net::SocketAddr;

use anyhow::ensure;
use domain::{site::Site, wire::Receipt};
use http_body_util::{BodyExt, Full};
use hyper::{Request, StatusCode, body::Bytes, header::CONTENT_TYPE};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};

pub(crate) use tally::{RequestOutcome, Tally};

use crate::sealed::Sealed;

/// Keeps connections alive, as the proxy in front of the endpoint does. A request is sent once or not at all.
#[derive(Clone)]
pub(crate) struct Driver {
    client: Client<HttpConnector, Full<Bytes>>,
    to: SocketAddr,
    /// Whether an answer must be a receipt, or only a 201.
    receipts: bool,
}

impl Driver {
    /// A driver that believes nothing but a receipt that echoes the digest.
    pub(crate) fn new(to: SocketAddr) -> Self {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            // Sooner than the endpoint, which lets go of a connection that is quiet for 10 s.
            .pool_idle_timeout(std::time::Duration::from_secs(5))
            .retry_canceled_requests(false)
            .build_http();
        Self {
            client,
            to,
            receipts: true,
        }
    }

    /// A driver for a server that knows no receipts.
    pub(crate) fn without_receipts(to: SocketAddr) -> Self {
        Self {
            receipts: false,
            ..Self::new(to)
        }
    }

    /// What `GET /v1/site` says.
    ///
    /// # Errors
    /// When there is no answer, or it is no site.
    pub(crate) async fn site(&self) -> anyhow::Result<Site> {
        let (status, body) = self.ask("GET", "/v1/site", Bytes::new()).await?;
        ensure!(status == StatusCode::OK, "GET /v1/site: {status}");
        Ok(serde_json::from_slice(&body)?)
    }

    /// Whether the endpoint knows that submission.
    ///
    /// # Errors
    /// When there is no answer.
    pub(crate) async fn knows(&self, path: &str) -> anyhow::Result<bool> {
        let (status, _) = self.ask("GET", path, Bytes::new()).await?;
        Ok(status == StatusCode::OK)
    }

    /// Sends one registration, once.
    async fn send(&self, sealed: &Sealed) -> RequestOutcome {
        match self.ask("PUT", &sealed.path, sealed.body.clone()).await {
            Ok((StatusCode::CREATED, _)) if !self.receipts => {
                RequestOutcome::Acknowledged(String::new())
            }
            Ok((StatusCode::CREATED, body)) => match serde_json::from_slice::<Receipt>(&body) {
                Ok(receipt) if receipt.sha256 == sealed.sha256 => {
                    RequestOutcome::Acknowledged(receipt.reference.as_str().to_owned())
                }
                _ => RequestOutcome::Failed,
            },
            Ok((status, _)) => RequestOutcome::Refused(status.as_u16()),
            Err(_) => RequestOutcome::Failed,
        }
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        body: Bytes,
    ) -> anyhow::Result<(StatusCode, Bytes)> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.to))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(body))?;
        let response = self.client.request(request).await?;
        let status = response.status();
        Ok((status, response.into_body().collect().await?.to_bytes()))
    }
}
