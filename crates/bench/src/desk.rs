//! What the desk's pages cost with many registrations on the list, beside opening their envelopes; through the router.
//!
//! Pages and openings take turns, so that what else the machine does hits all alike.

mod advisor;
mod openings;
mod samples;

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, ensure};
use axum::http::StatusCode;
use content::app_list::AppList;
use endpoint::{Clock, Endpoint, Mailbox, Mailer};
use testing::{Response, site};

use self::{advisor::Advisor, openings::Openings, samples::Samples};
use crate::{
    budgets, clock,
    harness::Harness,
    in_process::store,
    sealed::Phones,
    table::{Budget, Table, real},
};

/// Registrations on the list: more than a large Mission Locale has waiting at once.
const LISTED: u32 = 120;

/// Turns of which the median and the 95th percentile count, and turns before them.
const TURNS: usize = 60;
const WARMING: usize = 5;

/// Communes of a large department.
const COMMUNES: u32 = 700;

/// What was measured of each page.
#[derive(Default)]
struct Times {
    openings: Samples,
    list: Samples,
    page: Samples,
    copy_sheet: Samples,
    news: Samples,
}

/// What a browser loaded.
struct Sizes {
    list: usize,
    page: usize,
    copy_sheet: usize,
}

/// Measures the pages and prints the table.
///
/// # Errors
/// When a page is not as expected, or a budget is missed.
pub(crate) fn run(content: &Path) -> anyhow::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let harness = Harness::make(content, false)?;
        write_communes(&harness)?;
        let mailer = Mailer::Memory(Mailbox::default());
        let endpoint = Endpoint::start(harness.config(), Clock::System, mailer).await?;
        let mut phones = Phones::of(content, &site(&endpoint).await?)?;
        let sealed = phones.seal(LISTED)?;
        store(&endpoint, sealed.clone()).await?;
        endpoint.deliver_due().await?;

        let mut advisor = Advisor::enrolled(&endpoint).await?;
        let numbers = advisor.numbers().await?;
        let listed = numbers.len();
        ensure!(
            listed == sealed.len(),
            "{listed} of {} are listed",
            sealed.len()
        );
        work_through(&mut advisor, &numbers).await?;
        let openings = Openings::new(&sealed, &harness.keys(), phones.questionnaire())?;
        let (times, sizes) = measure(&mut advisor, &numbers, &openings).await?;
        endpoint.close().await;
        table(times, &sizes).print_and_check()
    })
}

/// The list of a department as long as a real one: a name is looked for in it.
fn write_communes(harness: &Harness) -> anyhow::Result<()> {
    let app = harness.path().join("app");
    let file = app.join("communes/0a1b2c3d/59.json");
    let few: Vec<String> = serde_json::from_slice(&fs::read(&file)?)?;
    let others =
        (0..COMMUNES).map(|number| format!("59{number:03} 58{number:03} Commune {number}"));
    let all: Vec<String> = others.chain(few).collect();
    fs::write(&file, serde_json::to_string(&all)?)?;
    AppList::write(&app)?;
    Ok(())
}

/// As on a morning under way: of three, one was called in vain and one is in hand; the third is new.
async fn work_through(advisor: &mut Advisor, numbers: &[String]) -> anyhow::Result<()> {
    for (place, number) in numbers.iter().enumerate() {
        match place % 3 {
            0 => advisor.writes(number, "called.no_answer").await?,
            1 => advisor.writes(number, "taken").await?,
            _ => {}
        }
    }
    Ok(())
}

async fn measure(
    advisor: &mut Advisor,
    numbers: &[String],
    openings: &Openings,
) -> anyhow::Result<(Times, Sizes)> {
    let mut times = Times::default();
    let mut sizes = Sizes {
        list: 0,
        page: 0,
        copy_sheet: 0,
    };
    for turn in 0..WARMING + TURNS {
        let number = numbers.get(turn % numbers.len()).context("a number")?;
        let start = clock::now();
        openings.open_all()?;
        let opened = start.elapsed();
        let (list, listed) = timed(advisor, "/matin", None, StatusCode::OK).await?;
        let page = format!("/fiches/{number}");
        let (page, paged) = timed(advisor, &page, None, StatusCode::OK).await?;
        let copy_sheet = format!("/fiches/{number}/saisie");
        let (copy_sheet, copied) = timed(advisor, &copy_sheet, None, StatusCode::OK).await?;
        let tag = advisor::tag(&list)?;
        let unchanged = StatusCode::NOT_MODIFIED;
        let (_, asked) = timed(advisor, "/matin/nouveau", Some(&tag), unchanged).await?;
        if turn < WARMING {
            continue;
        }
        times.openings.add(opened);
        times.list.add(listed);
        times.page.add(paged);
        times.copy_sheet.add(copied);
        times.news.add(asked);
        sizes.list = sizes.list.max(list.body.len());
        sizes.page = sizes.page.max(page.body.len());
        sizes.copy_sheet = sizes.copy_sheet.max(copy_sheet.body.len());
    }
    Ok((times, sizes))
}

/// A page, and how long it took.
async fn timed(
    advisor: &mut Advisor,
    path: &str,
    tag: Option<&str>,
    expected: StatusCode,
) -> anyhow::Result<(Response, Duration)> {
    let start = clock::now();
    let response = advisor.get(path, tag).await?;
    let lasted = start.elapsed();
    ensure!(response.status == expected, "{path}: {}", response.status);
    Ok((response, lasted))
}

fn table(times: Times, sizes: &Sizes) -> Table {
    let mut table = Table::default();
    let (openings, slow_openings) = times.openings.median_and_p95();
    table.add("openings of all: median", openings, "ms");
    table.add("openings of all: p95", slow_openings, "ms");
    let (list, sheet) = (budgets::LIST_MILLISECONDS, budgets::SHEET_MILLISECONDS);
    for (name, samples, budget) in [
        ("the list", times.list, Some(list)),
        ("a registration's page", times.page, Some(sheet)),
        ("its copy sheet", times.copy_sheet, Some(sheet)),
        ("nothing new", times.news, None),
    ] {
        let (median, slow) = samples.median_and_p95();
        table
            .add(&format!("{name}: median"), median, "ms")
            .of("openings", openings);
        table
            .add(&format!("{name}: p95"), slow, "ms")
            .of("openings", slow_openings);
        if let Some(budget) = budget {
            table.within(budget);
        }
    }
    let kilobytes = |bytes| real(bytes) / 1000.0;
    add_size(
        &mut table,
        "the list",
        kilobytes(sizes.list),
        Some(budgets::LIST_KB),
    );
    add_size(
        &mut table,
        "a registration's page",
        kilobytes(sizes.page),
        None,
    );
    add_size(
        &mut table,
        "its copy sheet",
        kilobytes(sizes.copy_sheet),
        None,
    );
    table
}

fn add_size(table: &mut Table, name: &str, kilobytes: f64, budget: Option<Budget>) {
    table.add(&format!("{name}: HTML"), kilobytes, "KB");
    if let Some(budget) = budget {
        table.within(budget);
    }
}
