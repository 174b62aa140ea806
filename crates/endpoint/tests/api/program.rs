//! The program itself: its ready line, its exit codes, its clean stop.

mod commands;
mod refused;
mod two_programs;

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Output, Stdio},
};

use anyhow::Result;
use testing::Running;

use crate::harness::{Harness, callback_request, id, registration};

pub(crate) fn program(folder: &Path) -> Command {
    testing::program(env!("CARGO_BIN_EXE_premier-accueil"), folder)
}

#[tokio::test]
async fn it_stops_while_the_mail_server_is_silent_and_gives_the_mail_back() -> Result<()> {
    let mut harness = Harness::open().await?;
    let body = harness.seal(&id(1), &registration()?).await?;
    harness.endpoint.close().await;
    let silent = std::net::TcpListener::bind("127.0.0.1:0")?;
    let mut serving = program(harness.folder.path());
    serving
        .args(["--mail", &format!("smtp://{}", silent.local_addr()?)])
        .arg("serve")
        .stderr(Stdio::null());
    let mut running = Running::start(serving)?;
    let answer = running.put(&id(1), &body)?;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    // The mail server says nothing: the program waits here, the time limit of a conversation is far away.
    let (conversation, _) = silent.accept()?;
    running.terminate()?;
    assert!(running.child.wait()?.success());
    drop(conversation);
    harness.restart().await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1, "at once");
    Ok(())
}

fn sentence(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn it_says_when_it_listens_and_stops_cleanly_with_requests_in_flight() -> Result<()> {
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    harness.endpoint.close().await;
    let mut serving = program(harness.folder.path());
    serving.arg("serve").stderr(Stdio::null());
    let mut running = Running::start(serving)?;
    let close = "Connection: close\r\n\r\n";
    let site = running.ask(&format!("GET /v1/site HTTP/1.1\r\nHost: here\r\n{close}"))?;
    assert!(
        site.starts_with("HTTP/1.1 200") && site.contains("Mission Locale de démonstration"),
        "{site}"
    );

    // Half a request is under way when the program is told to stop.
    let path = format!("/v1/submissions/{}", id(1).as_str());
    let mut slow = TcpStream::connect(&running.address)?;
    write!(
        slow,
        "PUT {path} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{"
    )?;
    let ready = format!("GET /readyz HTTP/1.1\r\nHost: here\r\n{close}");
    let ready = running.ask_ops(&ready)?;
    assert!(
        ready.starts_with("HTTP/1.1 200") && ready.contains("\"ready\":true"),
        "{ready}"
    );
    running.terminate()?;
    let mut rest = String::new();
    while TcpStream::connect(&running.address).is_ok() {
        tokio::task::yield_now().await;
    }
    slow.write_all(b"}")?;
    slow.read_to_string(&mut rest)?;
    assert!(
        rest.starts_with("HTTP/1.1 400") && rest.contains("invalid-envelope"),
        "{rest}"
    );
    assert!(running.child.wait()?.success());
    let mut more = String::new();
    running.output.read_to_string(&mut more)?;
    assert_eq!(more, "", "one line for each listener and nothing else");
    Ok(())
}

/// What a program said that ended by itself; one that has not after a minute hangs.
fn ended(mut command: Command) -> Result<Output> {
    let said = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = said.spawn()?;
    for _ in 0..600 {
        if child.try_wait()?.is_some() {
            return Ok(child.wait_with_output()?);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    child.kill()?;
    child.wait()?;
    anyhow::bail!("it hangs")
}

/// The last word on a flag wins: those given come instead of the test's own.
pub(crate) fn program_with(folder: &Path, arguments: &[&str]) -> Result<Output> {
    Ok(command_with(folder, arguments).output()?)
}

fn command_with(folder: &Path, arguments: &[&str]) -> Command {
    let own = ["--app-dir", "--site", "--public-addr", "--ops-addr"]
        .into_iter()
        .filter(|flag| !arguments.contains(flag));
    let mut command = Command::new(env!("CARGO_BIN_EXE_premier-accueil"));
    command
        .env_clear()
        .arg("--data-dir")
        .arg(folder.join("other"));
    for flag in own {
        match flag {
            "--app-dir" => command.arg(flag).arg(folder.join("app")),
            "--site" => command.arg(flag).arg(folder.join("sites/site.toml")),
            _ => command.args([flag, "127.0.0.1:0"]),
        };
    }
    command.args(arguments);
    command
}

#[tokio::test]
async fn a_log_that_cannot_be_written_or_that_nobody_reads_stops_nothing() -> Result<()> {
    let full = || {
        anyhow::Ok(Stdio::from(
            std::fs::OpenOptions::new().write(true).open("/dev/full")?,
        ))
    };
    let gone = || {
        let (reader, writer) = io::pipe()?;
        drop(reader);
        anyhow::Ok(Stdio::from(writer))
    };
    // The pipe is never read, and holds some thousand bytes.
    let (_unread, writer) = io::pipe()?;
    let unread = || anyhow::Ok(Stdio::from(writer.try_clone()?));
    for (what, errors) in [("full", full()?), ("gone", gone()?), ("unread", unread()?)] {
        let mut harness = Harness::open().await?;
        let bodies = [
            harness.seal(&id(1), &registration()?).await?,
            harness.seal(&id(2), &registration()?).await?,
        ];
        harness.endpoint.close().await;
        let mut serving = program(harness.folder.path());
        serving.args(["--log", "trace", "serve"]).stderr(errors);
        let mut running = Running::start(serving)?;
        for (byte, body) in (1..).zip(&bodies) {
            let answer = running.put(&id(byte), body)?;
            assert!(answer.starts_with("HTTP/1.1 201"), "{what}: {answer}");
        }
        for _ in 0..200 {
            let answer =
                running.ask("GET /v1/site HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")?;
            assert!(answer.starts_with("HTTP/1.1 200"), "{what}: {answer}");
        }
        running.terminate()?;
        assert!(running.child.wait()?.success(), "{what}");
        harness.restart().await?;
        assert!(harness.knows(&id(2)).await?, "{what}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_may_not_grow_is_an_error_and_no_end() -> Result<()> {
    let harness = Harness::open().await?;
    let bodies = [
        harness.seal(&id(1), &callback_request()?).await?,
        harness.seal(&id(2), &callback_request()?).await?,
    ];
    harness.endpoint.close().await;
    let mut running = Running::start(program(harness.folder.path()))?;
    let pid = running.child.id().to_string();
    let limit = |bytes: &str| -> Result<()> {
        let limited = Command::new("prlimit")
            .args(["--pid", &pid, &format!("--fsize={bytes}:unlimited")])
            .status()?;
        anyhow::ensure!(limited.success(), "cannot limit it");
        Ok(())
    };
    assert!(running.put(&id(1), &bodies[0])?.contains(" 201 "));
    limit("1")?;
    assert!(running.put(&id(2), &bodies[1])?.contains(" 503 "));
    for signal in ["-USR1", "-USR2"] {
        let sent = Command::new("kill").args([signal, &pid]).status()?;
        anyhow::ensure!(sent.success(), "cannot send {signal}");
    }
    limit("unlimited")?;
    assert!(running.put(&id(2), &bodies[1])?.contains(" 201 "));
    assert!(running.child.try_wait()?.is_none());
    running.terminate()?;
    Ok(())
}
