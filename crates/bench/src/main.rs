//! Measures the endpoint against its budgets; `cargo xtask bench` builds and starts it.
//!
//! Never part of the gate: what it prints belongs to the machine it ran on.

#![expect(
    clippy::print_stdout,
    reason = "a command-line tool speaks to the person who typed the command"
)]

mod budgets;

mod clock;

mod table;

mod people;

mod harness;

mod sealed;

mod program;

mod in_process;

mod driver;

mod mailbox;

mod limits;

mod intake;

mod pdf;

mod desk;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Measures the endpoint of Premier accueil.
#[derive(Parser)]
#[command(name = "premier-accueil-bench")]
struct Arguments {
    #[command(subcommand)]
    part: Part,
    /// The folder of questionnaires, notices and sites
    #[arg(long, default_value = "content", global = true)]
    content: PathBuf,
}

#[derive(Subcommand)]
enum Part {
    /// What the endpoint bears, from the socket to the mailbox
    Intake(intake::Options),
    /// What a PDF costs
    Pdf,
    /// What the desk's pages cost
    Desk,
    /// Answers 201 to everything: what a server can do that does nothing
    #[command(hide = true)]
    Bare,
}

fn main() -> ExitCode {
    let Arguments { part, content } = Arguments::parse();
    let measured = match part {
        Part::Intake(options) => intake::run(&content, &options),
        Part::Pdf => pdf::run(&content),
        Part::Desk => desk::run(&content),
        Part::Bare => limits::bare::serve(),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem:#}");
            ExitCode::FAILURE
        }
    }
}
