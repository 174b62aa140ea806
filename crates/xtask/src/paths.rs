//! Paths of the project, its build products and the cache of tools.
//!
//! The only part of `xtask` that reads the environment.
#![expect(
    clippy::disallowed_methods,
    reason = "the one reader of the environment for all of xtask"
)]

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

/// Cargo's target folder, wherever it was told to be.
pub(crate) fn target() -> PathBuf {
    let beside_us = env::current_exe()
        .ok()
        .and_then(|exe| exe.ancestors().nth(2).map(Path::to_path_buf));
    beside_us.unwrap_or_else(|| root().join("target"))
}

/// The built app, as the endpoint serves it.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Folder of the npm packages.
pub(crate) fn node_modules() -> PathBuf {
    root().join("node_modules")
}

/// What the app is measured with in a browser, and its peers.
pub(crate) fn bench() -> PathBuf {
    root().join("bench")
}

/// Tools installed once and kept for every clone: `$XDG_CACHE_HOME/premier-accueil`.
///
/// # Errors
/// When neither `XDG_CACHE_HOME` nor `HOME` says where.
pub(crate) fn tools() -> anyhow::Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    let home = || env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let cache = cache.or_else(home);
    let cache = cache
        .context("neither XDG_CACHE_HOME nor HOME is set: set one, the tools are kept there")?;
    Ok(cache.join("premier-accueil"))
}

/// `PATH` with `folders` before it.
///
/// # Errors
/// When a folder's name holds the separator of `PATH`.
pub(crate) fn path_with(folders: &[PathBuf]) -> anyhow::Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(all).context("a folder of tools has a name that PATH cannot hold")
}

/// What Trunk tells its hook.
pub(crate) struct Staging {
    /// The folder to finish.
    pub(crate) folder: PathBuf,
    /// Whether the files are for people (named, compressed) or for a developer's next look.
    pub(crate) release: bool,
    /// The site file whose public card goes into the build.
    pub(crate) site: Option<PathBuf>,
}

/// Name of the variable that carries the site file through Trunk to its hook.
pub(crate) const SITE_VARIABLE: &str = "XTASK_SITE";

/// The moment of the sources, where the environment of the build says it: seconds since 1970.
pub(crate) fn source_date_epoch() -> Option<String> {
    env::var("SOURCE_DATE_EPOCH").ok()
}

/// Reads what Trunk tells its hook.
///
/// # Errors
/// When Trunk did not call.
pub(crate) fn staging() -> anyhow::Result<Staging> {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .context("post-build is Trunk's hook: call `cargo xtask build`")?;
    Ok(Staging {
        folder: PathBuf::from(folder),
        release: env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile == "release"),
        site: env::var_os(SITE_VARIABLE).map(PathBuf::from),
    })
}
