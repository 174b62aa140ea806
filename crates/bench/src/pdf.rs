//! What a PDF costs: whole deliveries in this process, from the stored envelope to a mail in memory, one core at work.

use std::path::Path;

use anyhow::Context;
use endpoint::{Clock, Endpoint, Mailbox, Mailer};
use lopdf::Document;
use testing::site;

use crate::{
    clock,
    harness::Harness,
    in_process::store,
    sealed::Phones,
    table::{Table, real},
};

/// PDFs of one variant.
const MADE: u32 = 200;

/// Measures both variants and prints the table.
///
/// # Errors
/// When a PDF is missing or cannot be read.
pub(crate) fn run(content: &Path) -> anyhow::Result<()> {
    // One thread waits while another prints: never two cores.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut table = Table::default();
        let plain = measure(content, false, &mut table).await?;
        let closed = measure(content, true, &mut table).await?;
        table
            .add("with AES-256: costs of a plain one", closed, "ms")
            .of("plain", plain);
        table.print_and_check()
    })
}

/// Milliseconds of a core for each PDF.
async fn measure(content: &Path, with_password: bool, table: &mut Table) -> anyhow::Result<f64> {
    let variant = if with_password {
        "with AES-256"
    } else {
        "plain"
    };
    let harness = Harness::make(content, with_password)?;
    let mailbox = Mailbox::default();
    let mailer = Mailer::Memory(mailbox.clone());
    let endpoint = Endpoint::start(harness.config(), Clock::System, mailer).await?;
    let mut phones = Phones::of(content, &site(&endpoint).await?)?;

    store(&endpoint, phones.seal(1)?).await?;
    let start = clock::now();
    endpoint.deliver_due().await?;
    let first = start.elapsed();

    store(&endpoint, phones.seal(MADE)?).await?;
    let (start, used) = (clock::now(), clock::core_seconds("self")?);
    let made = real(endpoint.deliver_due().await?);
    let (lasted, used) = (
        start.elapsed().as_secs_f64(),
        clock::core_seconds("self")? - used,
    );
    endpoint.close().await;

    let mails = mailbox.mails();
    anyhow::ensure!(
        mails.len() == 1 + usize::try_from(MADE)?,
        "a PDF is missing"
    );
    let mut bytes: Vec<usize> = mails.iter().map(|mail| mail.pdf().len()).collect();
    bytes.sort_unstable();
    let median = bytes.get(bytes.len() / 2).copied().unwrap_or_default();

    let named = |what: &str| format!("{variant}: {what}");
    if !with_password {
        table.add(
            &named("the first, nothing warm"),
            first.as_secs_f64() * 1000.0,
            "ms",
        );
    }
    table
        .add(&named("warm, by the clock"), made / lasted, "/s")
        .of("by its core time", made / used);
    table.add(&named("warm, of one core"), used / made * 1000.0, "ms");
    table.add(&named("median size"), real(median) / 1000.0, "KB");
    if !with_password {
        let most = mails
            .iter()
            .map(|mail| Document::load_mem(mail.pdf()).map(|pdf| pdf.get_pages().len()));
        let most = most.collect::<Result<Vec<_>, _>>()?.into_iter().max();
        table.add(&named("pages at most"), real(most.context("a PDF")?), "");
    }
    Ok(used / made * 1000.0)
}
