//! Commands of operators and officers, on the command line.

use std::process::Output;

use anyhow::{Context, Result};
use serde_json::json;

use super::{program, sentence};
use crate::harness::{Harness, id, registration, rights_request};

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
