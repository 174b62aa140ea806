//! The tools that are not crates of the workspace: found, or installed once and kept.
//!
//! Cargo's tools are here; what Rust, npm and Debian bring is in the parts.
//! Nothing is installed a second time, and no version but the one named is used.

mod apt;
mod npm;
mod rust;

use std::{
    fs,
    io::{IsTerminal, stderr},
    path::PathBuf,
};

use anyhow::Context;

pub(crate) use apt::{
    CHROMEDRIVER, CHROMIUM, FIREFOX, PDFTOTEXT, PYTHON_GI, WEBKIT_DRIVER, WEBKIT_FOR_PYTHON, XVFB,
    ensure as packages,
};
pub(crate) use npm::{ensure as npm, ensure_for_bench as npm_for_bench};
pub(crate) use rust::{
    OWN_STANDARD_LIBRARY, component, fetch_crates, standard_library, wasm_target,
};

use crate::{
    command::{call, command, read, say},
    place,
};

/// A program that `cargo install` makes.
pub(crate) struct Tool {
    crate_name: &'static str,
    program: &'static str,
    version: Version,
    options: &'static [&'static str],
    minutes: &'static str,
}

/// Which version of a tool is the right one.
enum Version {
    Exactly(&'static str),
    /// The one that `Cargo.lock` has of this crate.
    SameAs(&'static str),
}

/// Builds the app: cargo, wasm-bindgen, wasm-opt, `index.html`.
pub(crate) const TRUNK: Tool = Tool {
    crate_name: "trunk",
    program: "trunk",
    version: Version::Exactly("0.21.14"),
    options: &["--locked"],
    minutes: "8 minutes",
};

/// Makes the JavaScript side of the wasm file, and runs tests in a browser.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    crate_name: "wasm-bindgen-cli",
    program: "wasm-bindgen",
    version: Version::SameAs("wasm-bindgen"),
    // Not `--locked`: the lock file it is published with pins a version that was taken back.
    options: &["--no-default-features"],
    minutes: "2 minutes",
};

/// Licences, banned crates, sources and advisories.
pub(crate) const CARGO_DENY: Tool = Tool {
    crate_name: "cargo-deny",
    program: "cargo-deny",
    version: Version::Exactly("0.20.2"),
    options: &["--locked"],
    minutes: "6 minutes",
};

impl Tool {
    /// The folder that the program is in; installs it when it is nowhere.
    ///
    /// # Errors
    /// When it cannot be installed.
    pub(crate) fn ensure(&self) -> anyhow::Result<PathBuf> {
        let version = self.version()?;
        let kept = place::tools()?.join(format!("{}-{version}", self.crate_name));
        let bin = kept.join("bin");
        if answers(&bin.join(self.program).to_string_lossy(), &version) {
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
        install.args([
            "install",
            self.crate_name,
            "--version",
            &format!("={version}"),
            "--root",
        ]);
        install.arg(&kept).args(self.options).arg("--force");
        if !stderr().is_terminal() {
            install.arg("--quiet");
        }
        call(&mut install).with_context(|| {
            format!(
                "{} {version} is missing and could not be installed: see above, or put that very version on PATH",
                self.crate_name
            )
        })?;
        Ok(bin)
    }

    fn version(&self) -> anyhow::Result<String> {
        match self.version {
            Version::Exactly(version) => Ok(version.to_owned()),
            Version::SameAs(crate_name) => locked_version(crate_name),
        }
    }

    fn on_path(&self, version: &str) -> Option<PathBuf> {
        let found = read(command("which").arg(self.program)).ok()?;
        let found = PathBuf::from(found.trim());
        answers(&found.to_string_lossy(), version).then(|| found.parent().map(PathBuf::from))?
    }
}

/// Whether `program` runs and is of that very version.
fn answers(program: &str, version: &str) -> bool {
    let answer = read(command(program).arg("--version")).unwrap_or_default();
    answer.split_whitespace().any(|word| word == version)
}

/// The version of a crate in `Cargo.lock`.
fn locked_version(crate_name: &str) -> anyhow::Result<String> {
    let lock = place::root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock)
        .with_context(|| format!("{} could not be read", lock.display()))?;
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
        .with_context(|| format!("Cargo.lock does not name {crate_name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_bindgen_tool_has_the_version_of_the_lock_file() -> anyhow::Result<()> {
        let version = WASM_BINDGEN.version()?;
        assert!(version.starts_with("0.2."), "{version}");
        assert!(locked_version("a-crate-that-is-not-there").is_err());
        Ok(())
    }
}
