//! Requests to an endpoint's router, without a socket, and its responses as a phone understands them.

use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    outbox::{self, Outcome, Status},
    site::Site,
    wire::{Problem, ProblemType, SubmissionId, submission_path},
};
use endpoint::Endpoint;
use serde::de::DeserializeOwned;
use tower::ServiceExt;

/// A whole HTTP response.
pub struct Response {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Vec<u8>,
}

impl Response {
    /// The body, read as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).context("a body of that shape")
    }

    /// A header's value; empty where there is none.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The problem's type, once everything that a problem document has is there.
    pub fn problem(&self) -> Result<ProblemType> {
        let (status, kind) = (self.status, self.header(header::CONTENT_TYPE));
        ensure!(
            kind == "application/problem+json",
            "{status} is no problem document but {kind:?}"
        );
        let problem: Problem = self.json()?;
        ensure!(
            problem.status == status.as_u16() && !problem.title.is_empty(),
            "{status} says {} {:?}",
            problem.status,
            problem.title
        );
        let uri = problem.uri;
        ProblemType::from_uri(&uri).with_context(|| format!("{uri} is no type of ours"))
    }
}

/// What a router responds.
pub async fn ask(router: Router, request: Request<Body>) -> Result<Response> {
    let (parts, body) = router.oneshot(request).await?.into_parts();
    Ok(Response {
        status: parts.status,
        headers: parts.headers,
        body: axum::body::to_bytes(body, usize::MAX).await?.to_vec(),
    })
}

/// What phones learn of the Mission Locale.
pub async fn site(endpoint: &Endpoint) -> Result<Site> {
    let request = Request::get("/v1/site").body(Body::empty())?;
    ask(endpoint.router(), request).await?.json()
}

/// Sends a sealed message.
pub async fn put(endpoint: &Endpoint, id: &SubmissionId, body: &str) -> Result<Outcome> {
    let request =
        Request::put(submission_path(id)).header(header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(body.to_owned()))?;
    let response = ask(endpoint.router(), request).await?;
    Ok(outbox::outcome(
        response.status.as_u16(),
        response.json().ok(),
        response.problem().ok(),
        response.header(header::RETRY_AFTER).parse().ok(),
        &envelope::sha256_hex(body.as_bytes()),
    ))
}

/// Asks where a submission stands.
pub async fn status(endpoint: &Endpoint, id: &SubmissionId) -> Result<Status> {
    let request = Request::get(submission_path(id)).body(Body::empty())?;
    let response = ask(endpoint.router(), request).await?;
    let code = response.status.as_u16();
    Ok(outbox::status(
        code,
        response.json().ok(),
        response.problem().ok(),
    ))
}
