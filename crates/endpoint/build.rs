//! Build script: which fonts of `fonts.list` the program carries; builds again when a migration is added.
//!
//! The compiler does not look into the folder of migrations by itself.
//!
//! The fonts are npm packages, pinned by `package-lock.json`. A build for production has all of them or fails.
//! Another build goes on without those that npm has not installed, so that tests run where there is no npm.

#![allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script in its environment; it is no setting"
)]

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

const LIST: &str = "fonts.list";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed={LIST}");
    let packages = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../node_modules");
    let is_for_production = env::var("PROFILE")? == "release";
    // npm writes it at each installation; the fonts themselves have the times of their packages.
    let installed = packages.join(".package-lock.json");
    println!("cargo:rerun-if-changed={}", installed.display());
    let (mut table, mut missing) = (String::from("[\n"), 0);
    for font in fs::read_to_string(LIST)?.lines() {
        if font.starts_with('#') {
            continue;
        }
        let path = packages.join(font);
        if path.is_file() {
            // Quoted as Rust does it.
            let path = path.display().to_string();
            writeln!(table, "    include_bytes!({path:?}),")?;
        } else if is_for_production || package(&packages, font).is_dir() {
            return Err(format!("node_modules has no {font}: run `npm ci`").into());
        } else {
            missing += 1;
        }
    }
    if missing > 0 {
        println!(
            "cargo:warning={missing} fonts of other scripts are not installed: run `npm ci` to print those scripts"
        );
    }
    table.push(']');
    let out = PathBuf::from(env::var("OUT_DIR")?).join("fonts.rs");
    fs::write(out, table)?;
    Ok(())
}

/// The folder of the package that a font is in: its name has two parts.
fn package(packages: &Path, font: &str) -> PathBuf {
    packages.join(font.split('/').take(2).collect::<PathBuf>())
}
