//! `cargo xtask sbom`: bills of materials in CycloneDX for the program, the app, and the tools that write the app.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};

use crate::{
    command::{call, command, read, say},
    paths, tools,
};

/// The crates of one binary.
struct Bill {
    /// What the file is called here.
    name: &'static str,
    manifest: &'static str,
    /// Where cargo-cyclonedx writes it: beside the manifest of the binary's package.
    written: &'static str,
    target: Option<&'static str>,
}

const BILLS: [Bill; 3] = [
    Bill {
        name: "program",
        manifest: "crates/endpoint/Cargo.toml",
        written: "crates/endpoint/premier-accueil_bin.cdx.json",
        target: None,
    },
    Bill {
        name: "app",
        manifest: "Cargo.toml",
        written: "premier-accueil-app_bin.cdx.json",
        target: Some(tools::WASM),
    },
    Bill {
        name: "build-wasm-bindgen",
        manifest: "tools/wasm-bindgen/Cargo.toml",
        written: "tools/wasm-bindgen/wasm-bindgen_bin.cdx.json",
        target: None,
    },
];

/// Writes every bill into `folder`, which is emptied first.
///
/// # Errors
/// When cargo-cyclonedx or npm cannot be had, or says no.
pub(crate) fn write(folder: &Path) -> anyhow::Result<()> {
    let program = tools::CARGO_CYCLONEDX.ensure()?.join("cargo-cyclonedx");
    say("Writing the bills of materials");
    if folder.is_dir() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    for bill in &BILLS {
        let mut list = command(&program.to_string_lossy());
        list.args(["cyclonedx", "--quiet", "--format", "json"]);
        list.args(["--spec-version", "1.5", "--describe", "binaries"]);
        list.args(["--manifest-path", bill.manifest]);
        if let Some(target) = bill.target {
            list.args(["--target", target]);
        }
        let listed = call(&mut list);
        let kept = take(bill, folder);
        remove_others()?;
        listed.and(kept)?;
    }
    let mut npm = command("npm");
    npm.args(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]);
    let packages = read(&mut npm).context("npm 10 or later lists its packages")?;
    keep(&folder.join("build-npm.cdx.json"), &packages)
}

/// Takes the bill from where it was written, with no path of this machine in it.
fn take(bill: &Bill, folder: &Path) -> anyhow::Result<()> {
    let written = paths::root().join(bill.written);
    let text = fs::read_to_string(&written)
        .with_context(|| format!("{} was not written", written.display()))?;
    let here = paths::root().to_string_lossy();
    let text = text.replace(&*here, "");
    keep(&folder.join(format!("{}.cdx.json", bill.name)), &text)
}

fn keep(path: &Path, text: &str) -> anyhow::Result<()> {
    let bill: serde_json::Value =
        serde_json::from_str(text).with_context(|| format!("{} is no JSON", path.display()))?;
    let components = bill.get("components").and_then(serde_json::Value::as_array);
    ensure!(
        components.is_some_and(|components| !components.is_empty()),
        "{} lists nothing",
        path.display()
    );
    fs::write(path, text).with_context(|| format!("{} could not be written", path.display()))
}

/// Every binary of the workspace is listed at once, each beside its manifest.
fn remove_others() -> anyhow::Result<()> {
    let mut folders: Vec<PathBuf> = vec![paths::root().to_owned()];
    for group in ["crates", "tools"] {
        for entry in fs::read_dir(paths::root().join(group))? {
            folders.push(entry?.path());
        }
    }
    for entry in folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
    {
        let path = entry?.path();
        if path.to_string_lossy().ends_with("_bin.cdx.json") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
