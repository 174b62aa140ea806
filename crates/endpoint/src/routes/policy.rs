//! What a browser may do with an answer: nothing inline, but the very stylesheet that the page was built with.
//!
//! The stylesheet stands in the page, so that the first screen needs one round trip and not two.
//! The policy names it by its SHA-256: a style of any other bytes is as forbidden as before.

use axum::http::HeaderValue;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

macro_rules! policy {
    ($styles:literal) => {
        concat!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'",
            $styles,
            "; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; \
             trusted-types ml-sw"
        )
    };
}

/// The policy of every answer that is not a page.
pub(super) const WITHOUT_STYLE: &str = policy!("");

/// The policy of that page: of the very bytes that are sent with it.
pub(super) fn of_page(html: &str) -> HeaderValue {
    let sources: String = styles(html).map(source).collect();
    let policy = format!(policy!("{}"), sources);
    // Base64 and what stands above: all of it may stand in a header.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(WITHOUT_STYLE))
}

/// What stands between `<style>` and `</style>`: it is our own page, tight as the build writes it.
fn styles(html: &str) -> impl Iterator<Item = &str> {
    let opened = html.split("<style>").skip(1);
    opened.filter_map(|rest| rest.split_once("</style>").map(|(style, _)| style))
}

fn source(style: &str) -> String {
    format!(
        " 'sha256-{}'",
        Base64::encode_string(&Sha256::digest(style))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_named_by_its_bytes() {
        let html = "<head><style>p{}</style><link></head><style>a{}</style>";
        let found: Vec<&str> = styles(html).collect();
        assert_eq!(found, ["p{}", "a{}"]);
        // openssl dgst -sha256 -binary | base64
        assert_eq!(
            source("p{}"),
            " 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
        );
        assert_eq!(styles("<style>p{}").count(), 0);
    }
}
