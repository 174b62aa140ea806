//! `cargo xtask run`: installs what is missing, builds the app in release and the endpoint, and starts them.
//!
//! SQLite, mail into a folder and the demo Mission Locale: nothing leaves this machine.

mod address;

use std::{ffi::OsString, os::unix::process::CommandExt, path::Path};

use anyhow::Context;
use clap::Args;

use crate::{
    app,
    command::{call, command, say},
    paths, post_build,
};

/// Where the advisors' pages of the demo Mission Locale are, as its file says.
const DESK_ADDRESS: &str = "127.0.0.1:8081";

/// What `run` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// Listen on the local network too, and print a code that a phone there can scan
    #[arg(long)]
    public: bool,
    /// First put thirty invented people into an empty database, to look at the desk with
    #[arg(long, conflicts_with = "public")]
    demo: bool,
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
    build_endpoint()?;
    let listen = if options.public {
        "0.0.0.0"
    } else {
        "127.0.0.1"
    };
    let address = format!("{listen}:{}", options.port);
    let (program, dist, data) = (program(), paths::dist(), Path::new("data"));
    if options.demo {
        say("Writing invented people into data/ (each fiche is printed: a minute)");
        call(command(&program).args(arguments("demo", &address, &dist, data)))?;
    }
    let mut endpoint = command(&program);
    endpoint.args(arguments("serve", &address, &dist, data));
    if !options.public {
        // Without TLS it is for this machine alone.
        endpoint.args(["--desk-addr", DESK_ADDRESS]);
    }
    if options.public {
        // Mail stays in a folder; on a network that must be said aloud.
        endpoint.arg("--allow-folder-mail");
        // And so must that its notices are a demonstration's.
        endpoint.arg("--unsigned-notices");
    }
    say(&format!(
        "Starting the endpoint: http://127.0.0.1:{} (Ctrl-C stops it; mail arrives in data/)",
        options.port
    ));
    if options.public {
        address::show(options.port)?;
    }
    // The endpoint takes our place, so that Ctrl-C and SIGTERM reach it alone.
    Err(endpoint.exec()).context("the endpoint could not be started")
}

/// Builds the endpoint as the tests have it.
///
/// # Errors
/// When it does not compile.
pub(crate) fn build_endpoint() -> anyhow::Result<()> {
    say("Building the endpoint (about 8 minutes the first time: the maker of PDF files is large)");
    call(command("cargo").args([
        "build",
        "--locked",
        "--workspace",
        "--bin",
        "premier-accueil",
    ]))
}

/// The endpoint that [`build_endpoint`] makes.
pub(crate) fn program() -> String {
    let program = paths::target().join("debug/premier-accueil");
    program.to_string_lossy().into_owned()
}

/// What it is told: a command, that app and that address, the demo Mission Locale, and to keep everything in `data`.
pub(crate) fn arguments(doing: &str, address: &str, app: &Path, data: &Path) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec![doing.into()];
    for (option, value) in [
        ("--public-addr", address.into()),
        // Beside another endpoint on this machine, there is always a free one.
        ("--ops-addr", "127.0.0.1:0".into()),
        ("--data-dir", data.as_os_str().to_owned()),
        ("--app-dir", app.as_os_str().to_owned()),
        ("--site", post_build::DEMO_SITE.into()),
    ] {
        arguments.extend([option.into(), value]);
    }
    arguments
}
