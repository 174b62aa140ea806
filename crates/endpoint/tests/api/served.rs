//! What is served is what the list of the build names: no other path, no other bytes, whichever release came before.

use std::{collections::BTreeSet, fs, io::Read as _};

use anyhow::Result;
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, Uri},
};
use content::{
    app_list::{AppList, LIST},
    contact,
};
use domain::{paths, wire::ProblemType};
use flate2::read::GzDecoder;
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use testing::{Response, content_dir};

use crate::harness::Harness;

const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

impl Harness {
    /// Another release in the place of the one before; the file of the page is as old as that release.
    fn release(&self, page: &str) -> Result<()> {
        let index = self.folder.app().join("index.html");
        fs::write(&index, page)?;
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        fs::File::options()
            .write(true)
            .open(&index)?
            .set_modified(long_ago)?;
        AppList::write(&self.folder.app())?;
        Ok(())
    }

    async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Result<Response> {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ask(request.body(Body::empty())?).await
    }

    async fn page(&self) -> Result<String> {
        Ok(String::from_utf8(self.get("/").await?.body)?)
    }
}

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

#[tokio::test]
async fn head_says_what_get_would_and_sends_nothing() -> Result<()> {
    let harness = Harness::open().await?;
    for (path, accept) in [
        ("/", "*/*"),
        ("/sw.js", "*/*"),
        ("/nothing", HTML),
        ("/mes-envois/", "*/*"),
    ] {
        let asked = |method: Method| {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header("accept", accept);
            request.header("range", "bytes=0-1").body(Body::empty())
        };
        let get = harness.get_with(path, &[("accept", accept)]).await?;
        let head = harness.ask(asked(Method::HEAD)?).await?;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        for name in [
            "content-type",
            "content-length",
            "etag",
            "location",
            "content-security-policy",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn going_back_to_an_older_release_reaches_who_was_there_before() -> Result<()> {
    let harness = Harness::open().await?;
    let (first, second) = (
        "<!doctype html><style>a{}</style>first",
        "<!doctype html><style>b{}</style>second",
    );
    harness.release(first)?;
    let before = harness.get("/").await?;
    harness.release(second)?;
    let after = harness
        .get_with("/", &[("if-none-match", before.header("etag"))])
        .await?;
    assert_eq!(
        (after.status, after.body.as_slice()),
        (StatusCode::OK, second.as_bytes())
    );
    harness.release(first)?;
    let tag = after.header("etag").to_owned();
    let dated = [
        ("if-none-match", tag.as_str()),
        ("if-modified-since", "Sun, 22 Nov 2026 09:00:00 GMT"),
    ];
    let back = harness.get_with("/", &dated).await?;
    assert_eq!(
        (back.status, back.body.as_slice()),
        (StatusCode::OK, first.as_bytes())
    );
    assert_eq!(
        back.header("content-security-policy"),
        before.header("content-security-policy")
    );
    assert_ne!(
        back.header("content-security-policy"),
        after.header("content-security-policy")
    );
    assert_eq!(back.header("last-modified"), "");

    let same = harness
        .get_with("/", &[("if-none-match", before.header("etag"))])
        .await?;
    assert_eq!(
        (same.status, same.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    for name in ["etag", "cache-control", "vary", "content-security-policy"] {
        assert_eq!(same.header(name), before.header(name), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn each_form_of_a_file_has_its_own_tag() -> Result<()> {
    let harness = Harness::open().await?;
    let mut tags = BTreeSet::new();
    for accepts in ["br", "gzip", "identity"] {
        let answer = harness
            .get_with("/app-0123456789abcdef.js", &[("accept-encoding", accepts)])
            .await?;
        let tag = answer.header("etag").to_owned();
        assert_eq!(
            tag,
            format!("\"{}\"", envelope::sha256_hex(&answer.body)),
            "{accepts}"
        );
        let again = [
            ("accept-encoding", accepts),
            ("if-none-match", tag.as_str()),
        ];
        let again = harness.get_with("/app-0123456789abcdef.js", &again).await?;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{accepts}");
        tags.insert(tag);
    }
    assert_eq!(tags.len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_download_that_broke_off_goes_on_while_the_bytes_are_the_same() -> Result<()> {
    let harness = Harness::open().await?;
    let path = "/app-0123456789abcdef.js";
    let whole = harness.get(path).await?;
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let tag = whole.header("etag").to_owned();
    let rest = harness
        .get_with(path, &[("range", "bytes=4-"), ("if-range", &tag)])
        .await?;
    assert_eq!(
        (rest.status, rest.body.as_slice()),
        (StatusCode::PARTIAL_CONTENT, &whole.body[4..])
    );
    assert_eq!(
        rest.header("content-range"),
        format!("bytes 4-{}/{}", whole.body.len() - 1, whole.body.len())
    );
    assert_eq!(rest.header("etag"), tag);
    let other = harness
        .get_with(path, &[("range", "bytes=4-"), ("if-range", "\"other\"")])
        .await?;
    assert_eq!((other.status, other.body), (StatusCode::OK, whole.body));
    let beyond = harness.get_with(path, &[("range", "bytes=900-")]).await?;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    Ok(())
}

#[tokio::test]
async fn a_release_is_served_once_all_of_it_is_there() -> Result<()> {
    let harness = Harness::open().await?;
    let before = harness.page().await?;
    // Copied file by file, the page first.
    fs::write(
        harness.folder.app().join("index.html"),
        "<!doctype html>new",
    )?;
    assert_eq!(harness.page().await?, before);
    AppList::write(&harness.folder.app())?;
    assert_eq!(harness.page().await?, "<!doctype html>new");

    // The list first, and what it names a moment later.
    let page = harness.folder.app().join("index.html");
    fs::write(&page, "<!doctype html>newer")?;
    AppList::write(&harness.folder.app())?;
    fs::remove_file(&page)?;
    assert_eq!(harness.page().await?, "<!doctype html>new");
    fs::write(&page, "<!doctype html>newer")?;
    harness.clock.advance(1);
    assert_eq!(harness.page().await?, "<!doctype html>newer");

    // No list at all, as in the middle of a swap of folders.
    fs::remove_file(harness.folder.app().join(LIST))?;
    assert_eq!(harness.page().await?, "<!doctype html>newer");
    Ok(())
}

#[tokio::test]
async fn pages_of_the_release_before_still_find_their_files_until_these_are_cleared_away()
-> Result<()> {
    let harness = Harness::open().await?;
    let (old, own) = ("/app-0123456789abcdef.js", "/old.txt");
    fs::write(harness.folder.app().join("old.txt"), "of the first release")?;
    AppList::write(&harness.folder.app())?;
    assert_eq!(harness.get(own).await?.status, StatusCode::OK);

    // The next release has another script, and is copied over without deleting.
    let next = tempfile::tempdir()?;
    fs::write(next.path().join("index.html"), "<!doctype html>next")?;
    fs::write(next.path().join("app-fedcba9876543210.js"), "next")?;
    AppList::write(next.path())?;
    for name in ["index.html", "app-fedcba9876543210.js", LIST] {
        fs::copy(next.path().join(name), harness.folder.app().join(name))?;
    }
    for list in fs::read_dir(next.path().join("lists"))? {
        let list = list?;
        fs::copy(
            list.path(),
            harness.folder.app().join("lists").join(list.file_name()),
        )?;
    }
    for (path, expected) in [
        ("/app-fedcba9876543210.js", StatusCode::OK),
        (old, StatusCode::OK),
        (own, StatusCode::NOT_FOUND),
    ] {
        assert_eq!(harness.get(path).await?.status, expected, "{path}");
    }

    fs::remove_file(harness.folder.app().join(old.trim_start_matches('/')))?;
    AppList::write(&harness.folder.app())?;
    assert_eq!(harness.get(old).await?.problem()?, ProblemType::NotFound);
    Ok(())
}

#[tokio::test]
async fn bytes_that_are_not_those_of_the_list_are_not_served() -> Result<()> {
    let harness = Harness::open().await?;
    let path = harness.folder.app().join("app-00ff00ff00ff00ff.wasm");
    fs::write(&path, "as built")?;
    AppList::write(&harness.folder.app())?;
    fs::write(&path, "damaged!")?;
    let answer = harness.get("/app-00ff00ff00ff00ff.wasm").await?;
    assert_eq!(answer.problem()?, ProblemType::Unavailable);
    Ok(())
}

#[tokio::test]
async fn the_page_names_this_site_whatever_site_it_was_built_for() -> Result<()> {
    let harness = Harness::open().await?;
    let own = content::SiteFile::read_public(&content_dir().join("sites/demo.toml"))?;
    let mut built = own.clone();
    built.name = "Mission Locale d’ailleurs".to_owned();
    built.phone = "03 53 01 56 78".to_owned();
    built.phone_e164 = "+33353015678".to_owned();
    let page = |site| {
        let (card, call) = (contact::card(site), contact::contact_and_hours(site));
        format!(
            "<!doctype html><script type=\"application/json\" id=\"files\">{{\"site\":{card}}}</script>{call}"
        )
    };
    fs::write(
        harness.folder.app().join("index.html.gz"),
        "compressed as built",
    )?;
    harness.release(&page(&built))?;
    harness.clock.advance(2);

    assert_eq!(harness.page().await?, page(&own));
    let plain = harness.get("/").await?;
    let gzip = harness
        .get_with("/", &[("accept-encoding", "gzip")])
        .await?;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let mut opened = String::new();
    GzDecoder::new(gzip.body.as_slice()).read_to_string(&mut opened)?;
    assert_eq!(opened, page(&own));
    for answer in [&plain, &gzip] {
        let etag = format!("\"{}\"", envelope::sha256_hex(&answer.body));
        assert_eq!(answer.header("etag"), etag);
    }

    // Phones that have the page of another number fetch it again: their worker is another.
    let worker = harness.get("/sw.js").await?.body;
    assert!(worker.starts_with(b"// sw\n// "));
    harness.release(&page(&own))?;
    harness.clock.advance(2);
    assert_eq!(harness.get("/sw.js").await?.body, b"// sw");
    assert_eq!(harness.page().await?, page(&own), "as it was built");
    Ok(())
}

#[tokio::test]
async fn each_page_has_its_own_file_and_the_others_have_the_frame() -> Result<()> {
    let harness = Harness::open().await?;
    let own = content::SiteFile::read_public(&content_dir().join("sites/demo.toml"))?;
    let page = |site, text| {
        let card = contact::card(site);
        format!(
            "<!doctype html><style>p{{}}</style><script type=\"application/json\" id=\"files\">{{\"site\":{card}}}</script>{text}"
        )
    };
    let files = [
        ("index.html", "welcome"),
        ("mes-donnees/index.html", "notice"),
        ("mes-donnees/i-milo/index.html", "its second"),
        ("frame.html", "frame"),
        ("404.html", "none"),
    ];
    let write = |site| -> Result<()> {
        for (name, text) in files {
            let file = harness.folder.app().join(name);
            fs::create_dir_all(file.parent().unwrap_or(&file))?;
            fs::write(&file, page(site, text))?;
        }
        AppList::write(&harness.folder.app())?;
        Ok(())
    };
    let asked = [
        ("/", StatusCode::OK, "welcome"),
        ("/mes-donnees", StatusCode::OK, "notice"),
        ("/mes-donnees?source=a", StatusCode::OK, "notice"),
        ("/mes-donnees/i-milo", StatusCode::OK, "its second"),
        ("/mes-envois", StatusCode::OK, "frame"),
        ("/preinscription/logement", StatusCode::OK, "frame"),
        ("/preinscription", StatusCode::OK, "frame"),
        ("/frame.html", StatusCode::OK, "frame"),
        ("/nothing", StatusCode::NOT_FOUND, "none"),
        ("/mes-donnees/index.html", StatusCode::NOT_FOUND, "none"),
    ];
    write(&own)?;
    harness.clock.advance(2);
    for (path, status, text) in asked {
        let answer = harness.get_with(path, &[("accept", HTML)]).await?;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(String::from_utf8(answer.body.clone())?, page(&own, text));
        // The style that stands in it is named by the policy of that very page.
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("style-src 'self' 'sha256-"), "{policy}");
    }

    // What was made for another site names it in its sentences: the first screen is served in its place, with ours.
    let mut other = own.clone();
    other.phone = "03 53 01 56 78".to_owned();
    write(&other)?;
    harness.clock.advance(2);
    for (path, status, _) in asked {
        let answer = harness.get_with(path, &[("accept", HTML)]).await?;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(String::from_utf8(answer.body)?, page(&own, "welcome"));
    }
    Ok(())
}
