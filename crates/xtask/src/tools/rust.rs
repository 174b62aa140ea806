//! What rustup brings: the wasm target, rustfmt and clippy; and the crates of `Cargo.lock`.

use std::path::Path;

use anyhow::Context;

use crate::command::{call, command, read, say, succeeds};

/// What the app is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the app can be compiled for a browser.
///
/// # Errors
/// When the target is missing and rustup cannot bring it.
pub(crate) fn wasm_target() -> anyhow::Result<()> {
    let sysroot = read(command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(WASM)
        .is_dir()
    {
        return Ok(());
    }
    say(&format!(
        "Installing the {WASM} target (a few seconds, once)"
    ));
    call(command("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("the Rust target {WASM} is missing and rustup could not add it"))
}

/// Makes sure that `cargo fmt` or `cargo clippy` is there.
///
/// # Errors
/// When it is missing and rustup cannot bring it.
pub(crate) fn component(subcommand: &str) -> anyhow::Result<()> {
    if succeeds(command("cargo").args([subcommand, "--version"])) {
        return Ok(());
    }
    let component = if subcommand == "fmt" {
        "rustfmt"
    } else {
        subcommand
    };
    say(&format!("Installing {component} (a few seconds, once)"));
    call(command("rustup").args(["component", "add", component]))
        .with_context(|| format!("{component} is missing and rustup could not add it"))
}

/// Downloads the crates that `Cargo.lock` names, because Trunk builds without network.
///
/// # Errors
/// When the registry cannot be reached and a crate is missing.
pub(crate) fn fetch_crates() -> anyhow::Result<()> {
    let host = host()?;
    let mut fetch = command("cargo");
    fetch.args([
        "fetch", "--quiet", "--locked", "--target", &host, "--target", WASM,
    ]);
    call(&mut fetch).context("the crates of Cargo.lock could not be fetched")
}

/// The platform we are on, as Rust calls it.
///
/// # Errors
/// When rustc does not say.
fn host() -> anyhow::Result<String> {
    let version = read(command("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("rustc did not say its host")
}
