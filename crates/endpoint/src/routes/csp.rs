//! Content-Security-Policy: nothing inline, but the very stylesheet and script that the page was built with.
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

/// The policy of every response that is not a page.
pub(super) const NOTHING_INLINE: &str = policy!("", "");

/// The policy of that page: of the very bytes that are sent with it.
pub(super) fn of_page(html: &str) -> HeaderValue {
    let sources = |tag, attribute| -> String { inline(html, tag, attribute).map(source).collect() };
    let scripts = sources("script", "") + &sources("script", " type=\"module\"");
    let policy = format!(policy!("{}", "{}"), scripts, sources("style", ""));
    // Base64 and what stands above: all of it may stand in a header.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(NOTHING_INLINE))
}

/// What stands between `<style>` and `</style>`, or `<script>` and `</script>`: it is our own page, tight as the build
/// writes it. A script with other attributes is another file, or no script.
fn inline<'a>(html: &'a str, tag: &str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let [opening, closing] = [format!("<{tag}{attribute}>"), format!("</{tag}>")];
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
        let html = "<head><script>f()</script><script type=\"module\">g()</script><style>p{}</style><script src=\"/a.js\"></script></head><style>a{}</style>";
        let found = |tag, attribute| inline(html, tag, attribute).collect::<Vec<&str>>();
        assert_eq!(found("style", ""), ["p{}", "a{}"]);
        assert_eq!(found("script", ""), ["f()"]);
        assert_eq!(found("script", " type=\"module\""), ["g()"]);
        // openssl dgst -sha256 -binary | base64
        assert_eq!(
            source("p{}"),
            " 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
        );
        assert_eq!(inline("<style>p{}", "style", "").count(), 0);
    }
}
