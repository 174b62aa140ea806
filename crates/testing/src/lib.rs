//! Fixtures that several suites and the bench share. Nothing that runs at a Mission Locale or on a phone depends on it.

mod authenticator;
mod messages;
mod pdf;
mod requests;
mod running;
mod site_folder;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

pub use self::{
    authenticator::Authenticator,
    messages::{message, seal},
    pdf::{attached_files, document_text, pdf_text},
    requests::{Response, ask, put, site, status},
    running::{Running, program},
    site_folder::{MAILBOX_PASSWORD, SiteFolder, with_mailbox_password},
};

/// A Saturday evening in Roubaix: 18:42 there.
pub const SATURDAY_EVENING: &str = "2026-11-21T17:42:00Z";

/// The repository's `content`.
pub fn content_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content")
}

/// Copies a folder that is there to a place that is not.
///
/// By another program: closing a file gives up all the locks that this one has on it, SQLite's among them.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let copied = Command::new("cp").arg("-a").args([from, to]).status()?;
    ensure!(copied.success(), "cannot copy {}", from.display());
    Ok(())
}

/// The number in that variable of the environment, given on the command line of the tests.
#[expect(
    clippy::disallowed_methods,
    reason = "how many walks, and which, is chosen where the tests are started"
)]
pub fn asked_number(variable: &str) -> Result<Option<u64>> {
    match std::env::var(variable) {
        Ok(text) => {
            let number = text.parse();
            number
                .map(Some)
                .with_context(|| format!("{variable}={text}"))
        }
        Err(_) => Ok(None),
    }
}
