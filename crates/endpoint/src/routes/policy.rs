//! What a browser may do with an answer: nothing inline, but the very stylesheet and script that the page was built with.
//!
//! The stylesheet stands in the page, so that the first screen needs one round trip and not two; the script, so that it
//! is there to tell people when the other one does not come.
//! The policy names each by its SHA-256: a style or script of any other bytes is as forbidden as before.

use axum::http::HeaderValue;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

macro_rules! policy {
    ($scripts:literal, $styles:literal) => {
        concat!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
            $scripts,
            "; style-src 'self'",
            $styles,
            "; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; \
             trusted-types ml-sw"
        )
    };
}

/// The policy of every answer that is not a page.
pub(super) const NOTHING_INLINE: &str = policy!("", "");

/// The policy of that page: of the very bytes that are sent with it.
pub(super) fn of_page(html: &str) -> HeaderValue {
    let sources = |tag| -> String { inline(html, tag).map(source).collect() };
    let policy = format!(policy!("{}", "{}"), sources("script"), sources("style"));
    // Base64 and what stands above: all of it may stand in a header.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(NOTHING_INLINE))
}

/// What stands between `<style>` and `</style>`, or `<script>` and `</script>`: it is our own page, tight as the build
/// writes it. A script with attributes is another file, or no script.
fn inline<'a>(html: &'a str, tag: &str) -> impl Iterator<Item = &'a str> {
    let [opening, closing] = [format!("<{tag}>"), format!("</{tag}>")];
    let mut rest = html;
    std::iter::from_fn(move || {
        let (_, opened) = rest.split_once(&opening)?;
        let (inside, after) = opened.split_once(&closing)?;
        rest = after;
        Some(inside)
    })
}

fn source(text: &str) -> String {
    format!(" 'sha256-{}'", Base64::encode_string(&Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_page_is_named_by_its_bytes() {
        let html = "<head><script>f()</script><style>p{}</style><script src=\"/a.js\"></script></head><style>a{}</style>";
        let found = |tag| inline(html, tag).collect::<Vec<&str>>();
        assert_eq!(found("style"), ["p{}", "a{}"]);
        assert_eq!(found("script"), ["f()"]);
        // openssl dgst -sha256 -binary | base64
        assert_eq!(
            source("p{}"),
            " 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
        );
        assert_eq!(inline("<style>p{}", "style").count(), 0);
    }
}
