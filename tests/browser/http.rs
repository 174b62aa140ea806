//! Sending: what is asked of the browser, and what its responses mean.

use app::browser::{
    Browser,
    http::{HttpError, get_json},
};
use domain::{
    outbox::{Method, Outcome, Status, StuckReason, contract},
    wire::SubmissionState,
};
use phone::ports::Transport;
use wasm_bindgen_test::wasm_bindgen_test;

use super::script;

/// Answers every request with `response` for as long as the guard lives, and keeps what was asked in `window.asked`.
struct Answering;

impl Answering {
    fn with(response: &str) -> Self {
        script("window.realFetch = window.fetch");
        let body = [
            "window.fetch = async (path, options) => { window.asked = { path, ...options }; return ",
            response,
            " }",
        ];
        script(&body.concat());
        Self
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        script("window.fetch = window.realFetch");
    }
}

async fn outcome_of(status: u16, kind: &str, body: &str, headers: &str) -> Outcome {
    let response = format!(
        "new Response({body:?}, {{ status: {status}, headers: {{ 'content-type': '{kind}', {headers} }} }})"
    );
    let _answering = Answering::with(&response);
    Browser.send(&contract::entry(1), Method::Put).await
}

fn later(retry_after_seconds: Option<i64>) -> Outcome {
    Outcome::Later {
        retry_after_seconds,
    }
}

#[wasm_bindgen_test]
async fn a_receipt_for_the_same_bytes_is_received() {
    let receipt = contract::receipt(&contract::entry(1));
    let json = serde_json::to_string(&receipt).unwrap_or_default();
    assert_eq!(
        outcome_of(201, "application/json", &json, "").await,
        Outcome::Received(receipt)
    );
    let asked = js_sys::eval(
        "[asked.method, asked.path, asked.redirect, asked.cache, asked.body, new Headers(asked.headers).get('content-type')].join(' ')",
    );
    let entry = contract::entry(1);
    let expected = format!(
        "PUT /v1/submissions/{} error no-store {} application/json",
        entry.id.as_str(),
        entry.body
    );
    assert_eq!(
        asked.ok().and_then(|asked| asked.as_string()),
        Some(expected)
    );
}

#[wasm_bindgen_test]
async fn a_captive_portal_receives_nothing() {
    assert_eq!(
        outcome_of(200, "text/html", "<p>Bienvenue</p>", "").await,
        later(None)
    );
    assert_eq!(
        outcome_of(200, "application/json", "{\"ok\":true}", "").await,
        later(None)
    );
    let receipt = contract::receipt(&contract::entry(2));
    let of_another = serde_json::to_string(&receipt).unwrap_or_default();
    assert_eq!(
        outcome_of(200, "application/json", &of_another, "").await,
        later(None)
    );
    let receipt = contract::receipt(&contract::entry(1));
    let not_called_json = serde_json::to_string(&receipt).unwrap_or_default();
    assert_eq!(
        outcome_of(200, "text/html", &not_called_json, "").await,
        later(None)
    );
}

#[wasm_bindgen_test]
async fn refusals_count_in_the_endpoints_own_words() {
    let problem = "application/problem+json";
    let of = |code: &str| {
        format!("{{\"type\":\"urn:premier-accueil:problem/{code}\",\"title\":\"\",\"status\":422}}")
    };
    let refused = Outcome::Refused(StuckReason::Refused);
    assert_eq!(
        outcome_of(422, problem, &of("answers-refused"), "").await,
        refused
    );
    let unknown = Outcome::Refused(StuckReason::UnknownKey);
    assert_eq!(
        outcome_of(422, problem, &of("unknown-key"), "").await,
        unknown
    );
    assert_eq!(outcome_of(400, "text/html", "no", "").await, later(None));
    assert_eq!(
        outcome_of(404, "text/html", "no", "").await,
        Outcome::Halted
    );
}

