//! Random walks over everything that happens to an endpoint: its disk, its mail server, its clock, its own end.
//!
//! Real: the endpoint with its intake, its rights, its dispatcher, SQLite on disk, SMTP over loopback, backups, restores.
//! Simulated: the mail server, phones, time, and SIGKILL: the files as they are at that moment, and another endpoint on them.
//! `SEED=7 cargo test --test faults` walks number 7 again; `WALKS=1000` walks more of them (`cargo xtask soak --endpoint`).

use std::{cell::RefCell, thread};

use anyhow::{Context, Result, anyhow, ensure};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use testing::asked_number;

use self::{
    broken::{Broken, plan},
    checks::{Check, Failed},
    plan::{Step, steps},
    tally::Counts,
    world::World,
};

mod broken;
mod checks;
mod disk;
#[path = "../api/harness.rs"]
#[expect(dead_code, reason = "other tests need more of a harness")]
mod harness;
mod killed;
mod mail_server;
mod phones;
mod plan;
mod tally;
mod world;

/// The log is not read here.
mod silence {
    pub(crate) fn listen() {}
}

/// Walks of an ordinary test run.
const WALKS: u64 = 60;

/// What did not hold on that walk, and what happened on it.
fn walk(steps: &[Step], broken: Option<Broken>) -> Result<(Vec<Failed>, Counts)> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut world = World::open(broken).await?;
        Box::pin(world.walk(steps)).await?;
        let (failed, mut counts) = (std::mem::take(&mut world.failed), world.counts);
        counts.walks = 1;
        world.close().await;
        Ok((failed, counts))
    })
}

/// Walks that number; where it fails, the shortest list of steps that still does.
fn walk_number(seed: u64) -> Result<Counts> {
    let mut runner = TestRunner::new(Config {
        cases: 1,
        max_shrink_iters: 120,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    });
    let counts = RefCell::new(Counts::default());
    let walked = runner.run(&steps(), |steps| {
        let (failed, own) =
            walk(&steps, None).map_err(|error| TestCaseError::fail(format!("{error:#}")))?;
        counts.borrow_mut().add(own);
        let failed: Vec<String> = failed.iter().map(ToString::to_string).collect();
        if failed.is_empty() {
            Ok(())
        } else {
            Err(TestCaseError::fail(failed.join("; ")))
        }
    });
    walked.map_err(|error| anyhow!("SEED={seed} cargo test --test faults: {error}"))?;
    Ok(counts.into_inner())
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what a soak is for")]
fn every_walk_ends_as_it_must() -> Result<()> {
    let (seed, walks) = (asked_number("SEED")?, asked_number("WALKS")?);
    let first = seed.unwrap_or_default();
    let many = walks.unwrap_or(if seed.is_some() { 1 } else { WALKS });
    // Half of the time is waiting for silent servers.
    let threads = 2 * thread::available_parallelism()?.get() as u64;
    let groups = (0..threads).map(|thread| {
        thread::spawn(move || {
            let own = (first..first + many).filter(|number| number % threads == thread);
            own.map(walk_number).collect::<Vec<_>>()
        })
    });
    let groups: Vec<_> = groups.collect();
    let (mut counts, mut failed) = (Counts::default(), Vec::new());
    for group in groups {
        for walked in group.join().map_err(|_| anyhow!("a walk panicked"))? {
            match walked {
                Ok(own) => counts.add(own),
                Err(error) => failed.push(format!("{error:#}")),
            }
        }
    }
    println!("{counts}");
    ensure!(failed.is_empty(), "{}", failed.join("\n\n"));
    ensure!(counts.walks as u64 == many, "some were not walked");
    Ok(())
}

fn caught(broken: Option<Broken>) -> Result<Vec<Check>> {
    let (failed, _) = walk(&plan(), broken)?;
    let mut checks: Vec<Check> = failed.iter().map(|failed| failed.check).collect();
    checks.sort_unstable();
    checks.dedup();
    Ok(checks)
}

#[test]
fn with_nothing_broken_every_check_holds() -> Result<()> {
    assert_eq!(caught(None)?, []);
    Ok(())
}

#[test]
fn each_check_sees_the_breakage_that_is_made_for_it() -> Result<()> {
    for broken in Broken::ALL {
        let caught = caught(Some(broken)).with_context(|| format!("{broken:?}"))?;
        let check = broken.made_for();
        assert!(caught.contains(&check), "{broken:?}: {caught:?}");
    }
    Ok(())
}

#[test]
fn no_check_goes_without_a_breakage() {
    for check in Check::ALL {
        assert!(
            Broken::ALL.iter().any(|broken| broken.made_for() == check),
            "{check:?}"
        );
    }
}
