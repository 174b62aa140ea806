//! The app's files: the right bytes, types and lifetimes, and nothing else.

use anyhow::Result;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::{paths, wire::ProblemType};

use crate::harness::Harness;

#[tokio::test]
async fn page_paths_are_the_app_and_unknown_paths_are_not() -> Result<()> {
    let harness = Harness::open().await?;
    for path in paths::PAGES
        .into_iter()
        .chain(paths::TEXTS.map(|(path, _)| path))
        .chain([
            "/preinscription",
            "/preinscription/toi",
            "/etre-rappele/contact",
            "/droits/verifier",
        ])
    {
        let answer = harness.get(path).await?;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    }
    for path in [
        "/nothing",
        "/preinscription/a.js",
        "/files.json",
        "/lists",
        "/v1",
        "/icons",
        "/icons/",
        "/../data/premier-accueil.db",
        "/%2e%2e/site.toml",
        "/.git/config",
    ] {
        assert_eq!(
            harness.get(path).await?.problem()?,
            ProblemType::NotFound,
            "{path}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn files_have_their_types_and_hashed_names_are_kept_for_ever() -> Result<()> {
    let harness = Harness::open().await?;
    for (path, content_type, for_ever) in [
        ("/app-0123456789abcdef.js", "text/javascript", true),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", true),
        ("/communes/0a1b2c3d/59.json", "application/json", true),
        ("/manifest.webmanifest", "application/manifest+json", false),
        ("/sw.js", "text/javascript", false),
        ("/icons/icon.svg", "image/svg+xml", false),
        ("/", "text/html; charset=utf-8", false),
    ] {
        let answer = harness.get(path).await?;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.header("content-type").starts_with(content_type),
            "{path}: {}",
            answer.header("content-type")
        );
        let cached = if for_ever {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        assert_eq!(answer.header("cache-control"), cached, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_phone_gets_the_smallest_form_it_understands() -> Result<()> {
    let harness = Harness::open().await?;
    for (accepts, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "br of app"),
        ("gzip", "gzip", "gz of app"),
        ("identity", "", "export {}"),
    ] {
        let request = Request::get("/app-0123456789abcdef.js").header("accept-encoding", accepts);
        let answer = harness.ask(request.body(Body::empty())?).await?;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(String::from_utf8(answer.body.clone())?, body);
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert!(answer.header("content-type").starts_with("text/javascript"));
    }
    Ok(())
}

#[tokio::test]
async fn what_only_the_endpoint_reads_is_not_served() -> Result<()> {
    let harness = Harness::open().await?;
    for sheet in std::fs::read_dir(harness.folder.path().join("app/content/sheets"))? {
        let path = format!("/content/sheets/{}", sheet?.file_name().to_string_lossy());
        assert_eq!(harness.get(&path).await?.problem()?, ProblemType::NotFound);
    }
    Ok(())
}

#[tokio::test]
async fn the_page_alone_may_use_its_own_stylesheet() -> Result<()> {
    let harness = Harness::open().await?;
    let page = harness.get("/mes-droits").await?;
    let policy = page.header("content-security-policy").to_owned();
    let Some((_, style)) = policy.split_once("style-src 'self' 'sha256-") else {
        anyhow::bail!("the page's own style is not allowed: {policy}");
    };
    assert!(style.contains("'; img-src"), "{policy}");
    for path in ["/sw.js", "/v1/site", "/nothing"] {
        let answer = harness.get(path).await?;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("style-src 'self';"), "{path}: {policy}");
    }
    Ok(())
}

#[tokio::test]
async fn every_answer_has_the_security_headers() -> Result<()> {
    let harness = Harness::open().await?;
    for path in ["/", "/v1/site", "/nothing", "/v1/submissions/1", "/sw.js"] {
        let answer = harness.get(path).await?;
        let policy = answer.header("content-security-policy");
        for rule in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval';",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types ml-sw",
        ] {
            assert!(policy.contains(rule), "{path}: {rule}");
        }
        assert!(!policy.contains("unsafe-inline"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert_eq!(
            answer.header("strict-transport-security"),
            "",
            "{path}: not without TLS"
        );
    }
    Ok(())
}

#[tokio::test]
async fn behind_a_proxy_with_tls_browsers_are_told_to_stay_there() -> Result<()> {
    let told = async |harness: &Harness, proto: &str| {
        let request = Request::get("/").header("x-forwarded-proto", proto);
        let answer = harness.ask(request.body(Body::empty())?).await?;
        anyhow::Ok(answer.header("strict-transport-security").to_owned())
    };
    let harness = Harness::with(|config| config.behind_proxy = true, |site| site).await?;
    assert_eq!(told(&harness, "https").await?, "max-age=63072000");
    assert_eq!(told(&harness, "http").await?, "");
    assert_eq!(
        told(&harness, "https, http").await?,
        "",
        "invented in front"
    );

    let settings = |config: &mut endpoint::Config| {
        config.trusted_proxies = 2;
        config.hsts_subdomains = true;
    };
    let harness = Harness::with(settings, |site| site).await?;
    let whole = "max-age=63072000; includeSubDomains";
    assert_eq!(told(&harness, "https, http").await?, whole);
    assert_eq!(told(&harness, "https, http, http").await?, "");
    Ok(())
}
