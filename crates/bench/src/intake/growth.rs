//! How cost grows: the same closed loop on a store that already holds so many registrations.
//!
//! They all still wait to be mailed, as after a long day without a mail server: more work than a real morning has.

use std::{path::Path, sync::Arc, time::Duration};

use endpoint::{Clock, Endpoint, Mailbox, Mailer};
use testing::site;

use super::{CONNECTIONS, Limits, Options, say};
use crate::{
    budgets,
    driver::{Driver, Tally, closed},
    harness::Harness,
    in_process::store,
    program::Program,
    sealed::{Phones, Sealed},
    table::{Table, real},
};

const LEVELS: [u32; 2] = [1_000, 10_000];
const LARGE: u32 = 100_000;

const MEASURED_FOR: Duration = Duration::from_secs(3);
const AT_MOST: u32 = 20_000;

/// Registrations made, sealed and stored at once while the store is filled.
const BATCH: u32 = 2_000;

/// Fills one store from level to level and measures at each.
///
/// # Errors
/// When something cannot be measured.
pub(super) async fn measure(
    content: &Path,
    options: &Options,
    limits: &Limits,
    table: &mut Table,
) -> anyhow::Result<()> {
    let harness = Harness::make(content, false)?;
    let mut stored = 0;
    for level in LEVELS.into_iter().chain(options.large.then_some(LARGE)) {
        say(&format!("a store of {level} registrations"));
        stored += fill(content, &harness, level.saturating_sub(stored)).await?;
        stored += measure_at(level, content, &harness, options, limits, table).await?;
    }
    Ok(())
}

/// How many more are stored afterwards.
async fn measure_at(
    level: u32,
    content: &Path,
    harness: &Harness,
    options: &Options,
    limits: &Limits,
    table: &mut Table,
) -> anyhow::Result<u32> {
    let bytes = harness.database_bytes();
    let megabytes = f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1000.0;
    let program = Program::start(&options.endpoint, harness)?;
    let ready = program.ready_after.as_secs_f64() * 1000.0;
    let driver = Driver::new(program.address);
    let sealed = Arc::new(Phones::of(content, &driver.site().await?)?.seal(AT_MOST)?);
    let tally = closed::run(&driver, Arc::clone(&sealed), CONNECTIONS, MEASURED_FOR).await?;
    program.stop()?;
    let forgotten = forgotten(options, harness, &sealed, &tally).await?;

    let named = |what: &str| format!("{level} stored: {what}");
    let (what, most) = limits.of_intake();
    table.add(&named("starts within"), ready, "ms");
    table.add(&named("database"), megabytes, "MB");
    table
        .add(&named("acknowledged"), tally.rate(), "/s")
        .of(what, most);
    table.add(&named("p99"), tally.percentile(99.0), "ms");
    table
        .add(&named("errors"), real(tally.errors()), "")
        .within(budgets::NONE);
    table
        .add(
            &named("acknowledged, gone after a restart"),
            real(forgotten),
            "",
        )
        .within(budgets::NONE);
    Ok(u32::try_from(tally.acknowledged.len())?)
}

/// How many of the acknowledged submissions an endpoint that was started again does not know.
async fn forgotten(
    options: &Options,
    harness: &Harness,
    sealed: &[Sealed],
    tally: &Tally,
) -> anyhow::Result<usize> {
    let program = Program::start(&options.endpoint, harness)?;
    let driver = Driver::new(program.address);
    let mut known = 0;
    // They were sent in order, and each that was sent has been answered.
    for sealed in sealed.iter().take(tally.sent()) {
        known += usize::from(driver.knows(&sealed.path).await?);
    }
    program.stop()?;
    Ok(tally.acknowledged.len().saturating_sub(known))
}

/// Stores so many registrations through the endpoint's own routes, in this process, where no mail goes out meanwhile.
async fn fill(content: &Path, harness: &Harness, count: u32) -> anyhow::Result<u32> {
    let mailer = Mailer::Memory(Mailbox::default());
    let endpoint = Endpoint::start(harness.config(), Clock::System, mailer).await?;
    let mut phones = Phones::of(content, &site(&endpoint).await?)?;
    let mut left = count;
    while left > 0 {
        let batch = left.min(BATCH);
        store(&endpoint, phones.seal(batch)?).await?;
        left -= batch;
    }
    endpoint.close().await;
    Ok(count)
}
