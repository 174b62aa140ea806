//! The one cookie of the desk: the secret of a session.

use axum::http::{HeaderMap, HeaderValue, header};
use content::Desk;
use cookie::{Cookie, SameSite};

/// Browsers take a cookie of that name over TLS alone, for this very host alone, and for all of its paths.
const OVER_TLS: &str = "__Host-desk";

/// On `http://localhost`, where some browsers take no cookie that is for TLS.
const IN_CLEAR: &str = "desk";

/// The secret that a request shows.
pub(super) fn secret(headers: &HeaderMap, desk: &Desk) -> Option<String> {
    let name = name(desk);
    let lines = headers.get_all(header::COOKIE).iter();
    // Each by itself: one that another host of this name has set, in no ASCII, takes none of ours with it.
    lines
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| str::from_utf8(pair).ok().filter(|pair| pair.is_ascii()))
        .filter_map(|pair| Cookie::parse(pair).ok())
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// The header that gives a browser the secret of its session. It goes when the browser is closed.
pub(super) fn keep(secret: &str, desk: &Desk) -> Option<HeaderValue> {
    header_of(Cookie::new(name(desk), secret.to_owned()), desk)
}

/// The header that takes it back.
pub(super) fn forget(desk: &Desk) -> Option<HeaderValue> {
    let mut cookie = Cookie::new(name(desk), "");
    cookie.make_removal();
    header_of(cookie, desk)
}

fn header_of(mut cookie: Cookie<'_>, desk: &Desk) -> Option<HeaderValue> {
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(desk.is_over_tls());
    cookie.set_same_site(SameSite::Lax);
    HeaderValue::from_str(&cookie.to_string()).ok()
}

fn name(desk: &Desk) -> &'static str {
    if desk.is_over_tls() {
        OVER_TLS
    } else {
        IN_CLEAR
    }
}
