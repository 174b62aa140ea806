//! What the endpoint bears, from the socket to the mailbox: the real program, in its own process, over loopback.

mod growth;

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use clap::Args;
use envelope::PrivateKey;

use crate::{
    budgets, clock,
    driver::{Driver, Tally, closed, open},
    harness::Harness,
    limits,
    mailbox::Reader,
    program::Program,
    sealed::Phones,
    table::{Table, real},
};

/// What `intake` can be asked.
#[derive(Args)]
pub(crate) struct Options {
    /// The endpoint's program
    #[arg(long)]
    endpoint: PathBuf,
    /// How long people arrive in the open loop, in seconds
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
    /// Measure a store of 100,000 registrations too: some minutes more
    #[arg(long)]
    large: bool,
}

/// Connections of the closed loop.
const CONNECTIONS: usize = 32;

/// How long the closed loop goes on.
const CLOSED_FOR: Duration = Duration::from_secs(3);

/// More than are sent in that time; should they run out, the loop ends sooner.
const CLOSED_AT_MOST: u32 = 20_000;

/// How long a bare server is asked on the schedule of the open loop.
const BARE_SECONDS: u32 = 5;

/// What the machine bears.
struct Limits {
    opens: f64,
    fsyncs: f64,
    bare: f64,
    /// A bare server on the schedule of the open loop.
    bare_open: Tally,
}

impl Limits {
    /// What bounds intakes a second: each opens an envelope, reaches the disk, and is a request.
    fn of_intake(&self) -> (&'static str, f64) {
        let all = [
            ("opens of a core", self.opens),
            ("flushes", self.fsyncs),
            ("bare axum", self.bare),
        ];
        let [first, ..] = all;
        let lowest = all.into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
        lowest.unwrap_or(first)
    }
}

/// Measures everything and prints the table.
///
/// # Errors
/// When something cannot be measured, a budget is missed, or a submission is lost or doubled.
pub(crate) fn run(content: &Path, options: &Options) -> anyhow::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let mut table = Table::default();
        let limits = measure_limits(content, &mut table).await?;
        arrivals(content, options, &limits, &mut table).await?;
        full_house(content, options, &limits, &mut table).await?;
        growth::measure(content, options, &limits, &mut table).await?;
        table.print_and_check()
    })
}

async fn measure_limits(content: &Path, table: &mut Table) -> anyhow::Result<Limits> {
    say("what this machine can do at most");
    let harness = Harness::make(content, false)?;
    let folder = harness.path().to_owned();
    let opens = tokio::task::spawn_blocking(limits::opens_per_second).await??;
    let fsyncs = tokio::task::spawn_blocking(move || limits::fsyncs_per_second(&folder)).await??;

    let key = PrivateKey::generate();
    let mut phones = Phones::sealing_to(content, &key.kid(), &key.public_key())?;
    let mut command = Command::new(env::current_exe()?);
    command.arg("bare");
    let server = Program::spawn(command)?;
    let driver = Driver::without_receipts(server.address);
    let few = phones.seal(budgets::PER_SECOND * BARE_SECONDS)?;
    let bare_open = open::run(&driver, few, budgets::PER_SECOND).await?;
    // A server that keeps nothing takes the same ones again.
    let many: Vec<_> = phones.seal(1000)?;
    let many = many.iter().cycle().take(200_000).cloned().collect();
    let bare = closed::run(&driver, Arc::new(many), CONNECTIONS, CLOSED_FOR).await?;

    table.add("limit: envelopes opened by one core", opens, "/s");
    table.add("limit: pages flushed to the disk", fsyncs, "/s");
    table.add("limit: bare axum, closed loop", bare.rate(), "/s");
    Ok(Limits {
        opens,
        fsyncs,
        bare: bare.rate(),
        bare_open,
    })
}

