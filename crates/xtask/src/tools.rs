//! Finds the command-line tools of a build, or installs them once at a pinned version.
//!
//! Cargo's tools are here; what Rust, npm and Debian bring is in the parts.
//! Nothing is installed a second time, and no version but the one named is used.

mod apt;
mod npm;
mod rust;

use std::{
    fs,
    io::{IsTerminal, stderr},
    path::{Path, PathBuf},
};

use anyhow::Context;

pub(crate) use apt::{
    CHROMEDRIVER, CHROMIUM, FIREFOX, LIBREOFFICE, PDFTOTEXT, PYTHON_GI, SHLIBDEPS, SYSTEMD,
    WEBKIT_DRIVER, WEBKIT_FOR_PYTHON, XVFB, ensure as packages, is_root,
};
pub(crate) use npm::{ensure as npm, ensure_for_bench as npm_for_bench};
pub(crate) use rust::{
    OWN_STANDARD_LIBRARY, WASM, component, fetch_crates, standard_library, wasm_target,
};

use crate::{
    command::{call, command, read, say},
    paths, post_build,
};

/// A program that `cargo install --locked` makes.
pub(crate) struct Tool {
    crate_name: &'static str,
    program: &'static str,
    /// What makes it say its version.
    version_words: &'static [&'static str],
    source: Source,
    minutes: &'static str,
}

/// Where a tool comes from, and so which version is the right one.
enum Source {
    /// The crate of that version, with the lock file it was published with.
    Published(&'static str),
    /// A package of ours under `tools/`, with a lock file of ours; of the version that `Cargo.lock` has of this crate.
    Ours {
        package: &'static str,
        same_as: &'static str,
    },
}

/// Builds the app: cargo, wasm-bindgen, wasm-opt, `index.html`.
pub(crate) const TRUNK: Tool = Tool {
    crate_name: "trunk",
    program: "trunk",
    version_words: &["--version"],
    source: Source::Published("0.21.14"),
    minutes: "8 minutes",
};

/// Makes the JavaScript side of the wasm file, and runs tests in a browser.
///
/// The lock file it is published with pins a crate that was taken back, so it has one of ours.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    crate_name: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version_words: &["--version"],
    source: Source::Ours {
        package: "tools/wasm-bindgen",
        same_as: "wasm-bindgen",
    },
    minutes: "2 minutes",
};

/// Licences, banned crates, sources and advisories.
pub(crate) const CARGO_DENY: Tool = Tool {
    crate_name: "cargo-deny",
    program: "cargo-deny",
    version_words: &["--version"],
    source: Source::Published("0.20.2"),
    minutes: "6 minutes",
};

/// Makes the Debian package.
pub(crate) const CARGO_DEB: Tool = Tool {
    crate_name: "cargo-deb",
    program: "cargo-deb",
    version_words: &["--version"],
    source: Source::Published("3.8.0"),
    minutes: "2 minutes",
};

/// Lists the crates of a program as a bill of materials.
pub(crate) const CARGO_CYCLONEDX: Tool = Tool {
    crate_name: "cargo-cyclonedx",
    program: "cargo-cyclonedx",
    version_words: &["cyclonedx", "--version"],
    source: Source::Published("0.5.9"),
    minutes: "a minute",
};

impl Tool {
    /// The folder that the program is in; installs it when it is nowhere.
    ///
    /// # Errors
    /// When it cannot be installed.
    pub(crate) fn ensure(&self) -> anyhow::Result<PathBuf> {
        let version = self.version()?;
        let kept = paths::tools()?.join(self.folder(&version)?);
        let bin = kept.join("bin");
        if self.answers(&bin.join(self.program), &version) {
            return Ok(bin);
        }
        if let Some(folder) = self.on_path(&version) {
            return Ok(folder);
        }
        say(&format!(
            "Installing {} {version} into {} (about {} on two cores, once)",
            self.crate_name,
            kept.display(),
            self.minutes
        ));
        let mut install = command("cargo");
        install
            .args(["install", "--locked", "--force", "--root"])
            .arg(&kept);
        match self.source {
            Source::Published(version) => {
                install.args([self.crate_name, "--version", &format!("={version}")]);
            }
            Source::Ours { package, .. } => {
                let build = paths::target().join(self.crate_name);
                install.args(["--path", package, "--target-dir"]).arg(build);
            }
        }
        if !stderr().is_terminal() {
            install.arg("--quiet");
        }
        call(&mut install).with_context(|| {
            format!(
                "{} {version} is missing and could not be installed: see above",
                self.crate_name
            )
        })?;
        Ok(bin)
    }

    fn version(&self) -> anyhow::Result<String> {
        match self.source {
            Source::Published(version) => Ok(version.to_owned()),
            Source::Ours { same_as, .. } => locked_version(&paths::root().join(LOCK), same_as),
        }
    }

    /// The name of what is kept: another lock file of ours is another tool.
    fn folder(&self, version: &str) -> anyhow::Result<String> {
        let folder = format!("{}-{version}", self.crate_name);
        let Source::Ours { package, .. } = self.source else {
            return Ok(folder);
        };
        let lock = paths::root().join(package).join(LOCK);
        let lock =
            fs::read(&lock).with_context(|| format!("{} could not be read", lock.display()))?;
        let digest: String = post_build::sha256(&lock).chars().take(8).collect();
        Ok(format!("{folder}-{digest}"))
    }

    /// One that is installed already; what has a lock file of ours is not taken from elsewhere.
    fn on_path(&self, version: &str) -> Option<PathBuf> {
        if matches!(self.source, Source::Ours { .. }) {
            return None;
        }
        let found = read(command("which").arg(self.program)).ok()?;
        let found = PathBuf::from(found.trim());
        let is_right = self.answers(&found, version);
        is_right.then(|| found.parent().map(PathBuf::from))?
    }

    /// Whether `program` runs and is of that very version.
    fn answers(&self, program: &Path, version: &str) -> bool {
        let mut asked = command(&program.to_string_lossy());
        let answer = read(asked.args(self.version_words)).unwrap_or_default();
        answer.split_whitespace().any(|word| word == version)
    }
}

const LOCK: &str = "Cargo.lock";

/// The version of a crate in that lock file.
fn locked_version(path: &Path, crate_name: &str) -> anyhow::Result<String> {
    let lock = fs::read_to_string(path)
        .with_context(|| format!("{} could not be read", path.display()))?;
    let lock: toml::Table = lock.parse().context("Cargo.lock is no TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let named = |package: &&toml::Value| {
        package.get("name").and_then(toml::Value::as_str) == Some(crate_name)
    };
    let package = packages.and_then(|packages| packages.iter().find(named));
    let version = package
        .and_then(|package| package.get("version"))
        .and_then(toml::Value::as_str);
    version
        .map(str::to_owned)
        .with_context(|| format!("{} does not name {crate_name}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_bindgen_tool_has_the_version_of_the_lock_file() -> anyhow::Result<()> {
        let version = WASM_BINDGEN.version()?;
        assert!(version.starts_with("0.2."), "{version}");
        let ours = paths::root().join("tools/wasm-bindgen").join(LOCK);
        assert_eq!(locked_version(&ours, "wasm-bindgen-cli")?, version);
        assert!(locked_version(&ours, "a-crate-that-is-not-there").is_err());
        Ok(())
    }
}
