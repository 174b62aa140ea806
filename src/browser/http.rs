//! The network: sends entries, fetches files. Follows no redirect, and believes no response that is not JSON.

use domain::{
    json::ParsedJson,
    outbox::{Entry, Method, Outcome, Status, outcome, status},
    site::Site,
    wire::{ProblemType, Receipt, SubmissionId, SubmissionStatus, submission_path},
};
use elements::callbacks;
use js_sys::Uint8Array;
pub use phone::ports::HttpError;
use phone::ports::{Fetch, REQUEST_PATIENCE_SECONDS, Transport};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Event, Headers, RequestCache, RequestInit, RequestRedirect};

use super::{Browser, clock, json::Json, site};

const PATIENCE_MILLISECONDS: u32 = REQUEST_PATIENCE_SECONDS * 1000;

impl Fetch for Browser {
    fn fetch(&self, path: &str) -> impl Future<Output = Result<String, HttpError>> {
        get_json(path)
    }

    fn read_site(&self, json: &str) -> Option<Site> {
        site::read(json)
    }

    fn read_texts(&self, json: &str) -> Option<Vec<String>> {
        Json::parse(json).texts()
    }
}

/// Entries go to the endpoint that served the page.
impl Transport for Browser {
    async fn send(&self, entry: &Entry, method: Method) -> Outcome {
        let path = submission_path(&entry.id);
        let Ok(response) = request(method.name(), &path, Some(&entry.body)).await else {
            return Outcome::Later {
                retry_after_seconds: None,
            };
        };
        let json = response.parsed();
        outcome(
            response.status,
            Receipt::read(&json),
            problem(&json),
            response.retry_after_seconds,
            &entry.sha256,
        )
    }

    async fn status(&self, id: &SubmissionId) -> Status {
        let Ok(response) = request("GET", &submission_path(id), None).await else {
            return Status::Silent;
        };
        let json = response.parsed();
        status(
            response.status,
            SubmissionStatus::read(&json),
            problem(&json),
        )
    }
}

/// The JSON at a path of the endpoint, as text.
///
/// # Errors
/// For every response but a 200 that calls itself JSON.
pub async fn get_json(path: &str) -> Result<String, HttpError> {
    let response = request("GET", path, None).await?;
    match (response.status, response.json()) {
        (200, Some(json)) => Ok(json),
        (200, None) => Err(HttpError::NotOurs),
        _ => Err(HttpError::Refused),
    }
}

/// The bytes at a path of the endpoint, whatever they call themselves: some proxies rename types.
///
/// # Errors
/// For every response but a 200.
pub async fn get_bytes(path: &str) -> Result<Vec<u8>, HttpError> {
    let response = request("GET", path, None).await?;
    match response.status {
        200 => Ok(response.body),
        _ => Err(HttpError::Refused),
    }
}

/// Is done when the browser says that the network is back, after that many seconds at the latest.
pub async fn back_within(seconds: u32) {
    let back = callbacks::deferred();
    let ring = move |_: &Event| {
        // A promise takes any value, and the first alone.
        let _ = back.resolve.call0(&JsValue::UNDEFINED);
    };
    let _online =
        web_sys::window().map(|window| callbacks::listener(&window, "online", Box::new(ring)));
    let _: Option<()> = callbacks::unless(back.promise, clock::wait(seconds)).await;
}

fn problem(json: &Json) -> Option<ProblemType> {
    ProblemType::from_uri(&json.member("type").text()?)
}

/// A response with its whole body.
struct Response {
    status: u16,
    calls_itself_json: bool,
    body: Vec<u8>,
    retry_after_seconds: Option<i64>,
}

impl Response {
    /// The body, where it calls itself JSON.
    fn json(&self) -> Option<String> {
        let text = std::str::from_utf8(&self.body).ok()?;
        self.calls_itself_json.then(|| text.to_owned())
    }

    /// The body as JSON; nothing where it does not call itself that.
    fn parsed(&self) -> Json {
        Json::parse(&self.json().unwrap_or_default())
    }
}

async fn request(method: &str, path: &str, body: Option<&str>) -> Result<Response, HttpError> {
    let window = web_sys::window().ok_or(HttpError::Unreachable)?;
    let options = RequestInit::new();
    options.set_method(method);
    options.set_redirect(RequestRedirect::Error);
    if path.starts_with("/v1/") {
        options.set_cache(RequestCache::NoStore);
    }
    if let Some(body) = body {
        let headers = Headers::new().map_err(|_| HttpError::Unreachable)?;
        // A name and a value that every browser takes.
        let _ = headers.set("content-type", "application/json");
        options.set_headers_headers(&headers);
        options.set_body(&body.into());
    }
    // Dropped with this function, once the whole body is here.
    let _patience = AbortController::new().ok().map(|controller| {
        options.set_signal(Some(&controller.signal()));
        callbacks::after(PATIENCE_MILLISECONDS, Box::new(move || controller.abort()))
    });
    let fetched = JsFuture::from(window.fetch_with_str_and_init(path, &options)).await;
    let response: web_sys::Response = fetched
        .map_err(|_| HttpError::Unreachable)?
        .unchecked_into();
    read(&response).await
}

async fn read(response: &web_sys::Response) -> Result<Response, HttpError> {
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let calls_itself_json = is_json(&header("content-type").unwrap_or_default());
    let body = response
        .array_buffer()
        .map_err(|_| HttpError::Unreachable)?;
    let body = JsFuture::from(body)
        .await
        .map_err(|_| HttpError::Unreachable)?;
    let retry_after = header("retry-after");
    let retry_after_seconds =
        retry_after.and_then(|text| text.parse().ok().or_else(|| clock::seconds_until(&text)));
    Ok(Response {
        status: response.status(),
        calls_itself_json,
        body: Uint8Array::new(&body).to_vec(),
        retry_after_seconds,
    })
}

fn is_json(content_type: &str) -> bool {
    let is = |kind: &str| content_type.starts_with(kind);
    is("application/json") || is("application/problem+json")
}
