//! Releases, one after the other: which of their files are served, and from when on.

use std::fs;

use anyhow::Result;
use axum::http::StatusCode;
use content::app_list::{AppList, LIST};
use domain::wire::ProblemType;

use crate::harness::Harness;

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
