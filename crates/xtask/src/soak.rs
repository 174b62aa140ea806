//! `cargo xtask soak`: runs more random walks than the tests have time for, and prints their figures.
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
    /// Walk over the endpoint's disk, mail server, clock and end, instead of the phones' networks and pages
    #[arg(long)]
    endpoint: bool,
}

/// Walks, and prints what came of it.
///
/// # Errors
/// When a walk does not end as it must; its steps are printed.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    if options.walks == 0 {
        bail!("--walks: at least one");
    }
    let (test_of, rate) = if options.endpoint {
        ("faults", "about one a second")
    } else {
        ("walks", "about a dozen a second")
    };
    say(&format!(
        "{} walks from number {} ({rate} on two cores)",
        options.walks, options.seed
    ));
    let mut test = command("cargo");
    test.args(["test", "--locked", "--workspace", "--test", test_of, "--"]);
    test.args(["--exact", "every_walk_ends_as_it_must", "--nocapture"]);
    test.env("WALKS", options.walks.to_string());
    test.env("SEED", options.seed.to_string());
    call(&mut test)
}
