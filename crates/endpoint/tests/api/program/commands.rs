//! Commands of operators and officers, on the command line.

use std::process::Output;

use anyhow::{Context, Result};
use domain::reference::Reference;
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
        told(&dry).starts_with("01010101  reçue le 21/11/2025 à 18\u{a0}h\u{a0}42"),
        "{}",
        told(&dry)
    );
    let next = "Pour les effacer : premier-accueil purge\n";
    let (plan, said) = (told(&dry), told(&real));
    assert_eq!(
        plan.strip_suffix(next)
            .unwrap_or_default()
            .replace("À effacer", "Effacés"),
        said
    );
    assert!(said.ends_with("Effacés : 1\n"), "{said}");
    assert_eq!(told(&again), "Effacés : 0\n");
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
    assert!(
        list.contains("sert depuis le 21/11/2026 à 18\u{a0}h\u{a0}42"),
        "{list}"
    );
    assert!(
        list.contains("sans copie\nSans copie : 1 sur 1\n")
            && list.ends_with(&format!("premier-accueil keys backed-up {kid}\n")),
        "{list}"
    );

    for (arguments, code, expected) in [
        (
            &["backed-up", "0000000000000000"][..],
            1,
            "pas de clé 0000000000000000",
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
        marked.ends_with("copiée\nSans copie : 0 sur 1\n"),
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
    assert!(told(&run(&["clock", "show"])?).contains("dernier moment vu  21/11/2025 à "));
    assert!(told(&run(&["clock", "accept"])?).contains("Dernier moment vu avant : 21/11/2025 à "));
    assert!(told(&run(&["purge"])?).ends_with("Effacés : 1\n"));
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
        list.contains("accès") && list.contains("\nOuvertes : 1 sur 1\n"),
        "{list}"
    );
    let started = rights(&["start", number, "--by", "Ada"])?;
    let spaced = number.parse::<Reference>().map(|number| number.spaced());
    let spaced = spaced.map_err(|error| anyhow::anyhow!("{error}"))?;
    assert_eq!(
        told(&started),
        format!(
            "{spaced} est en cours.\nSuite : premier-accueil rights close {spaced} --answered --by 'Ada'\n"
        )
    );
    let answer = folder.join("answer");
    let answer = answer.to_str().context("a path")?;
    let shown = rights(&["show", number, "--answer", answer, "--by", "Ada"])?;
    assert!(
        told(&shown).contains("prise en main             Ada"),
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
    assert_eq!(told(&closed), format!("{spaced} est close, répondue.\n"));
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
            "est close",
        ),
        (&["show", "KT4-HW7-PX"], 1, "le numéro d’aucune demande"),
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
        (&["show", "1"], 2, "il faut un numéro de huit signes"),
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
        told.contains("opt_sms_reminders : oui, depuis le 21/11/2026"),
        "{told}"
    );
    let unknown = program(folder).args(["options", "KT4-HW7-PX"]).output()?;
    assert_eq!(unknown.status.code(), Some(1));
    assert!(sentence(&unknown).contains("aucune préinscription reçue ici"));
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
        ("erasure", "2026-11-20", &[][..], 2, "acces, rectification"),
        ("access", "20.11.2026", &[], 2, "un jour comme 29/11/2026"),
        (
            "access",
            "9999-01-01",
            &[],
            1,
            "le 01/01/9999 n’est pas encore venu",
        ),
        ("access", "2001-01-01", &[], 1, "plus d’un an"),
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
            !refused.status.success() && told.contains("il n’y a pas de base de données"),
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
async fn a_command_makes_no_key_no_folder_and_no_journal() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    harness.endpoint.close().await;
    let database = harness.folder.path().join("data/premier-accueil.db");
    let store = format!("sqlite:{}", database.display());
    // The right database, beside the wrong folder of keys and messages: `program_with` names one.
    let wrong = harness.folder.path().join("other");
    for (command, is_refused) in [
        (&["rights", "list"][..], true),
        (&["deliveries", "list"], true),
        (&["options", "KT4-HW7-PX"], true),
        (&["mail", "hold"], true),
        (&["keys", "list"], true),
        // These need the database alone.
        (&["purge", "--dry-run"], false),
        (&["clock", "show"], false),
        (&["check"], false),
    ] {
        let arguments = [&["--store", &store], command].concat();
        let output = super::program_with(harness.folder.path(), &arguments)?;
        let told = sentence(&output);
        assert_eq!(output.status.success(), !is_refused, "{command:?}: {told}");
        assert_eq!(
            told.contains("il n’y est pas"),
            is_refused,
            "{command:?}: {told}"
        );
        assert!(!wrong.exists(), "{command:?} made it");
    }
    Ok(())
}

/// Each command in the blocks of the runbook, with what stands there for a number or a name.
fn commands_of_the_runbook() -> Vec<String> {
    let runbook = include_str!("../../../../../docs/runbook.md");
    let mut in_shell = false;
    let mut found = Vec::new();
    for line in runbook.lines() {
        if line.starts_with("```") {
            in_shell = line == "```sh";
        } else if in_shell && line.starts_with("premier-accueil ") {
            found.push(line.to_owned());
        }
    }
    found
}

/// The words of a line as a shell takes them apart: double quotes hold one together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let mut words: Vec<String> = Vec::new();
    for (place, part) in parts {
        if place % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn every_command_of_the_runbook_is_one() {
    let commands = commands_of_the_runbook();
    assert!(commands.len() > 25, "{commands:?}");
    for line in commands {
        let read = endpoint::CommandLine::read(words(&line), "1");
        assert!(
            read.is_ok(),
            "{line}: {}",
            read.err()
                .map_or_else(String::new, |error| error.to_string())
        );
    }
}

#[test]
fn every_setting_of_the_runbook_is_one_and_none_is_left_out() {
    let runbook = include_str!("../../../../../docs/runbook.md");
    let (_, table) = runbook
        .split_once("| Flag | Variable |")
        .unwrap_or_default();
    let (table, _) = table.split_once("\n\n").unwrap_or_default();
    let rows: Vec<(&str, &str)> = table
        .lines()
        .filter_map(|row| row.strip_prefix("| `--"))
        .filter_map(|row| {
            let (flag, rest) = row.split_once("` | `")?;
            Some((flag, rest.split_once('`')?.0))
        })
        .collect();
    let Err(help) = endpoint::CommandLine::read(["premier-accueil", "--help"], "1") else {
        panic!("the help")
    };
    let help = help.to_string();
    assert!(rows.len() > 20, "{rows:?}");
    for (flag, variable) in &rows {
        assert!(help.contains(&format!("--{flag}")), "{flag}: {help}");
        assert!(help.contains(&format!("[{variable}")), "{variable}: {help}");
    }
    assert_eq!(help.matches("[PA_").count(), rows.len(), "{rows:?}: {help}");
}
