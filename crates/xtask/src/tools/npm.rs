//! Installs the npm packages of `package-lock.json`: build tools, communes, fonts, browser data, test drivers.
//! Those of `bench/package-lock.json` are apart, so that building and testing need none of them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use crate::{
    command::{call, command, read, say},
    paths, post_build,
};

const OLDEST_NODE: u32 = 20;
/// wasm-opt of this version is what the sizes were measured with.
const WASM_OPT: &str = "132";

/// Folders of the programs that the packages bring; installs them when the lock file changed.
///
/// # Errors
/// When Node or npm is missing or too old, or the packages cannot be installed.
pub(crate) fn ensure() -> anyhow::Result<Vec<PathBuf>> {
    install(paths::root(), "package-lock.json (about 100 MB, once)")?;
    programs()
}

/// What `cargo xtask bench web` measures with, and the libraries that its peers are built with.
///
/// # Errors
/// As [`ensure`].
pub(crate) fn ensure_for_bench() -> anyhow::Result<()> {
    install(
        &paths::bench(),
        "bench/package-lock.json (about a minute and 260 MB, once)",
    )
}

/// The packages that the lock file of `folder` names, unless they are there already.
fn install(folder: &Path, what: &str) -> anyhow::Result<()> {
    check_node()?;
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| format!("{} could not be read", lock.display()))?;
    let wanted = post_build::sha256(&lock);
    let marker = folder.join("node_modules/.installed");
    if fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say(&format!("Installing the npm packages of {what}"));
    let mut install = command("npm");
    install.current_dir(folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    call(&mut install).context("the npm packages could not be installed: see above")?;
    fs::write(&marker, wanted).with_context(|| format!("{} could not be written", marker.display()))
}

fn check_node() -> anyhow::Result<()> {
    let advice = "install Node 20 or later with npm, then try again";
    let version = read(command("node").arg("--version")).context(advice)?;
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < OLDEST_NODE) {
        bail!("Node {} is too old: {advice}", version.trim());
    }
    read(command("npm").arg("--version")).context(advice)?;
    Ok(())
}

fn programs() -> anyhow::Result<Vec<PathBuf>> {
    let bin = paths::node_modules().join("binaryen/bin");
    let version = read(command(&bin.join("wasm-opt").to_string_lossy()).arg("--version"))?;
    if !version.split_whitespace().any(|word| word == WASM_OPT) {
        bail!(
            "node_modules has {}, not version {WASM_OPT}: run `npm ci`",
            version.trim()
        );
    }
    Ok(vec![bin])
}
