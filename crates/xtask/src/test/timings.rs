//! Seconds of each step: a table at the end of a run, and `target/gate.json`, which keeps the last time of each.
//!
//! The file is written after every step, so that a run that fails or is stopped keeps what it has;
//! a run of some steps leaves the others as they were.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, time::Duration};

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// How long a step took, and of which sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Timing {
    pub(super) seconds: f64,
    pub(super) passed: bool,
    /// As `git::commit` says it; nothing outside a repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) commit: Option<String>,
    /// When the step ended, in UTC.
    pub(super) at: String,
}

/// Seconds with one decimal: more would only be noise.
pub(super) fn seconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 10.0).round() / 10.0
}

/// Writes the timing of that step into the file, beside those of the other steps.
///
/// # Errors
/// When the file cannot be written. One that cannot be read is begun anew.
pub(super) fn keep(file: &Path, step: &str, timing: &Timing) -> anyhow::Result<()> {
    let mut kept = read(file);
    kept.insert(step.to_owned(), timing.clone());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let json = serde_json::to_string_pretty(&kept)?;
    fs::write(file, json + "\n").with_context(|| format!("{} could not be written", file.display()))
}

fn read(file: &Path) -> BTreeMap<String, Timing> {
    let json = fs::read(file).unwrap_or_default();
    serde_json::from_slice(&json).unwrap_or_default()
}

/// The steps of this run in their order, with their seconds and the sum.
pub(super) fn table(run: &[(&str, Timing)]) -> String {
    let mut table = format!("{:<14}{:>9}\n", "step", "seconds");
    for (step, timing) in run {
        let failed = if timing.passed { "" } else { "  failed" };
        // Writing to a String never fails.
        let _ = writeln!(table, "{step:<14}{:>9.1}{failed}", timing.seconds);
    }
    let sum: f64 = run.iter().map(|(_, timing)| timing.seconds).sum();
    let _ = writeln!(table, "{:<14}{sum:>9.1}", "all");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(seconds: f64, passed: bool) -> Timing {
        Timing {
            seconds,
            passed,
            commit: Some("f7e2270".to_owned()),
            at: "2026-12-01T00:00:00Z".to_owned(),
        }
    }

    #[test]
    fn a_step_that_runs_again_replaces_its_own_time_and_no_other() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("target/gate.json");
        keep(&file, "fmt", &timing(1.5, true))?;
        keep(&file, "clippy", &timing(60.0, false))?;
        keep(&file, "clippy", &timing(61.0, true))?;
        let kept = read(&file);
        assert_eq!(kept.len(), 2);
        assert_eq!(kept["fmt"], timing(1.5, true));
        assert_eq!(kept["clippy"], timing(61.0, true));
        Ok(())
    }

    #[test]
    fn a_damaged_file_is_begun_anew() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("gate.json");
        fs::write(&file, "{\"fmt\": ")?;
        keep(&file, "fmt", &timing(1.5, true))?;
        assert_eq!(read(&file)["fmt"], timing(1.5, true));
        Ok(())
    }

    #[test]
    fn the_table_has_every_step_of_the_run_the_failed_one_and_the_sum() {
        let run = [("fmt", timing(1.5, true)), ("clippy", timing(60.04, false))];
        let expected = "\
step            seconds
fmt                 1.5
clippy             60.0  failed
all                61.5
";
        assert_eq!(table(&run), expected);
    }

    #[test]
    fn seconds_have_one_decimal() {
        assert!((seconds(Duration::from_millis(1_249)) - 1.2).abs() < f64::EPSILON);
    }
}
