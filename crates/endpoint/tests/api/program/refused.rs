//! Starts that are refused, or warned of: settings, addresses, files that are none, protections that are missing.

use std::{
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use testing::Running;

use super::{command_with, ended, program, program_with, sentence};
use crate::harness::Harness;

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
            vec![
                "--public-addr",
                "192.0.2.1:1",
                "--allow-folder-mail",
                "--unsigned-notices",
            ],
            "impossible d’écouter sur 192.0.2.1:1",
        ),
        (vec!["--public-addr", "0.0.0.0:0"], "--allow-folder-mail"),
        (
            vec!["--ops-addr", "192.0.2.1:1"],
            "impossible d’écouter sur 192.0.2.1:1",
        ),
        (vec!["--trusted-proxies", "many"], "--trusted-proxies"),
        (
            vec!["--intake-site-per-hour", "0"],
            "--intake-site-per-hour",
        ),
        (vec!["--desk-address", "127.0.0.1:0"], "--desk-address"),
        (vec!["--desk-addr", "0.0.0.0:0"], "sans https"),
        (
            vec![
                "--desk-addr",
                "127.0.0.1:0",
                "--trusted-proxies",
                "1",
                "--unsigned-notices",
            ],
            "sans https",
        ),
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
        assert_eq!(output.status.code(), Some(1), "{flag}: {told}");
        assert!(
            told.contains(&format!("impossible d’écouter sur {address}")),
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
    assert_eq!(second.status.code(), Some(1), "{told}");
    let holder = format!("le processus {}", first.child.id());
    assert!(told.contains(&holder), "{told}");
    Ok(())
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
            told.contains(path) && told.contains("il faut un"),
            "{arguments:?}: {told}"
        );
    }
    let key = pipe("data/keys/0123456789abcdef.key")?;
    let mut command = program(folder);
    command.args(["keys", "list"]);
    let told = sentence(&ended(command)?);
    assert!(
        told.contains(&key) && told.contains("c’est un tube"),
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

/// The demonstration's file as that of another Mission Locale: a real mail server is for no other.
fn no_demonstration(site: &str) -> String {
    site.replace("\nid = \"demo\"\n", "\nid = \"essai\"\n")
}

#[tokio::test]
async fn the_demonstration_mails_through_no_real_server() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let real = ["--mail", "smtps://me:a-secret@mail.example"];
    let output = program_with(folder, &real)?;
    let told = sentence(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains("sites/site.toml est la Mission Locale de démonstration"),
        "{told}"
    );
    assert!(
        told.contains("--site") && !told.contains("a-secret"),
        "{told}"
    );
    assert!(!folder.join("other").exists(), "nothing was made");

    let site = folder.join("sites/site.toml");
    let own = no_demonstration(&std::fs::read_to_string(&site)?);
    std::fs::write(&site, own)?;
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let told = sentence(&program_with(
        folder,
        &[&real[..], &["--public-addr", &address]].concat(),
    )?);
    assert!(
        told.contains("impossible d’écouter"),
        "the next refusal: {told}"
    );
    Ok(())
}

#[tokio::test]
async fn a_protection_that_is_missing_is_said_at_each_start() -> Result<()> {
    let harness = Harness::with(|_| {}, |site| no_demonstration(&site)).await?;
    let folder = harness.folder.path();
    // An address that is not this machine's: the start says its warnings, and ends.
    let elsewhere = ["--public-addr", "192.0.2.1:1", "--unsigned-notices"];
    let told = |more: &[&str]| -> Result<String> {
        let arguments = [&elsewhere, more].concat();
        let told = sentence(&program_with(folder, &arguments)?);
        anyhow::ensure!(told.contains("impossible d’écouter"), "{told}");
        Ok(told)
    };
    let mailed = told(&["--open-fiches", "--mail", "smtp://me:a-secret@mail.example"])?;
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

#[tokio::test]
async fn fiches_that_open_for_anyone_are_not_mailed_by_accident() -> Result<()> {
    let harness = Harness::with(|_| {}, |site| no_demonstration(&site)).await?;
    let folder = harness.folder.path();
    // A port that no mail server answers at.
    let mail = ["--mail", "smtp://127.0.0.1:9", "--unsigned-notices"];
    for others in [
        &["--public-addr", "192.0.2.1:1"][..],
        &["--behind-proxy"],
        &["--trusted-proxies", "2"],
    ] {
        let output = program_with(folder, &[&mail, others].concat())?;
        let told = sentence(&output);
        assert_eq!(output.status.code(), Some(2), "{others:?}: {told}");
        for said in ["mailbox_password_file", "--open-fiches"] {
            assert!(told.contains(said), "{others:?}: {told}");
        }
        assert!(!folder.join("other").exists(), "nothing was made");
        for (command, expected) in [
            (
                &["check"][..],
                "ERREUR  Le service ne démarre pas pour d’autres machines\u{a0}: les fiches",
            ),
            (
                &["check", "--open-fiches"],
                "à voir  Les fiches partent sans mot de passe",
            ),
        ] {
            let check = program_with(folder, &[&mail, others, command].concat())?;
            let said = String::from_utf8_lossy(&check.stdout).into_owned();
            assert!(said.contains(expected), "{said}");
        }
    }
    // This machine alone, for a trial of a mail server.
    let running = Running::start(command_with(folder, &mail[..2]))?;
    running.terminate()?;
    Ok(())
}

#[tokio::test]
async fn a_notice_in_force_is_there_in_every_language_that_is_offered() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let notice = folder.join("notices/preinscription/2027-02.ar.md");
    std::fs::remove_file(&notice)?;
    let output = program_with(folder, &[])?;
    let told = sentence(&output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains(&format!("\n{}\n", notice.display())),
        "{told}"
    );
    assert!(!folder.join("other").exists(), "nothing was made");

    // What is not offered may be missing.
    let site = folder.join("sites/site.toml");
    let text = std::fs::read_to_string(&site)?;
    let offered = text.replace("[languages]", "[languages]\noffered = [\"fr\", \"uk\"]");
    std::fs::write(&site, offered)?;
    let running = Running::start(command_with(folder, &[]))?;
    running.terminate()?;
    Ok(())
}

