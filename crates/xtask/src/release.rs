//! `cargo xtask release VERSION`: raises versions, cuts the changelog, commits, tags, gathers what is published.
//!
//! Nothing is pushed: it prints what to push and what to copy.

mod changelog;
mod checksums;
mod version;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use clap::Args;
use domain::time::Date;

use crate::{
    clock,
    command::{call, command, read, say},
    git, package, paths, post_build, sbom, tools,
};
use version::Version;

pub(crate) use version::{VARIABLE, current, of_sources};

const CHANGELOG: &str = "CHANGELOG.md";

/// What `release` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// The version to make, higher than the one before: 0.2.0
    version: String,
    /// Make the Debian package too
    #[arg(long)]
    package: bool,
    /// The Mission Locale whose file and public card are in the package
    #[arg(long, default_value = post_build::DEMO_SITE)]
    site: PathBuf,
    /// For the package: go on where the lists of known vulnerabilities cannot be reached
    #[arg(long)]
    offline: bool,
}

/// Makes the release of what is checked out.
///
/// # Errors
/// When something is not committed, the tag is there already, nothing has changed, or a tool or build fails.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let version = Version::parse(&options.version)?;
    // Before anything is written: what cannot be had would leave half a release.
    tools::CARGO_CYCLONEDX.ensure()?;
    if options.package {
        package::ensure_tools()?;
    }
    let notes = commit_and_tag(paths::root(), version, clock::now().date())?;
    let folder = paths::target().join(format!("releases/{version}"));
    gather(&folder, &notes, options).with_context(|| {
        format!(
            "{version} is committed and tagged here and pushed nowhere; to take that back: \
             git tag -d {tag} && git reset --hard HEAD^",
            tag = version.tag()
        )
    })?;
    tell(version, &folder)
}

/// Raises the versions, cuts the changelog, commits both and tags the commit; returns what the changelog says.
///
/// # Errors
/// When the tree is not as a release needs it; then nothing has been written.
fn commit_and_tag(root: &Path, version: Version, today: Date) -> anyhow::Result<String> {
    let changes = git::changes(root).context("a release is made in a git repository")?;
    ensure!(
        changes.is_empty(),
        "these files are not committed:\n{changes}"
    );
    let tag = version.tag();
    let tags = git::ask(root, &["tag", "--list", &tag]).context("git does not list its tags")?;
    ensure!(tags.is_empty(), "the tag {tag} is there already");

    let changelog = root.join(CHANGELOG);
    let text =
        fs::read_to_string(&changelog).with_context(|| format!("{CHANGELOG} could not be read"))?;
    let cut = changelog::cut(&text, &version.to_string(), &today.to_string())?;
    let raised = version::raise(root, version)?;
    fs::write(changelog, &cut.changelog)?;
    for (path, text) in raised {
        fs::write(root.join(path), text).with_context(|| format!("{path} could not be written"))?;
    }
    let mut commit = command("git");
    commit
        .current_dir(root)
        .args(["commit", "--quiet", "--all"]);
    call(commit.args(["--message", &format!("release: {version}")]))?;
    let mut annotated = command("git");
    annotated.current_dir(root);
    annotated.args(["tag", "--annotate", "--cleanup=verbatim", &tag]);
    call(annotated.args(["--message", &format!("{version}\n\n{}", cut.notes)]))?;
    Ok(cut.notes)
}

/// Everything that is published, in one folder that is emptied first, with the checksums of all of it.
fn gather(folder: &Path, notes: &str, options: &Options) -> anyhow::Result<()> {
    // A lock file that does not fit the raised versions would stop every build of the tag.
    read(command("cargo").args([
        "tree",
        "--locked",
        "--offline",
        "--workspace",
        "--depth",
        "0",
    ]))
    .context("Cargo.lock does not fit the raised versions")?;
    if folder.is_dir() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("CHANGES.md"), notes)?;
    sbom::write(&folder.join("sbom"))?;
    if options.package {
        let made = package::build(&package::Options::for_release(
            options.site.clone(),
            options.offline,
        ))?;
        let name = made.file_name().context("the package has no name")?;
        fs::copy(&made, folder.join(name))
            .with_context(|| format!("{} could not be copied", made.display()))?;
    }
    checksums::write(folder)
}

/// What is left to do by hand.
fn tell(version: Version, folder: &Path) -> anyhow::Result<()> {
    let branch = git::ask(paths::root(), &["branch", "--show-current"]).unwrap_or_default();
    say(&format!(
        "{version} is committed and tagged; nothing was pushed"
    ));
    println!("\nCopy to where releases are published:");
    for file in post_build::files_under(folder)? {
        println!("  {}", folder.join(file).display());
    }
    println!(
        "\nPush, once these are right:\n  git push origin {branch} {}",
        version.tag()
    );
    Ok(())
}

#[cfg(test)]
mod tests;
