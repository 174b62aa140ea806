//! The program itself: its ready line, its exit codes, its clean stop.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output, Stdio},
};

use anyhow::{Context, Result};
use serde_json::json;
use testing::Running;

use crate::harness::{Harness, callback_request, id, registration, rights_request};

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
        ("", Some(2)),
        "{told}"
    );
    let holder = format!("process {}", first.child.id());
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
async fn a_wrong_setting_is_a_sentence_and_code_2() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    for (arguments, expected) in [
        (vec!["--mail", "pigeon://here"], "smtps://"),
        (vec!["--store", "postgres://here"], "sqlite:"),
        (vec!["--log", "=,="], "--log"),
        (vec!["--app-dir", "/nowhere"], "cargo xtask build"),
        (vec!["--site", "/nowhere.toml"], "/nowhere.toml"),
        (
            vec!["--public-addr", "192.0.2.1:1", "--allow-folder-mail"],
            "cannot listen on 192.0.2.1:1",
        ),
        (vec!["--public-addr", "0.0.0.0:0"], "--allow-folder-mail"),
        (
            vec!["--ops-addr", "192.0.2.1:1"],
            "cannot listen on 192.0.2.1:1",
        ),
        (vec!["--trusted-proxies", "many"], "--trusted-proxies"),
        (
            vec!["--intake-site-per-hour", "0"],
            "--intake-site-per-hour",
        ),
        (vec!["--desk-addr", "127.0.0.1:0"], "--desk-addr"),
    ] {
        let output = program_with(folder, &arguments)?;
        let told = sentence(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(expected), "{arguments:?}: {told}");
        assert!(
            !told.contains("panicked") && !told.contains("backtrace"),
            "{told}"
        );
    }
    assert!(!folder.join("other").exists(), "nothing was made");
    Ok(())
}

#[tokio::test]
async fn an_address_that_is_taken_is_told_before_anything_is_written() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    for flag in ["--public-addr", "--ops-addr"] {
        let output = program_with(folder, &[flag, &address])?;
        let told = sentence(&output);
        assert_eq!(output.status.code(), Some(2), "{flag}: {told}");
        assert!(
            told.contains(&format!("cannot listen on {address}")),
            "{flag}: {told}"
        );
        assert!(!folder.join("other").exists(), "{flag}: no key, no lock");
    }

    // Where the one that has the address has the folder, it is named.
    let public = ["--public-addr", "127.0.0.1:0"];
    let mut first = command_with(folder, &public);
    first.stderr(Stdio::null());
    let first = Running::start(first)?;
    let second = program_with(folder, &["--public-addr", &first.address])?;
    let told = sentence(&second);
    assert_eq!(second.status.code(), Some(2), "{told}");
    let holder = format!("process {}", first.child.id());
    assert!(told.contains(&holder), "{told}");
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

