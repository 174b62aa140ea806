//! What is served is what the list of the build names: no other path, no other bytes, whichever release came before.

mod paths;
mod releases;

use std::{collections::BTreeSet, fs, io::Read as _};

use anyhow::Result;
use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use content::{app_list::AppList, contact};
use domain::wire::ProblemType;
use flate2::read::GzDecoder;
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
