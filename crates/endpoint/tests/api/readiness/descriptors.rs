//! Descriptors: monitoring is answered where they are few, and their limit is raised where it may be.

use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use testing::Running;

use crate::{harness::Harness, program::program};

/// `ulimit -n`, hard and soft, then the program.
fn with_descriptors(descriptors: u32, of: &Command) -> Command {
    let mut command = Command::new("sh");
    command
        .env_clear()
        .args([
            "-c",
            &format!("ulimit -n {descriptors}; exec \"$0\" \"$@\""),
        ])
        .arg(of.get_program())
        .args(of.get_args());
    command
}

#[tokio::test]
async fn with_few_descriptors_and_many_clients_it_answers_monitoring_and_stops_when_told()
-> Result<()> {
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    harness.endpoint.close().await;
    let log = harness.folder.path().join("log");
    let mut serving = program(harness.folder.path());
    serving.arg("serve");
    let mut serving = with_descriptors(300, &serving);
    serving.stderr(Stdio::from(std::fs::File::create(&log)?));
    let mut running = Running::start(serving)?;
    // Twenty-two have a place; the others wait in the system's own queue.
    let clients: Vec<_> = (0..60)
        .map(|_| std::net::TcpStream::connect(&running.address))
        .collect::<Result<_, _>>()?;
    let request = "GET /readyz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    let ready = running.ask_ops(request)?;
    assert!(ready.starts_with("HTTP/1.1 200"), "{ready}");
    running.terminate()?;
    assert!(running.child.wait()?.success());
    let log = std::fs::read_to_string(log)?;
    assert!(!log.contains("cannot accept"), "{log}");
    assert!(log.contains("fewer connections are held at once"), "{log}");
    drop(clients);
    Ok(())
}

#[tokio::test]
async fn it_raises_its_own_limit_of_descriptors_where_it_may() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let mut serving = program(harness.folder.path());
    serving.arg("serve").stderr(Stdio::null());
    let mut soft = Command::new("sh");
    soft.env_clear()
        .args(["-c", "ulimit -S -n 64; exec \"$0\" \"$@\""])
        .arg(serving.get_program())
        .args(serving.get_args())
        .stderr(Stdio::null());
    let mut running = Running::start(soft)?;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", running.child.id()))?;
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let mut words = line.context("a line")?.split_whitespace().skip(3);
    let soft: u64 = words.next().context("the soft limit")?.parse()?;
    let hard: u64 = words.next().context("the hard limit")?.parse()?;
    assert!(soft == hard || soft >= 4096, "{soft} of {hard}");
    assert!(soft > 64);
    running.terminate()?;
    assert!(running.child.wait()?.success());
    Ok(())
}
