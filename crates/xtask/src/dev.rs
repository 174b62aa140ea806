//! `cargo xtask dev`: app and endpoint in debug builds, built again when a source changes; the page then reloads.
//!
//! Nothing is compressed, and the standard library is Rust's own: a change to a screen is seen in seconds.
//! Everything it makes is in `target/dev`; `dist/` and `data/` stay as they are.

mod endpoint;
mod watch;

use std::{
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

use clap::Args;

use crate::{app, clock, command::say, paths, post_build, serve};
use endpoint::Endpoint;
use watch::{Affected, Sources};

/// How often the sources are looked at.
const INTERVAL: Duration = Duration::from_millis(200);

/// What `dev` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// The port to listen on; another one than that of `run`, whose pages and worker a browser may still have
    #[arg(long, default_value_t = 8083)]
    port: u16,
}

/// Builds and starts, then again whenever something changes; Ctrl-C ends it.
///
/// # Errors
/// When a tool is missing, the first build fails, or the endpoint stops by itself.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let tools = app::ensure_tools()?;
    let folder = paths::target().join("dev");
    let mut sources = Sources::look(paths::root())?;
    say("Building the app in debug (about 2 minutes the first time)");
    build_app(&folder, &tools)?;
    serve::build_endpoint()?;
    let mut endpoint = Endpoint::start(options.port, &app_in(&folder), &folder.join("data"))?;
    say(&format!(
        "http://127.0.0.1:{} shows every change by itself (Ctrl-C stops it)",
        options.port
    ));
    loop {
        let affected = changed(&mut sources, &mut endpoint)?;
        // What does not compile is told by the compiler, and mended with the next change.
        if let Err(problem) = build(affected, &folder, &tools, &mut endpoint) {
            eprintln!("xtask: {problem:#}; waiting for the next change");
        }
    }
}

/// Waits until sources have changed, and then stay as they are: editors write several files one after the other.
fn changed(sources: &mut Sources, endpoint: &mut Endpoint) -> anyhow::Result<Affected> {
    let mut affected = Affected::default();
    loop {
        sleep(INTERVAL);
        endpoint.ensure_running()?;
        let now = Sources::look(paths::root())?;
        let changed = now.changed_since(sources);
        *sources = now;
        if changed.is_nothing() && !affected.is_nothing() {
            return Ok(affected);
        }
        affected = affected.and(changed);
    }
}

/// Builds what is affected. The app first: the endpoint takes longer, and a change that is looked at is mostly one
/// of the app.
fn build(
    affected: Affected,
    folder: &Path,
    tools: &[PathBuf],
    endpoint: &mut Endpoint,
) -> anyhow::Result<()> {
    if affected.app {
        build_app(folder, tools)?;
    }
    if affected.endpoint {
        serve::build_endpoint()?;
        endpoint.restart()?;
    }
    if affected.xtask {
        say("xtask itself has changed: start `cargo xtask dev` again to build with it");
    }
    Ok(())
}

fn build_app(folder: &Path, tools: &[PathBuf]) -> anyhow::Result<()> {
    let start = clock::monotonic();
    app::build_for_development(Path::new(post_build::DEMO_SITE), &app_in(folder), tools)?;
    say(&format!(
        "The app was built in {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    Ok(())
}

fn app_in(folder: &Path) -> PathBuf {
    folder.join("app")
}
