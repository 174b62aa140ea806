//! The endpoint in this very process: its own routes, without the loop that delivers.

use anyhow::ensure;
use axum::{
    body::Body,
    http::{Request, StatusCode, header::CONTENT_TYPE},
};
use endpoint::Endpoint;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::sealed::Sealed;

/// Registrations under way at once.
const AT_ONCE: usize = 32;

/// Sends all of `sealed` through the endpoint's routes, several at once.
///
/// # Errors
/// When one is not acknowledged.
pub(crate) async fn store(endpoint: &Endpoint, sealed: Vec<Sealed>) -> anyhow::Result<()> {
    let share = sealed.len().div_ceil(AT_ONCE).max(1);
    let mut workers = JoinSet::new();
    for part in sealed.chunks(share) {
        let (router, part) = (endpoint.router(), part.to_vec());
        workers.spawn(async move {
            for sealed in part {
                let request = Request::put(&sealed.path).header(CONTENT_TYPE, "application/json");
                let request = request.body(Body::from(sealed.body))?;
                let status = router.clone().oneshot(request).await?.status();
                ensure!(status == StatusCode::CREATED, "not stored: {status}");
            }
            Ok(())
        });
    }
    while let Some(done) = workers.join_next().await {
        done??;
    }
    Ok(())
}
