//! Targets and components from rustup, and the crates of `Cargo.lock`.

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
    if in_sysroot(&format!("lib/rustlib/{WASM}"))? {
        return Ok(());
    }
    say(&format!(
        "Installing the {WASM} target (a few seconds, once)"
    ));
    call(command("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("the Rust target {WASM} is missing and rustup could not add it"))
}

/// Has cargo compile the standard library with the app, small and without the words of panics.
///
/// Cargo and rustc offer this under names that may change; `rust-toolchain.toml` names the release that they stand in.
pub(crate) const OWN_STANDARD_LIBRARY: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Makes sure that the source of the standard library is there.
///
/// # Errors
/// When it is missing and rustup cannot bring it.
pub(crate) fn standard_library() -> anyhow::Result<()> {
    if in_sysroot("lib/rustlib/src/rust/library/std")? {
        return Ok(());
    }
    say("Installing the source of the standard library (a few seconds, once)");
    call(command("rustup").args(["component", "add", "rust-src"]))
        .context("the source of Rust's standard library is missing and rustup could not add it")
}

fn in_sysroot(folder: &str) -> anyhow::Result<bool> {
    let sysroot = read(command("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join(folder).is_dir())
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
    let fetch = |target: &str| {
        let mut fetch = command("cargo");
        fetch.args(["fetch", "--quiet", "--locked", "--target", target]);
        fetch
    };
    call(&mut fetch(&host)).context("the crates of Cargo.lock could not be fetched")?;
    // For phones, those of the standard library too.
    call(fetch(WASM).envs(OWN_STANDARD_LIBRARY))
        .context("the crates of the app and of the standard library could not be fetched")
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
