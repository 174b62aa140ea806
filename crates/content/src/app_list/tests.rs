//! Lists of files: what is on one, and what is refused.

use super::*;

fn folder(files: &[&str]) -> io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for name in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(path, name)?;
    }
    Ok(folder)
}

#[test]
fn a_list_has_every_file_that_phones_may_have_and_no_other() -> anyhow::Result<()> {
    let folder = folder(&[
        "index.html",
        "index.html.br",
        "app-0123456789abcdef.js",
        "app-0123456789abcdef.js.gz",
        "alone.br",
        "icons/icon.svg",
        "mes-droits/index.html",
        "not-index.html",
        "content/fr-0123456789abcdef.bin",
        "content/sheets/droits-00.json",
        ".env",
        ".git/config",
        "with space.txt",
    ])?;
    let written = AppList::write(folder.path())?;
    let paths: Vec<&str> = written.files().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        [
            "/",
            "/alone.br",
            "/app-0123456789abcdef.js",
            "/content/fr-0123456789abcdef.bin",
            "/icons/icon.svg",
            "/mes-droits",
            "/not-index.html"
        ]
    );
    for (path, _) in written.files() {
        assert!(folder.path().join(file_name(path)).is_file(), "{path}");
    }
    let page = written.files.get("/");
    assert_eq!(
        page.map(|page| (page.media_type.as_str(), page.plain.bytes)),
        Some(("text/html; charset=utf-8", 10))
    );
    assert_eq!(
        page.and_then(|page| page.br.clone()),
        Some(Bytes::of(b"index.html.br"))
    );

    let read = AppList::parse(&fs::read(folder.path().join(LIST))?);
    assert_eq!(read.as_ref(), Some(&written), "it reads what it wrote");
    assert_eq!(
        AppList::write(folder.path())?,
        written,
        "its own lists apart"
    );
    assert_eq!(fs::read_dir(folder.path().join(LISTS))?.count(), 1);
    Ok(())
}

#[test]
fn a_list_that_no_build_writes_is_none() -> anyhow::Result<()> {
    let file = serde_json::json!({"sha256": "00", "bytes": 1, "media_type": "text/html"});
    for (path, good) in [
        ("/a/b.js", true),
        ("/../secret", false),
        ("/a/../../secret", false),
        ("//etc/passwd", false),
        ("/.env", false),
        ("/a//b", false),
        ("a", false),
        ("/a\\b", false),
        ("/%2e%2e/a", false),
        ("/a\nb", false),
    ] {
        let list = serde_json::json!({"files": {"/": file, path: file}});
        let parsed = AppList::parse(&serde_json::to_vec(&list)?);
        assert_eq!(parsed.is_some(), good, "{path}");
    }
    for json in ["", "{}", r#"{"files":{}}"#, r#"{"files":{"/":{}}}"#] {
        assert!(AppList::parse(json.as_bytes()).is_none(), "{json}");
    }
    Ok(())
}