#[tokio::test]
async fn what_is_no_file_is_told_in_a_sentence_and_holds_up_no_command() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let folder = harness.folder.path();
    let at = |name: &str| folder.join(name).display().to_string();
    let pipe = |name: &str| -> Result<String> {
        let made = Command::new("mkfifo")
            .args(["-m", "600", &at(name)])
            .status()?;
        anyhow::ensure!(made.success(), "cannot make a pipe");
        Ok(at(name))
    };
    let (a_pipe, device, socket) = (pipe("pipe")?, at("device"), at("socket"));
    std::os::unix::fs::symlink("/dev/zero", &device)?;
    let _socket = std::os::unix::net::UnixListener::bind(&socket)?;
    std::fs::create_dir(at("folder"))?;
    std::fs::write(at("file"), "no backup")?;
    pipe("file-wal")?;
    let store = format!("sqlite:{a_pipe}");
    for (arguments, path) in [
        (["--journal", &a_pipe], &a_pipe),
        (["--journal", &device], &device),
        (["--store", &store], &a_pipe),
        (["--site", &a_pipe], &a_pipe),
        (["--mail-file", &a_pipe], &a_pipe),
        (["restore", &a_pipe], &a_pipe),
        (["restore", &device], &device),
        (["restore", &socket], &socket),
        (["restore", &at("folder")], &at("folder")),
        (["restore", &at("file")], &at("file-wal")),
    ] {
        let output = ended(command_with(folder, &arguments))?;
        let told = sentence(&output);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(
            told.contains(path) && told.contains("expected a"),
            "{arguments:?}: {told}"
        );
    }
    let key = pipe("data/keys/0123456789abcdef.key")?;
    let mut command = program(folder);
    command.args(["keys", "list"]);
    let told = sentence(&ended(command)?);
    assert!(
        told.contains(&key) && told.contains("it is a pipe"),
        "{told}"
    );
    let list = std::fs::read_dir(folder.join("other"))?;
    let names = list.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    assert!(
        !names.iter().any(|name| name.contains("restoring")),
        "{names:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_protection_that_is_missing_is_said_at_each_start() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    // An address that is not this machine's: the start says its warnings, and ends.
    let elsewhere = ["--public-addr", "192.0.2.1:1"];
    let told = |more: &[&str]| -> Result<String> {
        let arguments = [&elsewhere, more].concat();
        let told = sentence(&program_with(folder, &arguments)?);
        anyhow::ensure!(told.contains("cannot listen"), "{told}");
        Ok(told)
    };
    let mailed = told(&["--mail", "smtp://me:a-secret@mail.example"])?;
    for missing in ["NO TLS", "OPEN FICHES", "OPEN PASSWORD"] {
        let line = mailed.lines().find(|line| line.contains(missing));
        assert!(
            line.is_some_and(|line| line.contains(r#""level":"WARN""#)),
            "{missing}: {mailed}"
        );
    }
    assert!(!mailed.contains("a-secret"), "{mailed}");
    let proxied = told(&["--allow-folder-mail", "--behind-proxy"])?;
    for missing in ["NO TLS", "OPEN FICHES", "OPEN PASSWORD"] {
        assert!(!proxied.contains(missing), "{proxied}");
    }

    let file = folder.join("mail");
    std::fs::write(&file, "smtps://me:a-secret@mail.example\n")?;
    let path = file.to_str().context("a path")?;
    let open = sentence(&program_with(folder, &["--mail-file", path])?);
    assert!(open.contains("chmod 600"), "{open}");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600))?;
    let site = folder.join("sites/site.toml");
    let closed = std::fs::read_to_string(&site)?.replace(
        "# mailbox_password_file = \"mot-de-passe.txt\"",
        "mailbox_password_file = \"password.txt\"",
    );
    std::fs::write(&site, closed)?;
    let whole = told(&["--mail-file", path, "--behind-proxy"])?;
    assert!(
        !whole.contains("OPEN") && !whole.contains("a-secret"),
        "{whole}"
    );
    Ok(())
}

/// The last word on a flag wins: those given come instead of the test's own.
fn program_with(folder: &Path, arguments: &[&str]) -> Result<Output> {
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
async fn a_purge_says_the_same_dry_or_real_and_a_wrong_site_stops_it() -> Result<()> {
    let harness = Harness::open().await?;
    // The program has the machine's clock: for it, this was a year ago and the week is over.
    harness.clock.advance(-365 * 24 * 3600);
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    harness.endpoint.close().await;
    let folder = harness.folder.path();
    let dry = program(folder).args(["purge", "--dry-run"]).output()?;
    let real = program(folder).arg("purge").output()?;
    let again = program(folder).arg("purge").output()?;
    let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        told(&dry).starts_with("01010101  received 2025-11-21T17:42:00Z"),
        "{}",
        told(&dry)
    );
    assert_eq!(told(&dry).replace("to purge", "purged"), told(&real));
    assert_eq!(told(&again), "purged: 0\n");
    std::fs::write(folder.join("sites/site.toml"), "id = 3\n")?;
    assert_eq!(
        program(folder).arg("purge").output()?.status.code(),
        Some(2)
    );
    Ok(())
}

#[tokio::test]
async fn keys_are_listed_and_said_to_be_copied_on_the_command_line() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let keys = |arguments: &[&str]| program(folder).arg("keys").args(arguments).output();
    let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let list = told(&keys(&["list"])?);
    let kid = list.get(..16).context(list.clone())?.to_owned();
    assert!(list.contains("in use since 2026-11-21T17:42:00Z"), "{list}");
    assert!(
        list.ends_with("no copy\nwithout a copy: 1 of 1\n"),
        "{list}"
    );

    for (arguments, code, expected) in [
        (
            &["backed-up", "0000000000000000"][..],
            1,
            "no key 0000000000000000",
        ),
        (&["backed-up"], 2, "--all"),
        (&["backed-up", &kid, "--all"], 2, "--all"),
    ] {
        let output = keys(arguments)?;
        let said = sentence(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    assert_eq!(told(&keys(&["list"])?), list, "nothing was marked");
    let marked = told(&keys(&["backed-up", &kid])?);
    assert!(
        marked.ends_with("copied\nwithout a copy: 0 of 1\n"),
        "{marked}"
    );
    assert_eq!(told(&keys(&["list"])?), marked);
    let output = program(folder)
        .args(["--publish-keys-after-days", "91"])
        .output()?;
    assert_eq!(output.status.code(), Some(2));
    Ok(())
}

#[tokio::test]
async fn a_purge_waits_for_a_clock_that_is_accepted() -> Result<()> {
    let harness = Harness::open().await?;
    // For the program, which has the machine's clock, the endpoint ran last a year ago.
    harness.clock.advance(-365 * 24 * 3600);
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.deliver_due().await?;
    harness.endpoint.housekeeping().await;
    harness.endpoint.close().await;
    let folder = harness.folder.path();
    let run = |arguments: &[&str]| {
        let mut command = program(folder);
        command
            .args(arguments)
            .args(["--clock-synced-file", "/nowhere"]);
        command.output()
    };
    let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let refused = run(&["purge"])?;
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        sentence(&refused).contains("premier-accueil clock accept"),
        "{}",
        sentence(&refused)
    );
    assert!(told(&run(&["clock", "show"])?).contains("latest seen   2025-11-21T17:42:00Z"));
    assert!(told(&run(&["clock", "accept"])?).ends_with("before: 2025-11-21T17:42:00Z\n"));
    assert!(told(&run(&["purge"])?).ends_with("purged: 1\n"));
    Ok(())
}

