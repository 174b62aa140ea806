//! The app's files and its pages, from the list that the build wrote; a page of ours or a problem for everything else.
//!
//! A path is decoded once, to plain names, and then looked for on the list: no request names a file of the disk.

mod conditions;
mod negotiation;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use domain::{paths, wire::ProblemType};
use percent_encoding::percent_decode_str;

use super::csp;
use crate::{
    app_folder::{AppError, Form, Release, ServedFile},
    problem::Rejection,
    state::EndpointState,
};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// What a path is here.
enum Found<'a> {
    File(&'a ServedFile),
    /// Written otherwise than the page that it means: that page, and the path as it was written, decoded.
    Elsewhere {
        page: String,
        link: String,
    },
    Nothing,
}

/// Serves a file, or the app's page for one of its own paths.
pub(super) async fn serve(
    State(endpoint): State<Arc<EndpointState>>,
    request: Request,
) -> Result<Response, Rejection> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = Rejection::new(ProblemType::MethodNotAllowed).into_response();
        let allowed = HeaderValue::from_static("GET,HEAD");
        refused.headers_mut().insert(header::ALLOW, allowed);
        return Ok(refused);
    }
    let release = endpoint.app.release(endpoint.clock.now()).await;
    let mut asked = request.headers().clone();
    if request.method() == Method::HEAD {
        asked.remove(header::RANGE);
    }
    let asked = &asked;
    let answer = match find(&release, request.uri().path()) {
        Found::File(file) => answer(file, asked)
            .await
            .map(|response| with_policy(response, file)),
        Found::Elsewhere { page, link } => Ok(moved(&page, &link, request.uri())),
        Found::Nothing if negotiation::is_page_wanted(asked) => not_found(&release, asked).await,
        Found::Nothing => return Err(ProblemType::NotFound.into()),
    };
    answer.map_err(|error| {
        tracing::error!(%error, "a file of the app cannot be served");
        ProblemType::Unavailable.into()
    })
}

fn find<'a>(release: &'a Release, asked: &str) -> Found<'a> {
    let Some(path) = decoded(asked) else {
        return Found::Nothing;
    };
    match (
        release.page(&path),
        release.file(&path),
        paths::as_shared(&path),
    ) {
        (Some(page), _, Some(meant)) if meant == asked => Found::File(page),
        // The worker keeps it by its own name, whatever stands for it here.
        (Some(page), ..) if path == paths::FRAME => Found::File(page),
        (_, Some(file), _) if !paths::is_page(&path) => Found::File(file),
        // The app reads the path as it stands in the address.
        (Some(_), _, Some(page)) => Found::Elsewhere { page, link: path },
        _ => Found::Nothing,
    }
}

/// A path of plain names: decoded once, and none of them a way to anywhere else.
fn decoded(path: &str) -> Option<String> {
    let names = path.split('/').map(|name| {
        let name = percent_decode_str(name).decode_utf8().ok()?;
        // A line end that was copied with a link.
        let name = name.trim_end_matches(char::is_control).to_owned();
        let is_plain = !matches!(name.as_str(), "." | "..")
            && !name.contains(['/', '\\'])
            && !name.contains(char::is_control);
        is_plain.then_some(name)
    });
    let names: Option<Vec<_>> = names.collect();
    Some(names?.join("/"))
}

async fn answer(file: &ServedFile, asked: &HeaderMap) -> Result<Response, AppError> {
    let form = negotiation::form(file, asked);
    let mut response = if conditions::has_it(asked, &form.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = form.bytes().await?;
        match conditions::part(asked, &form.etag, bytes.len()) {
            conditions::Part::Whole => whole(Body::from(bytes)),
            conditions::Part::Range(range) => conditions::partial(&bytes, range),
            conditions::Part::Beyond => return Ok(conditions::beyond(bytes.len())),
        }
    };
    describe(response.headers_mut(), file, form);
    let cached = if file.is_for_ever {
        FOR_EVER
    } else {
        ASK_AGAIN
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cached));
    headers.insert(header::ETAG, form.etag.clone());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

fn whole(body: Body) -> Response {
    let mut response = body.into_response();
    let ranges = HeaderValue::from_static("bytes");
    response.headers_mut().insert(header::ACCEPT_RANGES, ranges);
    response
}

fn describe(headers: &mut HeaderMap, file: &ServedFile, form: &Form) {
    headers.insert(header::CONTENT_TYPE, file.media_type.clone());
    if let Some(coding) = form.coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
}

/// The policy names the styles of the very page that is sent.
fn with_policy(mut response: Response, page: &ServedFile) -> Response {
    if !page.is_page() {
        return response;
    }
    let html = page.plain.held().map(AsRef::as_ref).unwrap_or_default();
    let policy = csp::of_page(&String::from_utf8_lossy(html));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// The app shows its own words for a page that does not exist, and the way back.
async fn not_found(release: &Release, asked: &HeaderMap) -> Result<Response, AppError> {
    let Some(page) = release.not_found() else {
        return Ok(Rejection::new(ProblemType::NotFound).into_response());
    };
    let form = negotiation::form(page, asked);
    let body = Body::from(form.bytes().await?);
    let mut response = (StatusCode::NOT_FOUND, body).into_response();
    let headers = response.headers_mut();
    describe(headers, page, form);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let varies = HeaderValue::from_static("accept, accept-encoding");
    headers.insert(header::VARY, varies);
    Ok(with_policy(response, page))
}

/// To the same page as it is written, with what was asked of it; `link` is the path that was asked for, decoded.
fn moved(page: &str, link: &str, asked: &Uri) -> Response {
    // The query of the link stays, also where its question mark was encoded and it has become part of the path.
    let (_, mangled) = paths::split_query(link);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=' | '&');
    let mangled = Some(mangled).filter(|query| !query.is_empty() && query.chars().all(plain));
    let queries = [mangled, asked.query()];
    let queries: Vec<&str> = queries.into_iter().flatten().collect();
    let place = if queries.is_empty() {
        page.to_owned()
    } else {
        format!("{page}?{}", queries.join("&"))
    };
    let Ok(place) = HeaderValue::from_str(&place) else {
        return Rejection::new(ProblemType::NotFound).into_response();
    };
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, place);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK_AGAIN));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_once_and_to_plain_names() {
        for (path, expected) in [
            ("/%73w.js", Some("/sw.js")),
            ("/%2573w.js", Some("/%73w.js")),
            ("//a///b/", Some("//a///b/")),
            ("/%C3%A9", Some("/é")),
            ("/..", None),
            ("/%2e%2e/a", None),
            ("/a/%2E/b", None),
            ("/a%2fb", None),
            ("/a%5cb", None),
            ("/a%00b", None),
            ("/a%0A", Some("/a")),
            ("/..%0A", None),
            ("/%ff", None),
        ] {
            assert_eq!(decoded(path).as_deref(), expected, "{path}");
        }
    }
}
