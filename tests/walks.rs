//! Random walks over everything that happens to telephones, networks and endpoints, each from a seed.
//!
//! Real: the app's logic (`phone`: composing, sealing, keeping, the loop, its waits), the endpoint with SQLite on disk.
//! Simulated: the browser (its database, lock, timers), the network, time.
//! `SEED=7 cargo test --test walks` walks number 7 again; `WALKS=10000` walks more of them (`cargo xtask soak`).
#![cfg(not(target_arch = "wasm32"))]

use std::{fmt::Write, thread};

use anyhow::{Context, Result, ensure};
use testing::asked_number;

use self::{
    checks::failed, mission_locale::MissionLocale, people::People, plan::Plan, shrink::shortest,
    tally::Tally, walk::walk,
};

#[path = "walks/breakages.rs"]
mod breakages;
#[path = "walks/broken.rs"]
mod broken;
#[path = "walks/chance.rs"]
mod chance;
#[path = "walks/checks.rs"]
mod checks;
#[path = "walks/device.rs"]
mod device;
#[path = "walks/disk.rs"]
mod disk;
#[path = "walks/mission_locale.rs"]
mod mission_locale;
#[path = "walks/network.rs"]
mod network;
#[path = "walks/pause.rs"]
mod pause;
#[path = "walks/people.rs"]
mod people;
#[path = "walks/plan.rs"]
mod plan;
#[path = "walks/sending.rs"]
mod sending;
#[path = "walks/shrink.rs"]
mod shrink;
#[path = "walks/tally.rs"]
mod tally;
#[path = "walks/turns.rs"]
mod turns;
#[path = "walks/walk.rs"]
mod walk;
#[path = "walks/wire.rs"]
mod wire;

/// Walks of an ordinary test run.
const WALKS: u64 = 500;

/// So many walks share one endpoint; each has its own phone and its own ids.
const SHARED_BY: u64 = 25;

/// Failing walks that are shown with their steps; of the others only the seed.
const SHOWN: usize = 3;

fn block_on<F: Future>(future: F) -> Result<F::Output> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    Ok(runtime.enable_all().build()?.block_on(future))
}

/// A walk that does not end as it must.
type Failure = (u64, Vec<&'static str>);

async fn walk_all(seeds: Vec<u64>) -> Result<(Tally, Vec<Failure>)> {
    let people = People::new()?;
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    let mut endpoint = MissionLocale::open().await?;
    for seed in seeds {
        if seed.is_multiple_of(SHARED_BY) {
            endpoint = MissionLocale::open().await?;
        }
        let plan = Plan::from_seed(seed);
        let (found, counts) = walk(&plan, &people, &mut endpoint, None)
            .await
            .with_context(|| format!("walk {seed}"))?;
        tally.count(seed, &found, counts);
        let broken = tally::names(&failed(&found));
        if !broken.is_empty() {
            failures.push((seed, broken));
        }
    }
    Ok((tally, failures))
}

/// The steps that are left of failing walks when those that change nothing are taken out.
async fn tell(failures: &[Failure]) -> Result<String> {
    let people = People::new()?;
    let mut told = String::new();
    for (seed, broken) in failures {
        writeln!(told, "SEED={seed} cargo test --test walks: {broken:?}")?;
    }
    for (seed, broken) in failures.iter().take(SHOWN) {
        let plan = Plan::from_seed(*seed);
        for check in broken.iter().take(1) {
            let shortest = shortest(&plan, &people, check).await?;
            writeln!(told, "\n{check} does not hold after\n{shortest}")?;
        }
    }
    Ok(told)
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what a soak is for")]
fn every_walk_ends_as_it_must() -> Result<()> {
    let (seed, walks) = (asked_number("SEED")?, asked_number("WALKS")?);
    let first = seed.unwrap_or_default();
    let many = walks.unwrap_or(if seed.is_some() { 1 } else { WALKS });
    if many == 1 {
        println!("{}", Plan::from_seed(first));
    }
    // Half of the time is waiting for the disk.
    let threads = 2 * thread::available_parallelism()?.get() as u64;
    let groups = (0..threads).map(|thread| {
        let own = |seed: &u64| seed / SHARED_BY % threads == thread;
        let seeds: Vec<u64> = (first..first + many).filter(own).collect();
        thread::spawn(move || block_on(walk_all(seeds))?)
    });
    let groups: Vec<_> = groups.collect();
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    for group in groups {
        let walked = group
            .join()
            .map_err(|_| anyhow::anyhow!("a walk panicked"))?;
        let (own, failed) = walked?;
        tally.add(&own);
        failures.extend(failed);
    }
    println!("{tally}");
    failures.sort_unstable();
    ensure!(failures.is_empty(), "{}", block_on(tell(&failures))??);
    ensure!(tally.walks() as u64 == many, "some were not walked");
    Ok(())
}
