//! Debian packages that the tests need: browsers, their drivers, a PDF reader, what checks a package.
//!
//! Installed only by root; anybody else is told what to ask for.

use std::fs;

use anyhow::{Context, bail};

use crate::command::{call, command, say, succeeds};

/// A Debian package.
pub(crate) struct Package {
    /// The command that succeeds where it is installed.
    shown_by: &'static [&'static str],
    package: &'static str,
}

/// The browser of the tests.
pub(crate) const CHROMIUM: Package = Package {
    shown_by: &["which", "chromium"],
    package: "chromium",
};

/// What browser tests of Rust code drive the browser with.
pub(crate) const CHROMEDRIVER: Package = Package {
    shown_by: &["which", "chromedriver"],
    package: "chromium-driver",
};

/// Reads the text of the PDF files that arrive by mail.
pub(crate) const PDFTOTEXT: Package = Package {
    shown_by: &["which", "pdftotext"],
    package: "poppler-utils",
};

/// Opens what the desk gives for a spreadsheet.
pub(crate) const LIBREOFFICE: Package = Package {
    shown_by: &["which", "localc"],
    package: "libreoffice-calc",
};

/// The second engine of the journeys.
pub(crate) const FIREFOX: Package = Package {
    shown_by: &["which", "firefox-esr"],
    package: "firefox-esr",
};

/// What drives the third engine, and brings it.
pub(crate) const WEBKIT_DRIVER: Package = Package {
    shown_by: &["which", "WebKitWebDriver"],
    package: "webkit2gtk-driver",
};

/// The third engine for the small browser of the journeys, which is written in Python.
pub(crate) const WEBKIT_FOR_PYTHON: Package = Package {
    shown_by: &[
        "/usr/bin/python3",
        "-c",
        "import gi; gi.require_version('WebKit2', '4.1')",
    ],
    package: "gir1.2-webkit2-4.1",
};

/// Python's way to libraries such as that one.
pub(crate) const PYTHON_GI: Package = Package {
    shown_by: &["/usr/bin/python3", "-c", "import gi"],
    package: "python3-gi",
};

/// A screen for the third engine, which does not run without.
pub(crate) const XVFB: Package = Package {
    shown_by: &["which", "Xvfb"],
    package: "xvfb",
};

/// Tells a package which libraries its program needs.
pub(crate) const SHLIBDEPS: Package = Package {
    shown_by: &["which", "dpkg-shlibdeps"],
    package: "dpkg-dev",
};

/// Judges the unit of the package, and makes its user.
pub(crate) const SYSTEMD: Package = Package {
    shown_by: &["which", "systemd-analyze"],
    package: "systemd",
};

/// Makes sure that the packages are there.
///
/// # Errors
/// When one is missing and this is not root on a Debian system.
pub(crate) fn ensure(wanted: &[&Package]) -> anyhow::Result<()> {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|package| !is_there(package))
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

fn is_there(package: &Package) -> bool {
    let [program, words @ ..] = package.shown_by else {
        return false;
    };
    succeeds(command(program).args(words))
}

/// Whether this is root, by the effective id: what apt-get looks at.
pub(crate) fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    // Real, effective, saved, file system.
    uid.and_then(|uid| uid.split_whitespace().nth(1)) == Some("0")
}
