//! `cargo xtask audit`: known vulnerabilities of crates and npm packages that are shipped, or write what is.
//!
//! A list that cannot be reached is a failure, unless it was said that this may be.

mod advisories;
mod packages;

use std::process::Command;

use anyhow::bail;

use crate::{
    command::{call, command, say},
    tools,
};

/// Packages with a lock file of their own, beside the workspace: what they build writes code that is shipped.
const BESIDE_THE_WORKSPACE: [&str; 1] = ["tools/wasm-bindgen/Cargo.toml"];

/// What one list said; a hole is an error instead.
enum ListState {
    NoVulnerability,
    /// The list cannot be had from here: which, and where it is.
    OutOfReach(&'static str),
}

/// Whether what could not be checked is a failure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutOfReach {
    /// For what is shipped.
    Fails,
    /// Where there is no network to ask; each list is named that was not asked.
    IsSaid,
}

impl OutOfReach {
    /// As `--offline` says it.
    pub(crate) fn when(offline: bool) -> Self {
        if offline { Self::IsSaid } else { Self::Fails }
    }
}

/// Makes sure that what asks the lists is there.
///
/// # Errors
/// When it cannot be installed.
pub(crate) fn ensure_tools() -> anyhow::Result<()> {
    tools::CARGO_DENY.ensure()?;
    tools::npm().map(drop)
}

/// Asks every list of known vulnerabilities.
///
/// # Errors
/// When something has a known vulnerability, or a list is out of reach and that is a failure.
pub(crate) fn run(out_of_reach: OutOfReach) -> anyhow::Result<()> {
    let mut unasked = Vec::new();
    for answer in [
        advisories::check(&every_lock_file()?)?,
        packages::known_vulnerabilities()?,
        packages::signatures()?,
    ] {
        if let ListState::OutOfReach(list) = answer {
            unasked.push(list);
        }
    }
    if unasked.is_empty() {
        return Ok(());
    }
    let unasked = unasked.join("; ");
    if out_of_reach == OutOfReach::Fails {
        bail!(
            "not checked, because it cannot be reached from here: {unasked}; --offline goes on without"
        );
    }
    say(&format!(
        "NOT CHECKED, because it cannot be reached from here: {unasked}"
    ));
    Ok(())
}

/// Licences, banned crates and sources: what needs no network.
///
/// # Errors
/// When a crate breaks a rule of `deny.toml`.
pub(crate) fn rules() -> anyhow::Result<()> {
    for deny in every_lock_file()? {
        let which = ["bans", "licenses", "sources"];
        call(
            deny()
                .args(["check", "--allow", "unused-wrapper"])
                .args(which),
        )?;
    }
    Ok(())
}

/// cargo-deny for the workspace, and for each package beside it.
fn every_lock_file() -> anyhow::Result<Vec<impl Fn() -> Command>> {
    let program = tools::CARGO_DENY.ensure()?.join("cargo-deny");
    let of = move |(manifest, loudness): (&'static str, &'static str)| {
        let program = program.clone();
        move || {
            let mut deny = command(&program.to_string_lossy());
            deny.args(["--workspace", "--all-features", "--locked"]);
            deny.args(["--manifest-path", manifest, "--config", "deny.toml"]);
            deny.args(["--log-level", loudness]);
            deny
        }
    };
    // Exceptions that are not needed any more are told by the workspace alone: the others need few of them.
    let beside = BESIDE_THE_WORKSPACE.map(|manifest| (manifest, "error"));
    let all = [("Cargo.toml", "warn")].into_iter().chain(beside);
    Ok(all.map(of).collect())
}
