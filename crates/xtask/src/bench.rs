//! `cargo xtask bench`: measures the endpoint and the app against their budgets; everything, or the parts named.
//!
//! Never part of the gate: times belong to the machine they were measured on.

mod web;

use std::path::Path;

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::{
    app,
    command::{call, command, say},
    paths, post_build, release, size, test, tools,
};

/// Visits with Lighthouse of which the median counts.
const RUNS: u32 = 5;

/// What `bench` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// What to measure; everything, without it
    parts: Vec<Part>,
    /// How long people arrive at the endpoint, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Fill the database with 100,000 registrations too: some minutes more
    #[arg(long)]
    large: bool,
    /// In the browser: one run instead of five, to see that it works
    #[arg(long)]
    quick: bool,
    /// In the browser: the app and the endpoint as they were last built
    #[arg(long)]
    built: bool,
}

/// One thing to measure. The quick ones first.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Bytes of a first visit
    Bytes,
    /// Taps, keys and words that the forms cost
    Effort,
    /// What a PDF costs
    Pdf,
    /// What the pages of the desk cost
    Desk,
    /// What the endpoint bears, from the socket to the mailbox
    Intake,
    /// What the app costs in a browser, beside others that show the same questionnaire
    Web,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Effort => "effort",
            Self::Pdf => "pdf",
            Self::Desk => "desk",
            Self::Intake => "intake",
            Self::Web => "web",
        }
    }

    fn run(self, options: &Options) -> anyhow::Result<()> {
        match self {
            Self::Bytes => size::run(false),
            Self::Effort => {
                test::for_end_to_end()?;
                test::end_to_end("effort")
            }
            Self::Pdf => endpoint(&["pdf"]),
            Self::Desk => endpoint(&["desk"]),
            Self::Intake => {
                let program = paths::target().join("server/premier-accueil");
                let program = program.to_string_lossy();
                let seconds = options.seconds.to_string();
                let mut arguments = vec!["intake", "--endpoint", &program, "--seconds", &seconds];
                arguments.extend(options.large.then_some("--large"));
                endpoint(&arguments)
            }
            Self::Web => {
                if !options.built {
                    app::build(Path::new(post_build::DEMO_SITE))?;
                    build_endpoint()?;
                }
                web::run(if options.quick { 1 } else { RUNS })
            }
        }
    }
}

/// Measures the parts named, or all; a part that misses its budget does not keep the others from being measured.
///
/// # Errors
/// When something cannot be measured, or a budget is missed.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let is_chosen = |part: &&Part| options.parts.is_empty() || options.parts.contains(part);
    let mut failed = Vec::new();
    for part in Part::value_variants().iter().filter(is_chosen) {
        println!();
        say(&format!("bench {}", part.name()));
        if let Err(problem) = part.run(options) {
            eprintln!("xtask: {}: {problem:#}", part.name());
            failed.push(part.name());
        }
    }
    if !failed.is_empty() {
        bail!("not held, or not measured: {}", failed.join(" "));
    }
    Ok(())
}

/// Starts what measures the endpoint.
fn endpoint(arguments: &[&str]) -> anyhow::Result<()> {
    build_endpoint()?;
    let bench = paths::target().join("server/premier-accueil-bench");
    call(command(&bench.to_string_lossy()).args(arguments))
}

/// Builds the endpoint as it runs in production, and what measures it.
fn build_endpoint() -> anyhow::Result<()> {
    tools::npm()?;
    say("Building the endpoint as for production (about 8 minutes the first time)");
    let mut build = command("cargo");
    // As in a package: with another name the program would be linked again.
    build.env(release::VARIABLE, release::of_sources(paths::root())?);
    call(build.args([
        "build",
        "--locked",
        "--profile",
        "server",
        "--workspace",
        "--bin",
        "premier-accueil",
        "--bin",
        "premier-accueil-bench",
    ]))
}