#[wasm_bindgen_test]
async fn what_the_endpoint_asks_for_is_read_as_seconds_or_as_a_date() {
    assert_eq!(
        outcome_of(429, "text/plain", "", "'retry-after': '90'").await,
        later(Some(90))
    );
    let dated = outcome_of(
        503,
        "text/plain",
        "",
        "'retry-after': new Date(Date.now() + 60000).toUTCString()",
    )
    .await;
    let Outcome::Later {
        retry_after_seconds: Some(seconds),
    } = dated
    else {
        panic!("a date is read");
    };
    assert!((58..=60).contains(&seconds), "{seconds}");
    assert_eq!(
        outcome_of(503, "text/plain", "", "'retry-after': 'soon'").await,
        later(None)
    );
}

#[wasm_bindgen_test]
async fn a_filter_in_between_is_not_the_endpoint_and_the_other_way_is_a_post() {
    for status in [403, 405, 501] {
        let blocked = outcome_of(status, "text/html", "<p>Interdit</p>", "").await;
        assert_eq!(blocked, Outcome::Blocked, "{status}");
    }
    let _answering = Answering::with("new Response('', { status: 403 })");
    let by_post = Browser.send(&contract::entry(1), Method::Post).await;
    assert_eq!(by_post, Outcome::Blocked);
    let asked = js_sys::eval("[asked.method, asked.path, asked.body].join(' ')");
    let entry = contract::entry(1);
    let expected = format!("POST /v1/submissions/{} {}", entry.id.as_str(), entry.body);
    assert_eq!(
        asked.ok().and_then(|asked| asked.as_string()),
        Some(expected)
    );
}

async fn status_of(status: u16, kind: &str, body: &str) -> Status {
    let response = format!(
        "new Response({body:?}, {{ status: {status}, headers: {{ 'content-type': '{kind}' }} }})"
    );
    let _answering = Answering::with(&response);
    Browser.status(&contract::entry(1).id).await
}

#[wasm_bindgen_test]
async fn where_something_stands_is_read_in_the_endpoints_own_words() {
    let entry = contract::entry(1);
    for state in SubmissionState::ALL {
        let told = contract::status_of(&entry, state);
        let json = serde_json::to_string(&told).unwrap_or_default();
        let read = status_of(200, "application/json", &json).await;
        assert_eq!(read, Status::Known(told.clone()), "{state:?}");
        assert_eq!(status_of(200, "text/html", &json).await, Status::Silent);
    }
    let not_found =
        "{\"type\":\"urn:premier-accueil:problem/not-found\",\"title\":\"\",\"status\":404}";
    let problem = "application/problem+json";
    assert_eq!(status_of(404, problem, not_found).await, Status::NotFound);
    for (status, kind, body) in [
        (404, "text/html", not_found),
        (404, problem, "{}"),
        (200, "application/json", "{\"state\":\"delivered\"}"),
        (200, "text/html", "<p>Bienvenue</p>"),
        (503, problem, "{}"),
    ] {
        assert_eq!(
            status_of(status, kind, body).await,
            Status::Silent,
            "{body}"
        );
    }
    let _answering = Answering::with("Promise.reject(new TypeError('offline'))");
    assert_eq!(Browser.status(&entry.id).await, Status::Silent);
}

#[wasm_bindgen_test]
async fn no_network_is_later() {
    let _answering = Answering::with("Promise.reject(new TypeError('offline'))");
    assert_eq!(
        Browser.send(&contract::entry(1), Method::Put).await,
        later(None)
    );
    assert_eq!(get_json("/v1/site").await, Err(HttpError::Unreachable));
}

#[wasm_bindgen_test]
async fn a_body_cut_short_is_later() {
    let _answering = Answering::with(
        "new Response(new ReadableStream({ start(stream) { stream.error(new TypeError('cut')) } }),
         { status: 201, headers: { 'content-type': 'application/json' } })",
    );
    assert_eq!(
        Browser.send(&contract::entry(1), Method::Put).await,
        later(None)
    );
}

#[wasm_bindgen_test]
async fn only_json_is_a_file_of_ours() {
    let answering =
        Answering::with("new Response('<p>', { headers: { 'content-type': 'text/html' } })");
    assert_eq!(get_json("/v1/site").await, Err(HttpError::NotOurs));
    drop(answering);
    let _answering = Answering::with(
        "new Response('{}', { headers: { 'content-type': 'application/json; charset=utf-8' } })",
    );
    assert_eq!(get_json("/v1/site").await.as_deref(), Ok("{}"));
}
