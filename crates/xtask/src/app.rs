//! Building the app in release: Trunk with exactly the tools we name, then our own hook.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::{
    command::{call, command, say},
    place, tools,
};

/// Installs what is missing and builds the app into `dist/`.
///
/// # Errors
/// When a tool is missing and cannot be installed, or the build fails.
pub(crate) fn build(site: &Path) -> anyhow::Result<()> {
    let folders = ensure_tools()?;
    say("Building the app in release (about 2 minutes the first time)");
    let mut trunk = command("trunk");
    trunk.args(["build", "--config", "Trunk.toml"]);
    trunk.env("PATH", place::path_with(&folders)?);
    trunk.env(place::SITE_VARIABLE, site);
    // SHA-256 as a loop, not unrolled: a phone hashes a few kilobytes, and loads 6 KB less before compression.
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        r#"--cfg sha2_backend="soft" --cfg sha2_backend_soft="compact""#,
    );
    // Trunk reads NO_COLOR as a yes or no, and other people's "1" stops it.
    trunk.env_remove("NO_COLOR");
    call(&mut trunk).context("the app was not built")
}

/// Makes sure that everything that a build needs is there; the folders to put on PATH.
///
/// # Errors
/// When something is missing and cannot be installed.
pub(crate) fn ensure_tools() -> anyhow::Result<Vec<PathBuf>> {
    tools::wasm_target()?;
    let mut folders = vec![tools::TRUNK.ensure()?, tools::WASM_BINDGEN.ensure()?];
    folders.extend(tools::npm()?);
    tools::fetch_crates()?;
    Ok(folders)
}
