//! Builds the app with Trunk, in release or for a developer; Trunk then calls our hook, `post_build`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Context;

use crate::{
    command::{call, command, say},
    paths, tools,
};

/// What the compiler is told for phones, each measured in `docs/measurements/bytes.md`.
///
/// SHA-256 is a loop, not unrolled: a phone hashes a few kilobytes.
/// WebAssembly as it was first, and of what came later only what every browser of the floor has.
/// A panic stops the module where it is: its words are not read on a phone, and they weigh a tenth of the code.
const FLAGS: &str = concat!(
    r#"--cfg sha2_backend="soft" --cfg sha2_backend_soft="compact""#,
    " -Ctarget-cpu=mvp -Ctarget-feature=+mutable-globals,+sign-ext,+nontrapping-fptoint,+bulk-memory",
    " -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
);

/// Installs what is missing and builds the app into `dist/`.
///
/// # Errors
/// When a tool is missing and cannot be installed, or the build fails.
pub(crate) fn build(site: &Path) -> anyhow::Result<()> {
    let folders = ensure_tools()?;
    say("Building the app in release (about 2 minutes the first time)");
    let mut trunk = trunk(site, folders)?;
    trunk.envs(tools::OWN_STANDARD_LIBRARY);
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS);
    call(&mut trunk).context("the app was not built")
}

/// Builds the app for a developer into `folder`, with the tools that [`ensure_tools`] has found: in the dev profile,
/// with Rust's own standard library, panics that say where, nothing compressed.
///
/// # Errors
/// When the build fails; `folder` then keeps the build before.
pub(crate) fn build_for_development(
    site: &Path,
    folder: &Path,
    tools: &[PathBuf],
) -> anyhow::Result<()> {
    let mut trunk = trunk(site, tools.to_vec())?;
    trunk.args(["--release=false", "--quiet", "--dist"]);
    trunk.arg(folder);
    call(&mut trunk).context("the app was not built")
}

/// `trunk build` with the tools of those folders and our own hook.
fn trunk(site: &Path, folders: Vec<PathBuf>) -> anyhow::Result<Command> {
    let mut trunk = command("trunk");
    trunk.args(["build", "--config", "Trunk.toml"]);
    // The hook is this very program: cargo is not called again inside what follows.
    let ours = std::env::current_exe().context("the system does not say which program this is")?;
    let mut path = folders;
    path.extend(ours.parent().map(Path::to_path_buf));
    trunk.env("PATH", paths::path_with(&path)?);
    trunk.env(paths::SITE_VARIABLE, site);
    // Trunk reads NO_COLOR as a yes or no, and other people's "1" stops it.
    trunk.env_remove("NO_COLOR");
    Ok(trunk)
}

/// Makes sure that everything that a build needs is there; the folders to put on PATH.
///
/// # Errors
/// When something is missing and cannot be installed.
pub(crate) fn ensure_tools() -> anyhow::Result<Vec<PathBuf>> {
    tools::wasm_target()?;
    tools::standard_library()?;
    let mut folders = vec![tools::TRUNK.ensure()?, tools::WASM_BINDGEN.ensure()?];
    folders.extend(tools::npm()?);
    tools::fetch_crates()?;
    Ok(folders)
}
