//! Reads and writes `budgets.toml`: the limits in bytes, and the sizes as they were last recorded.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::{command::say, paths};

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Budgets {
    pub(super) limits: Limits,
    /// Bytes after brotli, by role.
    #[serde(default)]
    pub(super) recorded: BTreeMap<String, usize>,
}

/// Bytes after brotli.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub(super) first_visit: usize,
    pub(super) code: usize,
    pub(super) page: usize,
    pub(super) service_worker: usize,
}

fn file() -> PathBuf {
    paths::root().join("budgets.toml")
}

impl Budgets {
    /// Reads the file.
    pub(super) fn read() -> anyhow::Result<Self> {
        let text = fs::read_to_string(file()).context("budgets.toml could not be read")?;
        toml::from_str(&text).context("budgets.toml is not as expected")
    }

    /// Writes the recorded sizes; the limits and the words before them stay as they are.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        let text = fs::read_to_string(file()).context("budgets.toml could not be read")?;
        let (kept, _) = text.split_once("[recorded]").unwrap_or((&text, ""));
        let mut text = format!("{kept}[recorded]\n");
        for (role, bytes) in &self.recorded {
            writeln!(text, "\"{role}\" = {bytes}")?;
        }
        fs::write(file(), text).context("budgets.toml could not be written")?;
        say("The sizes are in budgets.toml");
        Ok(())
    }
}
