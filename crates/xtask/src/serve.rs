//! `cargo xtask run`: everything installed, the app and the endpoint built and started.
//!
//! SQLite, mail into a folder and the demo Mission Locale: nothing leaves this machine.

mod address;

use std::{os::unix::process::CommandExt, path::Path};

use anyhow::Context;
use clap::Args;

use crate::{
    app,
    command::{call, command, say},
    place, post_build,
};

/// What `run` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// Listen on the local network too, and print a code that a phone there can scan
    #[arg(long)]
    public: bool,
    /// The port to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Installs, builds, starts; comes back only when something is wrong.
///
/// # Errors
/// When a tool is missing, a build fails, or the endpoint cannot start.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    app::build(Path::new(post_build::DEMO_SITE))?;
    say("Building the endpoint (about 8 minutes the first time: the maker of PDF files is large)");
    call(command("cargo").args([
        "build",
        "--locked",
        "--workspace",
        "--bin",
        "premier-accueil",
    ]))?;

    let listen = if options.public {
        "0.0.0.0"
    } else {
        "127.0.0.1"
    };
    let mut endpoint = command(
        &place::target()
            .join("debug/premier-accueil")
            .to_string_lossy(),
    );
    endpoint.args([
        "serve",
        "--public-addr",
        &format!("{listen}:{}", options.port),
        // Beside another endpoint on this machine, there is always a free one.
        "--ops-addr",
        "127.0.0.1:0",
    ]);
    endpoint.args([
        "--data-dir",
        "data",
        "--app-dir",
        "dist",
        "--site",
        post_build::DEMO_SITE,
    ]);
    if options.public {
        // Mail stays in a folder; on a network that must be said aloud.
        endpoint.arg("--allow-folder-mail");
    }
    say(&format!(
        "Starting the endpoint: http://127.0.0.1:{} (Ctrl-C stops it; mail arrives in data/)",
        options.port
    ));
    if options.public {
        address::show(options.port)?;
    }
    // The endpoint takes our place, so that Ctrl-C and SIGTERM reach it and nobody else.
    Err(endpoint.exec()).context("the endpoint could not be started")
}
