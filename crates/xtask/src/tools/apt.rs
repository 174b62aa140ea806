//! What Debian brings to the tests: a browser, its driver, a reader of PDF files.
//!
//! Installed only by root; anybody else is told what to ask for.

use std::fs;

use anyhow::{Context, bail};

use crate::command::{call, command, say, succeeds};

/// A program and the Debian package it is in.
pub(crate) struct Package {
    program: &'static str,
    package: &'static str,
}

/// The browser of the tests.
pub(crate) const CHROMIUM: Package = Package {
    program: "chromium",
    package: "chromium",
};

/// What browser tests of Rust code drive the browser with.
pub(crate) const CHROMEDRIVER: Package = Package {
    program: "chromedriver",
    package: "chromium-driver",
};

/// Reads the text of the PDF files that arrive by mail.
pub(crate) const PDFTOTEXT: Package = Package {
    program: "pdftotext",
    package: "poppler-utils",
};

/// Makes sure that the programs are there.
///
/// # Errors
/// When one is missing and this is not root on a Debian system.
pub(crate) fn ensure(wanted: &[&Package]) -> anyhow::Result<()> {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|package| !succeeds(command("which").arg(package.program)))
        .map(|package| package.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !is_root() || !succeeds(command("apt-get").arg("--version")) {
        bail!(
            "the tests need {names}: run `sudo apt-get install {names}` (or your system's own way), then try again"
        );
    }
    say(&format!(
        "Installing Debian's {names} (about a minute, once)"
    ));
    let quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"];
    let mut install = command("apt-get");
    install
        .arg("install")
        .args(quiet)
        .args(["--yes", "--no-install-recommends"])
        .args(&missing);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    call(command("apt-get").arg("update").args(quiet))
        .and_then(|()| call(&mut install))
        .with_context(|| format!("the tests need {names}, and apt-get could not install them"))
}

fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    // Real, effective, saved, file system: the effective one is what apt-get looks at.
    uid.and_then(|uid| uid.split_whitespace().nth(1)) == Some("0")
}
