//! Two programs on one folder or one database: the second is refused, commands work beside the first.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use testing::Running;

use super::{program, sentence};
use crate::harness::Harness;

#[tokio::test]
async fn a_second_program_on_a_folder_says_who_has_it_and_what_works_beside_it_still_does()
-> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let folder = harness.folder.path();
    let serving = || {
        let mut serving = program(folder);
        serving.arg("serve").stderr(Stdio::null());
        serving
    };
    let mut first = Running::start(serving())?;
    let mut second = program(folder);
    second.arg("serve").stdout(Stdio::piped());
    let mut second = second.stderr(Stdio::piped()).spawn()?;
    let mut said = String::new();
    BufReader::new(second.stdout.take().context("its output")?).read_line(&mut said)?;
    if !said.is_empty() {
        second.kill()?;
    }
    let second = second.wait_with_output()?;
    let told = sentence(&second);
    assert_eq!(
        (said.as_str(), second.status.code()),
        ("", Some(1)),
        "{told}"
    );
    let holder = format!("le processus {}", first.child.id());
    assert!(told.contains(&holder), "{told}");
    for beside in [&["rights", "list"][..], &["purge", "--dry-run"]] {
        let output = program(folder).args(beside).output()?;
        assert!(output.status.success(), "{}", sentence(&output));
    }

    // Killed, it holds nothing any more.
    first.child.kill()?;
    first.child.wait()?;
    let mut third = Running::start(serving())?;
    third.terminate()?;
    assert!(third.child.wait()?.success());
    Ok(())
}

#[tokio::test]
async fn a_second_program_is_refused_the_database_too_and_without_the_file_of_the_lock()
-> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let mut serving = program(harness.folder.path());
    serving.arg("serve").stderr(Stdio::null());
    let running = Running::start(serving)?;
    let data = harness.folder.path().join("data");
    let database = format!("sqlite:{}", data.join("premier-accueil.db").display());
    std::fs::remove_file(data.join("lock"))?;
    let elsewhere = harness.folder.path().join("elsewhere");
    let elsewhere = elsewhere.to_string_lossy();
    let backup = harness.folder.path().join("backup.db");
    let done = program(harness.folder.path())
        .arg("backup")
        .arg(&backup)
        .output()?;
    assert!(done.status.success(), "{done:?}");
    for arguments in [
        vec!["serve".to_owned()],
        vec!["restore".to_owned(), backup.display().to_string()],
        vec![
            "--data-dir".to_owned(),
            elsewhere.to_string(),
            "--store".to_owned(),
            database,
            "serve".to_owned(),
        ],
    ] {
        let refused = Command::new(env!("CARGO_BIN_EXE_premier-accueil"))
            .env_clear()
            .args([
                "--public-addr",
                "127.0.0.1:0",
                "--ops-addr",
                "127.0.0.1:0",
                "--app-dir",
            ])
            .arg(harness.folder.path().join("app"))
            .arg("--site")
            .arg(harness.folder.path().join("sites/site.toml"))
            .args((!arguments.contains(&"--data-dir".to_owned())).then_some("--data-dir"))
            .args((!arguments.contains(&"--data-dir".to_owned())).then_some(&data))
            .args(&arguments)
            .output()?;
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            !refused.status.success() && told.contains("est déjà servi"),
            "{arguments:?}: {told}"
        );
    }
    running.terminate()?;
    Ok(())
}
