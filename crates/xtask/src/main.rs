//! `cargo xtask`: the command line that sets up, runs, tests, builds and releases the project.
//!
//! It calls the tools that do the work and says what it does, one line a step.
//! What is missing and cannot be installed is one sentence, never a stack trace.

#![expect(
    clippy::print_stdout,
    reason = "a command-line tool speaks to the person who typed the command"
)]

mod paths;

mod clock;

mod command;

mod git;

mod tools;

mod app;

mod post_build;

mod serve;

mod dev;

mod test;

mod size;

mod bench;

mod soak;

mod audit;

mod sbom;

mod package;

mod release;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Set up, run, test and build Premier accueil.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing, build the app and the endpoint, and start them
    Run(serve::Options),
    /// Build and start both for a developer: every change is built at once, and the page reloads
    Dev(dev::Options),
    /// Install what the tests need and run everything, or only the steps named
    Test {
        #[arg(help = test::help())]
        steps: Vec<String>,
    },
    /// Install what is missing and build the app in release, into dist/
    Build {
        /// The Mission Locale whose public card is in the build for a first start without network
        #[arg(long, default_value = post_build::DEMO_SITE)]
        site: PathBuf,
    },
    /// Print the bytes of a first visit against their budgets
    Size {
        /// Write the sizes into budgets.toml, to be compared with next time
        #[arg(long)]
        record: bool,
    },
    /// Measure what the endpoint bears and what the app weighs, or only the parts named, against the budgets
    Bench(bench::Options),
    /// Walk at random over bad networks, killed pages and killed endpoints, and count what is lost or doubled
    Soak(soak::Options),
    /// Make the Debian package: program, app, unit, bills of materials
    Package(package::Options),
    /// Raise the versions, cut the changelog, commit, tag and gather what is published; pushes nothing
    Release(release::Options),
    /// List what the program, the app and their tools are made of, in CycloneDX, into target/sbom
    Sbom,
    /// Ask for known vulnerabilities in crates and npm packages; a list that cannot be reached is a failure
    Audit {
        /// Go on where a list cannot be reached, and say which
        #[arg(long)]
        offline: bool,
    },
    /// Finish what Trunk staged; Trunk calls this
    #[command(hide = true)]
    PostBuild,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Run(options) => serve::run(&options),
        Task::Dev(options) => dev::run(&options),
        Task::Test { steps } => test::run(&steps),
        Task::Build { site } => app::build(&site),
        Task::Size { record } => size::run(record),
        Task::Bench(options) => bench::run(&options),
        Task::Soak(options) => soak::run(&options),
        Task::Package(options) => package::run(&options),
        Task::Release(options) => release::run(&options),
        Task::Sbom => sbom::write(&paths::target().join("sbom")),
        Task::Audit { offline } => {
            audit::ensure_tools().and_then(|()| audit::run(audit::OutOfReach::when(offline)))
        }
        Task::PostBuild => post_build::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}
