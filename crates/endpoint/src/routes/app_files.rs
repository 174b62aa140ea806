//! The app's files, as built and compressed beforehand; its page paths; and 404 for everything else.

use std::{path::Component, path::Path, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, Uri, header},
    response::{IntoResponse, Response},
};
use domain::{paths, wire::ProblemType};
use tower_http::services::ServeDir;

use super::policy;
use crate::{endpoint::Inner, problem::Rejection};

const INDEX: &str = "/index.html";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Serves a file, or the app's page for one of its own paths.
pub(super) async fn serve(
    State(endpoint): State<Arc<Inner>>,
    request: Request,
) -> Result<Response, Rejection> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = Rejection::new(ProblemType::MethodNotAllowed).into_response();
        let allowed = HeaderValue::from_static("GET,HEAD");
        refused.headers_mut().insert(header::ALLOW, allowed);
        return Ok(refused);
    }
    let path = request.uri().path().to_owned();
    let file = if paths::is_page(&path) {
        INDEX
    } else {
        path.as_str()
    };
    if !may_be_served(file) {
        return Err(ProblemType::NotFound.into());
    }
    let mut inner = Request::new(Body::empty());
    *inner.method_mut() = request.method().clone();
    *inner.headers_mut() = request.headers().clone();
    *inner.uri_mut() = Uri::try_from(file).map_err(|_| ProblemType::NotFound)?;
    let folder = ServeDir::new(&endpoint.config.app_dir)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let served = folder
        .clone()
        .try_call(inner)
        .await
        .map_err(|_| ProblemType::Unavailable)?;
    if served.status().is_client_error()
        && served.status() != axum::http::StatusCode::RANGE_NOT_SATISFIABLE
    {
        return Err(ProblemType::NotFound.into());
    }
    let mut response = served.map(Body::new).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(cache_control(file)),
    );
    if file == INDEX {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        let page = endpoint.config.app_dir.join(INDEX.trim_start_matches('/'));
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            policy::of_page(&page).await,
        );
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

/// Everything the app was built into but what only the endpoint reads, and nothing hidden.
fn may_be_served(file: &str) -> bool {
    let hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    !file.starts_with("/content/sheets/") && !Path::new(file).components().any(hidden)
}

/// A name that holds a hash of the content never changes its content.
fn cache_control(file: &str) -> &'static str {
    let mut parts = file.split('/');
    let name = parts.next_back().unwrap_or_default();
    // As in `app-0123456789abcdef.js` and `app-0123456789abcdef_bg.wasm`.
    let ends_in_hash = |part: &str| part.rsplit_once('-').is_some_and(|(_, end)| is_hash(end));
    if name.split(['.', '_']).any(ends_in_hash) || parts.any(is_hash) {
        FOR_EVER
    } else {
        ASK_AGAIN
    }
}

fn is_hash(text: &str) -> bool {
    text.len() >= 8
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for file in [
            "/app-0123abcd.js",
            "/app-0123abcd_bg.wasm",
            "/communes/0123abcd/59.json",
            "/base-00ff00ff00ff00ff.css",
        ] {
            assert_eq!(cache_control(file), FOR_EVER, "{file}");
        }
        for file in [
            "/index.html",
            "/sw.js",
            "/manifest.webmanifest",
            "/icons/icon-192.png",
            "/a-facade.js",
            "/deadbeef.js",
        ] {
            assert_eq!(cache_control(file), ASK_AGAIN, "{file}");
        }
    }
}