#[tokio::test]
async fn a_notice_that_the_app_shows_in_other_words_is_told() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let check = || -> Result<String> {
        let output = program_with(folder, &["check"])?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert!(!check()?.contains("que l’application montre"));
    // Whoever confirms a paragraph by hand changes no app.
    let notice = folder.join("notices/preinscription/2027-02.es.md");
    let text = std::fs::read_to_string(&notice)?;
    std::fs::write(&notice, text.replacen('.', " !", 1))?;
    let said = check()?;
    let line = said
        .lines()
        .find(|line| line.contains("que l’application montre"));
    assert!(
        line.is_some_and(
            |line| line.starts_with("ERREUR") && line.ends_with(&notice.display().to_string())
        ),
        "{said}"
    );
    Ok(())
}

#[tokio::test]
async fn notices_that_wait_to_be_confirmed_are_not_served_to_others_by_accident() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let notice = folder.join("notices/preinscription/2027-02.fr.md");
    let text = std::fs::read_to_string(&notice)?;
    let before = text
        .lines()
        .take_while(|line| !line.starts_with("À confirmer"));
    let place = format!("\n{}:{}\n", notice.display(), before.count() + 1);
    for others in [
        &["--public-addr", "192.0.2.1:1", "--allow-folder-mail"][..],
        &["--behind-proxy"],
        &["--trusted-proxies", "2"],
    ] {
        let output = program_with(folder, others)?;
        let told = sentence(&output);
        assert_eq!(output.status.code(), Some(2), "{others:?}: {told}");
        assert!(told.contains(&place), "{others:?}: {told}");
        assert!(told.contains("--unsigned-notices"), "{others:?}: {told}");
        assert!(!folder.join("other").exists(), "nothing was made");

        let check = program_with(folder, &[others, &["check"]].concat())?;
        let said = String::from_utf8_lossy(&check.stdout).into_owned();
        assert!(said.contains("ERREUR  Le service ne démarre pas"), "{said}");
        assert_eq!(check.status.code(), Some(1), "{said}");
        let list = program_with(folder, &[others, &["check", "--unsigned-notices"]].concat())?;
        let said = String::from_utf8_lossy(&list.stdout).into_owned();
        assert!(said.contains("à voir  D’autres machines sont servies avec des notices"));
    }
    // What is said to be a trial is served, with a warning; so is what is confirmed, without.
    let trial = ["--behind-proxy", "--unsigned-notices"];
    let mut serving = command_with(folder, &trial);
    serving.stderr(Stdio::piped());
    let mut running = Running::start(serving)?;
    let mut errors = running.child.stderr.take().context("its log")?;
    running.terminate()?;
    let mut log = String::new();
    std::io::Read::read_to_string(&mut errors, &mut log)?;
    assert!(log.contains("UNSIGNED NOTICES"), "{log}");
    for name in [
        "preinscription/2027-02",
        "imilo/2026-11",
        "liste-partenaire/2027-01",
    ] {
        let file = folder.join(format!("notices/{name}.fr.md"));
        let text = std::fs::read_to_string(&file)?;
        std::fs::write(
            &file,
            text.replace("À confirmer par ta Mission Locale\u{a0}: ", ""),
        )?;
    }
    let confirmed = command_with(folder, &["--behind-proxy"]);
    let running = Running::start(confirmed)?;
    running.terminate()?;
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
            !output.status.success() && told.contains("à chacun son propre nom"),
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
            !output.status.success() && told.contains("n’est pas une base de données"),
            "{told}"
        );
        assert!(!harness.folder.path().join("other").exists(), "{command:?}");
    }
    let kept = std::fs::metadata(&notes)?;
    assert_eq!((kept.len(), kept.permissions().mode() & 0o777), (33, 0o644));
    Ok(())
}