#[tokio::test]
async fn an_officer_follows_a_request_on_the_command_line() -> Result<()> {
    let harness = Harness::open().await?;
    let request = rights_request(json!({"right": "access"}), Some(&id(1)))?;
    harness.send(&id(1), &registration()?).await?;
    let number = harness.send(&id(2), &request).await?.reference;
    harness.endpoint.close().await;
    let folder = harness.folder.path();
    let rights = |arguments: &[&str]| {
        let mut command = program(folder);
        command.arg("rights").args(arguments).output()
    };
    let told = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let number = number.as_str();

    let list = told(&rights(&["list"])?);
    assert!(
        list.contains("access") && list.ends_with("open: 1 of 1\n"),
        "{list}"
    );
    let started = rights(&["start", number, "--by", "Ada"])?;
    assert_eq!(told(&started), "in progress\n");
    let answer = folder.join("answer");
    let answer = answer.to_str().context("a path")?;
    let shown = rights(&["show", number, "--answer", answer, "--by", "Ada"])?;
    assert!(
        told(&shown).contains("started             Ada"),
        "{}",
        told(&shown)
    );
    assert!(told(&shown).contains(&format!("answer/reponse-{number}.pdf")));
    // Laid out by a second process, which the program started of itself.
    let pdf = lopdf::Document::load(folder.join(format!("answer/reponse-{number}.pdf")))?;
    assert!(pdf.catalog()?.has(b"StructTreeRoot"), "it is tagged");
    assert!(
        folder
            .join(format!("answer/reponse-{number}.json"))
            .is_file()
    );
    let closed = rights(&["close", number, "--answered", "--by", "Ada"])?;
    assert_eq!(told(&closed), "closed: answered\n");
    for output in [&shown, &closed] {
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !log.contains("Canari") && !log.contains(id(1).as_str()),
            "{log}"
        );
    }

    for (arguments, code, expected) in [
        (
            &["close", number, "--answered", "--by", "Ada"][..],
            1,
            "closed",
        ),
        (&["show", "KT4-HW7-PX"], 1, "no rights request"),
        (&["close", number, "--by", "Ada"], 2, "--answered"),
        (
            &[
                "close",
                number,
                "--answered",
                "--refused",
                "Non",
                "--by",
                "Ada",
            ],
            2,
            "--refused",
        ),
        (&["start", number], 2, "--by"),
        (&["extend", number, "--by", "Ada"], 2, "--reason"),
        (&["show", number, "--answer", answer], 2, "--by"),
        (&["show", "1"], 2, "expected a reference"),
    ] {
        let output = rights(arguments)?;
        let said = sentence(&output);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    Ok(())
}

