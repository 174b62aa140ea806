//! Paths, however they are written: what each one gives.

use std::{collections::BTreeSet, fs};

use anyhow::Result;
use axum::http::{StatusCode, Uri};
use content::app_list::LIST;
use domain::{paths, wire::ProblemType};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};

use super::HTML;
use crate::harness::Harness;

/// Paths as they are asked for by hand, by mistake and by scanners: names that exist and do not, written in every way.
fn any_path() -> impl Strategy<Value = String> {
    let name = select(vec![
        "",
        ".",
        "..",
        "...",
        "~",
        "index.html",
        "sw.js",
        "app",
        "icons",
        "icon.svg",
        "content",
        "sheets",
        "communes",
        "0a1b2c3d",
        "59.json",
        "app-0123456789abcdef.js",
        "app-0123456789abcdef.js.br",
        "files.json",
        "lists",
        ".env",
        ".git",
        "config",
        "secret.txt",
        "data",
        "keys",
        "preinscription",
        "toi",
        "mes-envois",
        "v1",
        "etc",
        "passwd",
        "\\",
        "..\\",
        "a\0b",
        "é",
        "nowhere.example",
    ]);
    let separator = select(vec!["/", "/", "/", "//", "/./", "/../", "%2f", "%5c", "\\"]);
    let ways = prop::collection::vec(select(vec![0, 0, 0, 1, 2]), 0..80);
    let more = prop::collection::vec((separator, name.clone()), 0..5);
    (name, more, ways).prop_map(|(first, more, ways)| {
        let more = more
            .iter()
            .map(|(separator, name)| format!("{separator}{name}"));
        let plain: String = std::iter::once(first.to_owned()).chain(more).collect();
        let mut ways = ways.into_iter().chain(std::iter::repeat(0));
        let mut path = String::from("/");
        for byte in plain.bytes() {
            let way = ways.next().unwrap_or_default();
            let writable = byte.is_ascii_graphic()
                && !matches!(
                    byte,
                    b'?' | b'#' | b'"' | b'<' | b'>' | b'\\' | b'`' | b'{' | b'}' | b'^' | b'|'
                );
            let written = match way {
                1 => format!("%{byte:02x}"),
                2 => format!("%25{byte:02x}"),
                _ if writable => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            };
            path.push_str(&written);
        }
        path
    })
}

#[test]
fn no_path_however_it_is_written_gives_what_is_not_on_the_list() -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let harness = runtime.block_on(Harness::open())?;
    let app = harness.folder.app();
    fs::create_dir(app.join(".git"))?;
    for hidden in [
        ".env",
        ".git/config",
        "secret.txt",
        "icons/secret.txt",
        "../secret.txt",
    ] {
        fs::write(app.join(hidden), "a secret")?;
    }
    let list: serde_json::Value = serde_json::from_slice(&fs::read(app.join(LIST))?)?;
    let mut listed = BTreeSet::new();
    for file in list["files"]
        .as_object()
        .into_iter()
        .flat_map(|files| files.values())
    {
        listed.insert(file["sha256"].as_str().unwrap_or_default().to_owned());
    }
    assert!(listed.len() > 5, "the list names files: {list}");

    let config = Config {
        cases: 2000,
        failure_persistence: None,
        ..Config::default()
    };
    let served = std::cell::Cell::new(0);
    TestRunner::new(config).run(&any_path(), |path| {
        if path.parse::<Uri>().is_err() || path.starts_with("/v1/") {
            return Ok(());
        }
        let answer = runtime.block_on(harness.get(&path));
        let answer = answer.map_err(|error| TestCaseError::fail(error.to_string()))?;
        match answer.status {
            StatusCode::OK => {
                served.set(served.get() + 1);
                prop_assert!(
                    listed.contains(&envelope::sha256_hex(&answer.body)),
                    "{path}"
                );
            }
            StatusCode::PERMANENT_REDIRECT => {
                let to = answer.header("location");
                let is_ours = paths::is_page(to) || paths::form_of(to).is_some();
                prop_assert!(is_ours, "{path} to {to}");
            }
            other => prop_assert_eq!(other, StatusCode::NOT_FOUND, "{}", path),
        }
        Ok(())
    })?;
    // How many is chance; none would mean that nothing was looked at.
    assert!(served.get() > 0, "no path led to a file");
    Ok(())
}

#[tokio::test]
async fn a_page_path_as_people_share_it_leads_to_the_page_with_what_was_asked() -> Result<()> {
    let harness = Harness::open().await?;
    for (path, to) in [
        ("/mes-envois/", "/mes-envois"),
        (
            "/etre-rappele/toi/?source=instagram&event=a%20b",
            "/etre-rappele/toi?source=instagram&event=a%20b",
        ),
        ("//mes-droits", "/mes-droits"),
        ("//", "/"),
        ("/index.html?source=forum", "/?source=forum"),
        ("/%6des-envois", "/mes-envois"),
        ("/Mes-Envois.?source=Forum", "/mes-envois?source=Forum"),
        ("/etre-rappele/toi%20", "/etre-rappele/toi"),
        ("/Preinscription/)", "/preinscription"),
        ("/pr%C3%A9inscription%0A", "/preinscription"),
        // The question mark was lost on the way.
        (
            "/etre-rappele/toi%3FSource%3Dtiktok&event=a",
            "/etre-rappele/toi?Source=tiktok&event=a",
        ),
        (
            "/etre-rappele/toi&source=tiktok?fbclid=1",
            "/etre-rappele/toi?source=tiktok&fbclid=1",
        ),
        ("/etre-rappele/toi&source=%3Cx%3E", "/etre-rappele/toi"),
    ] {
        let answer = harness.get(path).await?;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(answer.header("location"), to, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_page_is_our_page_for_who_looks_and_a_problem_for_programs() -> Result<()> {
    let harness = Harness::open().await?;
    let welcome = harness.get("/").await?;
    for path in [
        "/nothing",
        "/preinscription/a.js",
        "/mes%252Denvois",
        "/.git/config",
    ] {
        let answer = harness.get_with(path, &[("accept", HTML)]).await?;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.body, welcome.body, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("vary"), "accept, accept-encoding");
        assert_eq!(
            answer.header("content-security-policy"),
            welcome.header("content-security-policy")
        );
        for accepts in [
            "*/*",
            "application/json",
            "image/avif,image/webp,*/*",
            "text/html;q=0",
        ] {
            let answer = harness.get_with(path, &[("accept", accepts)]).await?;
            assert_eq!(answer.problem()?, ProblemType::NotFound, "{path} {accepts}");
        }
    }
    Ok(())
}