/// The open loop: people arrive on a schedule, and the mail goes out behind them.
async fn arrivals(
    content: &Path,
    options: &Options,
    limits: &Limits,
    table: &mut Table,
) -> anyhow::Result<()> {
    let per_second = budgets::PER_SECOND;
    say(&format!(
        "{per_second} submissions a second for {} s",
        options.seconds
    ));
    let harness = Harness::make(content, false)?;
    let program = Program::start(&options.endpoint, &harness)?;
    let driver = Driver::new(program.address);
    let mut phones = Phones::of(content, &driver.site().await?)?;
    let sealed = phones.seal(per_second * options.seconds)?;
    let mailbox = Reader::open(&harness.maildir());

    let tally = open::run(&driver, sealed, per_second).await?;
    let behind = tally.acknowledged.len().saturating_sub(mailbox.taken());
    let drained = drain(&mailbox, &tally).await;

    let bare = &limits.bare_open;
    table
        .add("open loop: acknowledged", tally.rate(), "/s")
        .of("arrivals", f64::from(per_second))
        .within(budgets::RATE);
    let p99 = Some(budgets::P99_MILLISECONDS);
    for (percent, budget) in [(50.0, None), (99.0, p99), (99.9, None)] {
        let name = format!("open loop: p{percent} from the arrival");
        table
            .add(&name, tally.percentile(percent), "ms")
            .of("bare axum", bare.percentile(percent));
        if let Some(budget) = budget {
            table.within(budget);
        }
    }
    let behind = real(behind);
    table.add("open loop: mails behind at the end", behind, "");
    table.add(
        "open loop: until all were mailed",
        drained.as_secs_f64(),
        "s",
    );
    settle("open loop", &tally, program, mailbox, true, table)
}

/// The closed loop: as much as it bears.
async fn full_house(
    content: &Path,
    options: &Options,
    limits: &Limits,
    table: &mut Table,
) -> anyhow::Result<()> {
    say(&format!(
        "{CONNECTIONS} connections, as fast as they are answered"
    ));
    let harness = Harness::make(content, false)?;
    let program = Program::start(&options.endpoint, &harness)?;
    let driver = Driver::new(program.address);
    let mut phones = Phones::of(content, &driver.site().await?)?;
    let sealed = Arc::new(phones.seal(CLOSED_AT_MOST)?);
    let mailbox = Reader::open(&harness.maildir());

    let tally = closed::run(&driver, sealed, CONNECTIONS, CLOSED_FOR).await?;
    let (what, most) = limits.of_intake();
    table
        .add("closed loop: acknowledged", tally.rate(), "/s")
        .of(what, most);
    for percent in [50.0, 99.0, 99.9] {
        let name = format!("closed loop: p{percent}");
        table.add(&name, tally.percentile(percent), "ms");
    }
    let before = mailbox.taken();
    let drained = drain(&mailbox, &tally).await;
    let mailed = real(mailbox.taken() - before) / drained.as_secs_f64();
    table.add("closed loop: mailed afterwards", mailed, "/s");
    settle("closed loop", &tally, program, mailbox, false, table)
}

/// Waits until everything acknowledged is in the mailbox, or nothing moves any more.
async fn drain(mailbox: &Reader, tally: &Tally) -> Duration {
    say(&format!(
        "{} of {} mailed; waiting for the others",
        mailbox.taken(),
        tally.acknowledged.len()
    ));
    let start = clock::now();
    mailbox.wait_for(tally.acknowledged.len()).await;
    start.elapsed()
}

/// Stops the endpoint and counts the mails against the receipts.
fn settle(
    loop_name: &str,
    tally: &Tally,
    program: Program,
    mailbox: Reader,
    has_memory_budget: bool,
    table: &mut Table,
) -> anyhow::Result<()> {
    let named = |what: &str| format!("{loop_name}: {what}");
    let megabytes = f64::from(program.peak_bytes()?) / 1e6;
    let core_milliseconds =
        program.core_seconds()? * 1000.0 / real(tally.acknowledged.len().max(1));
    program.stop()?;
    if tally.errors() > 0 {
        say(&format!("errors: {}", tally.what_went_wrong()));
    }
    let count = mailbox.count(&tally.acknowledged)?;
    let name = named("one core, intake and mail");
    table.add(&name, core_milliseconds, "ms each");
    table.add(&named("peak memory"), megabytes, "MB");
    if has_memory_budget {
        table.within(budgets::MEMORY_MB);
    }
    table
        .add(&named("errors"), real(tally.errors()), "")
        .within(budgets::NONE);
    table
        .add(&named("acknowledged, not mailed"), real(count.lost), "")
        .within(budgets::NONE);
    table
        .add(&named("mailed twice"), real(count.doubled), "")
        .within(budgets::NONE);
    // An answer can be lost on the way; without errors there is no such excuse.
    if tally.errors() == 0 {
        table
            .add(
                &named("mailed, never acknowledged"),
                real(count.unasked),
                "",
            )
            .within(budgets::NONE);
    }
    table.add(&named("mails"), real(count.delivered), "");
    Ok(())
}

fn say(line: &str) {
    println!("→ {line}");
}
