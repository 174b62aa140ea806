//! The list of steps of `cargo xtask test`: what each installs, and what it runs.
//!
//! Host code is compiled once, in the dev profile and with the features of the whole workspace:
//! unit tests, API tests and the endpoint of the end-to-end tests are one build.

use std::{path::Path, process::Command};

use anyhow::Context;

use crate::{
    app,
    audit::{self, OutOfReach},
    command::{call, command},
    package::{self, Profile},
    paths, post_build, size,
    tools::{
        self, CHROMEDRIVER, CHROMIUM, FIREFOX, LIBREOFFICE, PDFTOTEXT, PYTHON_GI, SYSTEMD,
        WEBKIT_DRIVER, WEBKIT_FOR_PYTHON, XVFB,
    },
};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
const APP: [&str; 2] = ["--package", "premier-accueil-app"];

/// One step.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) does: &'static str,
    /// Installs what is missing.
    pub(super) needs: fn() -> anyhow::Result<()>,
    pub(super) run: fn() -> anyhow::Result<()>,
}

/// All steps, the quick and the common failures first.
pub(super) const STEPS: [Step; 12] = [
    Step {
        name: "fmt",
        does: "code is formatted",
        needs: || tools::component("fmt"),
        run: || call(cargo("fmt").args(["--all", "--check", "--message-format", "short"])),
    },
    Step {
        name: "deny",
        does: "licences, banned crates, sources; known vulnerabilities, where their lists can be reached",
        needs: audit::ensure_tools,
        run: || audit::rules().and_then(|()| audit::run(OutOfReach::IsSaid)),
    },
    Step {
        name: "clippy",
        does: "clippy for this machine, warnings are errors",
        needs: || tools::component("clippy"),
        run: || {
            call(cargo("clippy").args([
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        },
    },
    Step {
        name: "clippy-wasm",
        does: "clippy for browsers, warnings are errors",
        needs: || tools::component("clippy").and_then(|()| tools::wasm_target()),
        run: || {
            let shared = [
                "--package",
                "premier-accueil-domain",
                "--package",
                "premier-accueil-elements",
                "--package",
                "premier-accueil-envelope",
            ];
            let mut clippy = cargo("clippy");
            call(clippy.args(APP).args(shared).args(WASM).args([
                "--locked",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]))
        },
    },
    Step {
        name: "unit",
        does: "unit, API and journey tests on this machine",
        // The fonts that a fiche is printed with.
        needs: || tools::npm().map(drop),
        run: || call(cargo("test").args(["--locked", "--workspace"])),
    },
    Step {
        name: "browser",
        does: "the app's tests in Chromium",
        needs: || {
            tools::wasm_target()?;
            tools::packages(&[&CHROMIUM, &CHROMEDRIVER])?;
            tools::WASM_BINDGEN.ensure().map(drop)
        },
        run: browser,
    },
    Step {
        name: "app",
        does: "the app in release",
        needs: || app::ensure_tools().map(drop),
        run: || app::build(Path::new(post_build::DEMO_SITE)),
    },
    Step {
        name: "size",
        does: "bytes of a first visit against their budgets",
        needs: || Ok(()),
        run: || size::run(false),
    },
    Step {
        name: "floor",
        does: "what was built against the oldest browsers",
        needs: || tools::npm().map(drop),
        run: floor,
    },
    Step {
        name: "package",
        does: "the Debian package, built, installed, started as its user and purged",
        needs: || package::ensure_tools().and_then(|()| tools::packages(&[&SYSTEMD])),
        run: || {
            package::try_out(&package::make(
                Path::new(post_build::DEMO_SITE),
                Profile::Dev,
            )?)
        },
    },
    Step {
        name: "e2e",
        does: "every journey in Chromium, with the real endpoint, a mail server and a bad network",
        needs: for_end_to_end,
        run: || end_to_end("e2e"),
    },
    Step {
        name: "engines",
        does: "the main journeys in Chromium, Firefox and WebKit, and what each keeps on disk",
        needs: || {
            tools::packages(&[
                &CHROMIUM,
                &FIREFOX,
                &WEBKIT_DRIVER,
                &WEBKIT_FOR_PYTHON,
                &PYTHON_GI,
                &XVFB,
            ])?;
            tools::npm().map(drop)
        },
        run: || end_to_end("engines"),
    },
];

fn cargo(subcommand: &str) -> Command {
    let mut cargo = command("cargo");
    cargo.arg(subcommand);
    cargo
}

fn browser() -> anyhow::Result<()> {
    let folder = tools::WASM_BINDGEN.ensure()?;
    let mut test = cargo("test");
    test.args(["--locked"]).args(APP).args(WASM);
    test.env("PATH", paths::path_with(&[folder])?);
    // Seconds for all of them: some wait for a browser that never answers.
    test.env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    call(&mut test)
}

/// Reads the built files, and builds them when no step before did.
fn floor() -> anyhow::Result<()> {
    if !paths::dist().join("index.html").is_file() {
        app::build(Path::new(post_build::DEMO_SITE))?;
    }
    let mut tests = command("npm");
    tests.args(["run", "--silent", "floor"]);
    tests.env("PREMIER_ACCUEIL_APP", paths::dist());
    call(&mut tests).context("what was built is newer than the oldest browsers")
}

/// Installs what those scripts of `package.json` need that drive Chromium.
pub(crate) fn for_end_to_end() -> anyhow::Result<()> {
    tools::packages(&[&CHROMIUM, &LIBREOFFICE, &PDFTOTEXT])?;
    tools::npm().map(drop)
}

/// Runs that script of `package.json` with what the steps before built, and builds it when they did not run.
pub(crate) fn end_to_end(script: &str) -> anyhow::Result<()> {
    // As `unit` builds it: the endpoint comes out of that build, and Typst is not compiled again.
    call(cargo("test").args(["--locked", "--workspace", "--no-run", "--quiet"]))?;
    if !paths::dist().join("index.html").is_file() {
        app::build(Path::new(post_build::DEMO_SITE))?;
    }
    let mut tests = command("npm");
    tests.args(["run", "--silent", script]);
    tests.env(
        "PREMIER_ACCUEIL",
        paths::target().join("debug/premier-accueil"),
    );
    tests.env("PREMIER_ACCUEIL_APP", paths::dist());
    call(&mut tests).context("end-to-end tests failed")
}
