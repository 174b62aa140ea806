//! Workers that do not do what they should: each is a small shell script.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::*;
use crate::delivery::pdf::Template;

/// A program, written by another process: one that this process wrote could be open in a child that is just starting.
fn script(folder: &Path, lines: &str) -> Result<PathBuf> {
    let program = folder.join("worker");
    let written = Command::new("/bin/sh")
        .args([
            "-c",
            r#"printf '#!/bin/sh\n%s\n' "$2" > "$1" && chmod 700 "$1""#,
            "sh",
        ])
        .arg(&program)
        .arg(lines)
        .status()?;
    ensure!(written.success(), "the script is written");
    Ok(program)
}

fn job() -> Job {
    Job {
        template: Template::Transcript,
        created_at: domain::time::Timestamp::from_unix_seconds(0),
        shown: json!({}),
    }
}

#[test]
fn a_worker_that_never_answers_is_killed_at_the_deadline() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let pid = folder.path().join("pid");
    let lines = format!("echo $$ > '{}'; exec sleep 600", pid.display());
    let worker = Worker::new(script(folder.path(), &lines)?, Duration::from_secs(1));
    assert_eq!(worker.print(&job()), Err(PdfError::Late));
    let pid = fs::read_to_string(&pid).context("it had started")?;
    let process = Path::new("/proc").join(pid.trim());
    assert!(!process.exists(), "it is gone, and was waited for");
    Ok(())
}

#[test]
fn a_worker_that_ended_between_two_fiches_is_replaced() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let lines = r"head -c 4 > /dev/null; printf '\000\000\000\005\377%%PDF'";
    let worker = Worker::new(script(folder.path(), lines)?, Duration::from_mins(1));
    for _ in 0..3 {
        assert_eq!(worker.print(&job()), Ok(b"%PDF".to_vec()));
    }
    Ok(())
}

#[test]
fn a_worker_that_ends_or_talks_nonsense_is_no_worker() -> Result<()> {
    let folder = tempfile::tempdir()?;
    for lines in ["exit 0", "head -c 4 > /dev/null; yes", "exec cat"] {
        let worker = Worker::new(script(folder.path(), lines)?, Duration::from_mins(1));
        assert_eq!(worker.print(&job()), Err(PdfError::Died), "{lines}");
    }
    let none = Worker::new("/nowhere".into(), Duration::from_mins(1));
    assert_eq!(none.print(&job()), Err(PdfError::NoWorker));
    Ok(())
}
