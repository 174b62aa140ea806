//! `cargo xtask package`: the Debian package for one Mission Locale, with program, app, unit and bills of materials.
//!
//! What goes into it is gathered in one folder; `crates/endpoint/Cargo.toml` says what of it goes where.

mod fonts;
mod installed;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use clap::{Args, ValueEnum};

use crate::{
    app,
    audit::{self, OutOfReach},
    command::{call, command, say},
    paths, post_build, release, sbom, tools,
};

pub(crate) use installed::try_out;

/// The line of the demo's file that a package switches on.
const NO_PASSWORD: &str = "# mailbox_password_file = \"mot-de-passe.txt\"";
/// The secret that the unit hands over under that name.
const PASSWORD: &str = "mailbox_password_file = \"mailbox-password\"";

/// What `package` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// The Mission Locale whose file and public card are in the package
    #[arg(long, default_value = post_build::DEMO_SITE)]
    site: PathBuf,
    /// How the program is compiled
    #[arg(long, value_enum, default_value_t = Profile::Server)]
    profile: Profile,
    /// Go on where the lists of known vulnerabilities cannot be reached
    #[arg(long)]
    offline: bool,
}

/// How the program is compiled.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// For production (some ten minutes the first time)
    Server,
    /// As the tests use it: to try the package, not to run it
    Dev,
}

impl Profile {
    /// Cargo's folder for it.
    fn folder(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Dev => "debug",
        }
    }

    /// What tells packages that are only tried from those for people.
    ///
    /// The version is read from the manifest: a release raises it after this program was compiled.
    fn version(self) -> anyhow::Result<String> {
        let version = release::current(paths::root())?;
        Ok(match self {
            Self::Server => format!("{version}-1"),
            Self::Dev => format!("{version}~{TRIED}"),
        })
    }
}

/// How the version of a package ends that is only tried.
const TRIED: &str = "tried";

impl Options {
    /// As a release is built.
    pub(crate) fn for_release(site: PathBuf, offline: bool) -> Self {
        Self {
            site,
            profile: Profile::Server,
            offline,
        }
    }
}

/// Builds everything and makes the package.
///
/// # Errors
/// When a tool cannot be had, something has a known vulnerability, or a build fails.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let package = build(options)?;
    say(&format!("{} is ready", package.display()));
    Ok(())
}

/// Builds everything and makes the package; where it is.
///
/// # Errors
/// As [`run`].
pub(crate) fn build(options: &Options) -> anyhow::Result<PathBuf> {
    ensure_tools()?;
    if options.profile == Profile::Server {
        audit::ensure_tools()?;
        audit::run(OutOfReach::when(options.offline))?;
    }
    app::build(&options.site)?;
    make(&options.site, options.profile)
}

/// Makes sure that what makes a package is there.
///
/// # Errors
/// When it cannot be installed.
pub(crate) fn ensure_tools() -> anyhow::Result<()> {
    tools::npm()?;
    tools::CARGO_DEB.ensure()?;
    tools::CARGO_CYCLONEDX.ensure()?;
    tools::packages(&[&tools::SHLIBDEPS])
}

/// Makes the package from the built app, and from a program compiled that way.
///
/// # Errors
/// When something does not compile, or is not there.
pub(crate) fn make(site: &Path, profile: Profile) -> anyhow::Result<PathBuf> {
    let mut build = command("cargo");
    call(match profile {
        Profile::Server => {
            build.args(["build", "--locked", "--bin", "premier-accueil"]);
            build.args(["--profile", "server"]);
            build.args(["--package", "premier-accueil-endpoint"]);
            build.env(release::VARIABLE, release::of_sources(paths::root())?)
        }
        // As the tests are built: the program comes out of that build, and nothing is compiled again.
        Profile::Dev => build.args(["test", "--locked", "--workspace", "--no-run", "--quiet"]),
    })?;
    let gathered = paths::target().join("server/package");
    gather(&gathered, site, profile)?;

    let version = profile.version()?;
    let package = paths::target().join(format!("debian/premier-accueil_{version}.deb"));
    let mut deb = command(
        &tools::CARGO_DEB
            .ensure()?
            .join("cargo-deb")
            .to_string_lossy(),
    );
    deb.args([
        "--package",
        "premier-accueil-endpoint",
        "--profile",
        "server",
    ]);
    deb.args([
        "--no-build",
        "--locked",
        "--quiet",
        "--strip",
        "--deb-version",
    ]);
    deb.arg(version).arg("--output").arg(&package);
    if profile == Profile::Dev {
        deb.arg("--fast");
    }
    call(deb.env("CARGO_TARGET_DIR", paths::target()))?;
    Ok(package)
}

/// Everything that is made for the package, in one folder.
fn gather(folder: &Path, site: &Path, profile: Profile) -> anyhow::Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let program = paths::target()
        .join(profile.folder())
        .join("premier-accueil");
    copy(&program, &folder.join("premier-accueil"))?;
    ensure!(
        paths::dist().join("index.html").is_file(),
        "dist holds no app: run `cargo xtask build`"
    );
    copy_folder(&paths::dist(), &folder.join("app"))?;
    let site = paths::root().join(site);
    let text = fs::read_to_string(&site)
        .with_context(|| format!("{} could not be read", site.display()))?;
    fs::write(folder.join("site.toml"), for_package(&text))?;
    fs::write(folder.join(fonts::LICENCES), fonts::licences()?)?;
    sbom::write(&folder.join("sbom"))
}

/// The site's file as the package has it: PDF files have a password unless that line is taken out.
fn for_package(site: &str) -> String {
    site.replace(NO_PASSWORD, PASSWORD)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let copied = fs::copy(from, to);
    copied.with_context(|| format!("{} could not be copied", from.display()))?;
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            copy(&entry.path(), &target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_in_a_package_has_its_password_from_the_unit() -> anyhow::Result<()> {
        let demo = fs::read_to_string(paths::root().join(post_build::DEMO_SITE))?;
        let packed = for_package(&demo);
        assert!(packed.lines().any(|line| line == PASSWORD));
        let unit = paths::root().join("deploy/debian/premier-accueil.service");
        let unit = fs::read_to_string(unit)?;
        assert!(unit.contains("LoadCredential=mailbox-password:"));
        Ok(())
    }
}