#[tokio::test]
async fn the_record_of_options_is_shown_on_the_command_line() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = registration()?;
    message["consents"] =
        json!([{"purpose": "opt_sms_reminders", "granted": true, "at": "2026-11-21T17:30:00Z"}]);
    let number = harness.send(&id(1), &message).await?.reference;
    harness.endpoint.close().await;
    let folder = harness.folder.path();
    let shown = program(folder)
        .args(["options", &number.spaced()])
        .output()?;
    let told = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(
        told.contains("opt_sms_reminders: yes, since 21/11/2026"),
        "{told}"
    );
    let unknown = program(folder).args(["options", "KT4-HW7-PX"]).output()?;
    assert_eq!(unknown.status.code(), Some(1));
    assert!(sentence(&unknown).contains("no registration here"));
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_entered_by_hand_is_a_sentence() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let add = |right: &str, day: &str, more: &[&str]| {
        let mut command = program(harness.folder.path());
        command.args(["rights", "add", "--by", "Ada", "--channel", "phone"]);
        command.args(["--right", right, "--received-on", day]);
        command.args(more).output()
    };
    for (right, day, more, code, expected) in [
        ("erasure", "2026-11-20", &[][..], 2, "access, rectification"),
        ("access", "20/11/2026", &[], 2, "expected a date"),
        ("access", "9999-01-01", &[], 1, "has not come yet"),
        ("access", "2001-01-01", &[], 1, "more than a year ago"),
        (
            "withdrawal",
            "2026-11-20",
            &["--option", "news"],
            2,
            "opt_sms_reminders",
        ),
        (
            "access",
            "2026-11-20",
            &["--channel", "fax"],
            2,
            "--channel",
        ),
    ] {
        let output = add(right, day, more)?;
        let said = sentence(&output);
        assert_eq!(output.status.code(), Some(code), "{right}, {day}: {said}");
        assert!(said.contains(expected), "{right}, {day}: {said}");
    }
    Ok(())
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
            !refused.status.success() && told.contains("is served already"),
            "{arguments:?}: {told}"
        );
    }
    running.terminate()?;
    Ok(())
}

#[tokio::test]
async fn a_command_that_finds_no_database_makes_none() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let elsewhere = harness.folder.path().join("elsewhere");
    let backup = harness.folder.path().join("backup.db");
    let backup = backup.to_string_lossy();
    for arguments in [
        vec!["deliveries", "list"],
        vec!["rights", "list"],
        vec!["mail", "hold"],
        vec!["purge"],
        vec!["purge", "--dry-run"],
        vec!["clock", "accept"],
        vec!["backup", &backup],
    ] {
        let refused = program(harness.folder.path())
            .arg("--store")
            .arg(format!(
                "sqlite:{}",
                elsewhere.join("premier-accueil.db").display()
            ))
            .args(&arguments)
            .output()?;
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            !refused.status.success() && told.contains("there is no database"),
            "{arguments:?}: {told}"
        );
        assert!(
            !elsewhere.join("premier-accueil.db").exists(),
            "{arguments:?}"
        );
    }
    assert!(!std::path::Path::new(&*backup).exists());
    Ok(())
}

#[tokio::test]
async fn one_name_is_not_given_to_two_things() -> Result<()> {
    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let data = harness.folder.path().join("other");
    let at = |name: &str| data.join(name).display().to_string();
    let (store, keys) = (format!("sqlite:{}", at("keys/a.db")), at("keys/a.journal"));
    let mail = format!("folder:{}", at("keys"));
    let (database, wal, lock) = (
        at("premier-accueil.db"),
        at("premier-accueil.db-wal"),
        at("lock"),
    );
    std::fs::create_dir_all(data.join("keys"))?;
    for folder in [&data, &data.join("keys")] {
        std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    }
    for arguments in [
        ["--journal", &database],
        ["--journal", &wal],
        ["--journal", &lock],
        ["--journal", &keys],
        ["--store", &store],
        ["--mail", &mail],
    ] {
        let output = ended(command_with(harness.folder.path(), &arguments))?;
        let told = sentence(&output);
        assert!(
            !output.status.success() && told.contains("a name of its own"),
            "{arguments:?}: {told}"
        );
    }
    assert_eq!(
        std::fs::read_dir(&data)?.count(),
        1,
        "nothing but the folder of keys"
    );
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

#[tokio::test]
async fn a_file_that_is_no_database_is_left_as_it_is_and_nothing_is_begun_beside_it() -> Result<()>
{
    use std::os::unix::fs::PermissionsExt;

    let harness = Harness::open().await?;
    harness.endpoint.close().await;
    let notes = harness.folder.path().join("notes.txt");
    std::fs::write(&notes, "What the director said on Monday.")?;
    std::fs::set_permissions(&notes, std::fs::Permissions::from_mode(0o644))?;
    let store = format!("sqlite:{}", notes.display());
    for command in [&[][..], &["purge"], &["rights", "list"]] {
        let arguments = [&["--store", &store], command].concat();
        let output = ended(command_with(harness.folder.path(), &arguments))?;
        let told = sentence(&output);
        assert!(
            !output.status.success() && told.contains("is no database"),
            "{told}"
        );
        assert!(!harness.folder.path().join("other").exists(), "{command:?}");
    }
    let kept = std::fs::metadata(&notes)?;
    assert_eq!((kept.len(), kept.permissions().mode() & 0o777), (33, 0o644));
    Ok(())
}
