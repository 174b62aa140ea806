//! A release in a git repository of its own: what refuses it, what it commits and tags.

use super::*;

const TODAY: &str = "2026-12-01";

/// A workspace of one crate in a repository of one commit.
fn repository() -> anyhow::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let npm = "{\n  \"name\": \"premier-accueil\",\n  \"version\": \"0.1.0\",\n";
    for (path, text) in [
        (
            "Cargo.toml",
            "[workspace.package]\nversion = \"0.1.0\"\n\n[package]\nname = \"app\"\nversion.workspace = true\n",
        ),
        (
            "Cargo.lock",
            "[[package]]\nname = \"app\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"other\"\nversion = \"0.1.0\"\n",
        ),
        ("package.json", npm),
        ("package-lock.json", npm),
        (
            "CHANGELOG.md",
            "# Changelog\n\n## [Unreleased]\n\n- Something new.\n",
        ),
        (
            "crates/other/Cargo.toml",
            "[package]\nname = \"other\"\nversion = \"0.1.0\"\n",
        ),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().context("no folder")?)?;
        fs::write(path, text)?;
    }
    for words in [
        &["init", "--quiet", "--initial-branch=main"][..],
        &["config", "user.name", "Somebody"],
        &["config", "user.email", "somebody@example.org"],
        &["add", "--all"],
        &["commit", "--quiet", "--message=first"],
    ] {
        git::ask(folder.path(), words).with_context(|| format!("git {words:?}"))?;
    }
    Ok(folder)
}

fn release(root: &Path, version: &str) -> anyhow::Result<String> {
    let today = Date::new(2026, 12, 1).context("no date")?;
    commit_and_tag(root, Version::parse(version)?, today)
}

fn refusal(root: &Path, version: &str) -> String {
    let head = git::ask(root, &["rev-parse", "HEAD"]);
    let Err(problem) = release(root, version) else {
        panic!("{version} was released")
    };
    assert_eq!(git::ask(root, &["rev-parse", "HEAD"]), head);
    format!("{problem:#}")
}

#[test]
fn a_release_is_one_commit_with_its_tag() -> anyhow::Result<()> {
    let repository = repository()?;
    let root = repository.path();
    assert_eq!(release(root, "0.2.0")?, "- Something new.\n");

    assert_eq!(git::changes(root).as_deref(), Some(""));
    let subject = git::ask(root, &["log", "-1", "--format=%s"]);
    assert_eq!(subject.as_deref(), Some("release: 0.2.0"));
    let tagged = git::ask(root, &["rev-parse", "v0.2.0^{commit}"]);
    assert_eq!(tagged, git::ask(root, &["rev-parse", "HEAD"]));
    let message = git::ask(root, &["tag", "--list", "--format=%(contents)", "v0.2.0"]);
    assert!(message.is_some_and(|message| message.contains("- Something new.")));

    assert_eq!(current(root)?, "0.2.0");
    let read = |path: &str| fs::read_to_string(root.join(path));
    assert!(read("CHANGELOG.md")?.contains(&format!("## [0.2.0] - {TODAY}\n")));
    assert!(read("package.json")?.contains("\"version\": \"0.2.0\""));
    let lock = read("Cargo.lock")?;
    assert!(
        lock.contains("name = \"app\"\nversion = \"0.2.0\""),
        "{lock}"
    );
    assert!(
        lock.contains("name = \"other\"\nversion = \"0.1.0\""),
        "{lock}"
    );
    Ok(())
}

#[test]
fn what_is_not_committed_stops_a_release() -> anyhow::Result<()> {
    let repository = repository()?;
    let root = repository.path();
    fs::write(root.join("new.txt"), "new")?;
    assert!(refusal(root, "0.2.0").contains("new.txt"));
    fs::remove_file(root.join("new.txt"))?;
    fs::write(root.join("package.json"), "{}")?;
    assert!(refusal(root, "0.2.0").contains("package.json"));
    Ok(())
}

#[test]
fn a_version_is_released_once_and_never_behind_another() -> anyhow::Result<()> {
    let repository = repository()?;
    let root = repository.path();
    for not_higher in ["0.1.0", "0.0.9"] {
        assert!(refusal(root, not_higher).contains("does not come after 0.1.0"));
    }
    git::ask(root, &["tag", "v0.2.0"]).context("git tag")?;
    assert!(refusal(root, "0.2.0").contains("v0.2.0 is there already"));
    release(root, "0.3.0")?;
    assert!(refusal(root, "0.4.0").contains("says nothing"));
    assert_eq!(git::changes(root).as_deref(), Some(""));
    Ok(())
}

#[test]
fn a_build_is_named_by_its_version_its_commit_and_what_is_not_in_it() -> anyhow::Result<()> {
    let repository = repository()?;
    let root = repository.path();
    let commit = git::ask(root, &["rev-parse", "--short=9", "HEAD"]).context("no commit")?;
    assert_eq!(of_sources(root)?, format!("0.1.0 ({commit})"));
    fs::write(root.join("new.txt"), "new")?;
    assert_eq!(of_sources(root)?, format!("0.1.0 ({commit}+dirty)"));
    fs::remove_dir_all(root.join(".git"))?;
    assert_eq!(of_sources(root)?, "0.1.0");
    Ok(())
}
