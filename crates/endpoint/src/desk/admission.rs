//! Middleware in front of each route of the desk: that a form comes from our own page, who asks, whether they may.

use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts, uri::PathAndQuery},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{Access, DeskState, asked_page, cookies, problem::DeskProblem, resend, secrets::hash};
use crate::{routes, store::SignedIn};

/// The largest body of a form.
const LARGEST_BODY_BYTES: usize = 64 * 1024;

/// In front of one route.
#[derive(Clone)]
pub(super) struct Gate {
    pub(super) state: DeskState,
    pub(super) access: Access,
    /// Whether a page asks by itself: that is no sign of a person.
    pub(super) is_poll: bool,
}

/// Refuses a form of another page.
pub(super) async fn from_our_page(
    State(state): State<DeskState>,
    request: Request,
    next: Next,
) -> Response {
    if !request.method().is_safe() && !is_from_our_page(&state, request.headers()) {
        tracing::warn!("a form of another origin was refused");
        return DeskProblem::ForeignForm.into_response();
    }
    next.run(request).await
}

/// Lets a request in, with who is signed in among its extensions: as they stand once all of it has arrived.
pub(super) async fn admit(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let is_writing = !request.method().is_safe();
    let (parts, body) = match arrived(request).await {
        Ok(arrived) => arrived,
        Err(problem) => return problem.into_response(),
    };
    let signed_in = match signed_in(&gate, &parts.headers).await {
        Ok(signed_in) => signed_in,
        Err(problem) => return problem.into_response(),
    };
    if gate.access != Access::Anyone {
        let Some(signed_in) = &signed_in else {
            return match (is_writing, gate.access) {
                (true, Access::Team | Access::Officer) => resend::page(parts, body).await,
                (true, _) => DeskProblem::SignedOut.into_response(),
                // A script asks, and leaves the page.
                (false, _) if gate.is_poll => DeskProblem::SignedOut.into_response(),
                (false, _) => {
                    let page = parts.uri.path_and_query();
                    let page = page.map_or("", PathAndQuery::as_str);
                    Redirect::to(&asked_page::entrance_to(page)).into_response()
                }
            };
        };
        let role = gate.access.role();
        if role.is_some_and(|role| !signed_in.person.roles.has(role)) {
            tracing::warn!(person = signed_in.person.id.0, "a role that is missing");
            return DeskProblem::NotYours.into_response();
        }
        if is_writing
            && let Some(page) = resend::of_other_person(&parts, &body, signed_in.person.id).await
        {
            return page.into_response();
        }
    }
    let mut request = Request::from_parts(parts, Body::from(body));
    if let Some(signed_in) = signed_in {
        request.extensions_mut().insert(signed_in);
    }
    next.run(request).await
}

/// The request and its whole body.
async fn arrived(request: Request) -> Result<(Parts, Bytes), DeskProblem> {
    let (parts, body) = request.into_parts();
    if body.size_hint().lower() > LARGEST_BODY_BYTES as u64 {
        return Err(DeskProblem::TooLarge);
    }
    let bytes = to_bytes(body, LARGEST_BODY_BYTES).await.map_err(|error| {
        if routes::is_length_limit(&error) {
            DeskProblem::TooLarge
        } else {
            DeskProblem::BadForm
        }
    })?;
    Ok((parts, bytes))
}

/// Who is signed in, as the cookie says it.
async fn signed_in(gate: &Gate, headers: &HeaderMap) -> Result<Option<SignedIn>, DeskProblem> {
    let endpoint = &gate.state.endpoint;
    let Some(secret) = cookies::secret(headers, &gate.state.desk.host) else {
        return Ok(None);
    };
    let (secret_hash, now) = (hash(&secret), endpoint.clock.now());
    Ok(if gate.is_poll {
        endpoint.store.looked_in(&secret_hash, now).await?
    } else {
        endpoint.store.signed_in(&secret_hash, now).await?
    })
}

/// Browsers say where a form comes from: `Sec-Fetch-Site`, or `Origin` where they are older. What says neither is refused.
fn is_from_our_page(state: &DeskState, headers: &HeaderMap) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers
            .get(header::ORIGIN)
            .is_some_and(|origin| origin == state.desk.host.origin.as_str()),
    }
}

impl FromRequestParts<DeskState> for SignedIn {
    type Rejection = DeskProblem;

    async fn from_request_parts(parts: &mut Parts, _: &DeskState) -> Result<Self, DeskProblem> {
        let signed_in = parts.extensions.get::<Self>();
        signed_in.cloned().ok_or(DeskProblem::SignedOut)
    }
}
