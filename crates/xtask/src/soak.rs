//! `cargo xtask soak`: more random walks than the tests have time for, and their figures.
//!
//! Never part of the gate: the gate walks its own, the same each time.

use anyhow::bail;
use clap::Args;

use crate::command::{call, command, say};

/// What `soak` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// How many walks
    #[arg(long, default_value_t = 5000)]
    walks: u64,
    /// The first one; each has the next number
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// Walks, and prints what came of it.
///
/// # Errors
/// When a walk does not end as it must; its steps are printed.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    if options.walks == 0 {
        bail!("--walks: at least one");
    }
    say(&format!(
        "{} walks from number {} (about a dozen a second on two cores)",
        options.walks, options.seed
    ));
    let mut test = command("cargo");
    test.args(["test", "--locked", "--package", "premier-accueil-app"]);
    test.args(["--test", "walks", "--"]);
    test.args(["--exact", "every_walk_ends_as_it_must", "--nocapture"]);
    test.env("WALKS", options.walks.to_string());
    test.env("SEED", options.seed.to_string());
    call(&mut test)
}
