//! `premier-accueil check`: what it finds, what it sends, and that it writes nothing.

use std::{path::Path, process::Output};

use anyhow::Result;
use tokio::net::TcpListener;

use super::server::{Behaviour, mail_server};
use crate::{
    harness::Harness,
    program::{program, program_with},
};

/// Runs the command against a mail server that behaves so; what it said, and the mails that were taken.
async fn check(
    folder: &Path,
    behaviour: Behaviour,
    arguments: &'static [&str],
) -> Result<(Output, Vec<String>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = format!("smtp://{}", listener.local_addr()?);
    let serving = tokio::spawn(mail_server(listener, vec![behaviour]));
    let mut command = program(folder);
    command.args(["--mail", &server, "check"]).args(arguments);
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    Ok((output, serving.await??))
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn a_check_says_what_works_and_what_is_to_be_seen_to_and_sends_nothing() -> Result<()> {
    let harness = Harness::open().await?;
    let (output, mails) = check(harness.folder.path(), Behaviour::Take, &[]).await?;
    let said = told(&output);
    assert!(output.status.success(), "{said}");
    for line in [
        "ok      Mission Locale de démonstration",
        "Lundi au mercredi",
        "ok      Une préinscription reçue maintenant serait à rappeler avant",
        "ok      Communes du territoire\u{a0}: ",
        "ok      Voisine\u{a0}: Mission Locale voisine (exemple), pour Lille",
        "à voir  Les fiches partent sans mot de passe",
        "à voir  À confirmer avant de signer la notice",
        "2027-01.fr.md:",
        "accepte un message pour preinscriptions@",
        "\nÀ voir\u{a0}: ",
    ] {
        assert!(
            said.to_lowercase().contains(&line.to_lowercase()),
            "{line}: {said}"
        );
    }
    assert!(!mails.concat().contains("Subject:"), "{mails:?}");
    Ok(())
}

#[tokio::test]
async fn a_test_fiche_goes_the_way_of_a_registration() -> Result<()> {
    let harness = Harness::open().await?;
    let (output, mails) = check(harness.folder.path(), Behaviour::Take, &["--send-test"]).await?;
    let said = told(&output);
    assert!(output.status.success(), "{said}");
    let sent = "ok      Fiche d’essai envoyée à preinscriptions@";
    assert!(said.contains(sent), "{said}");
    let mail = mails.concat();
    for part in [
        "Subject: Essai du service",
        "filename=\"fiche-d-essai.pdf\"",
        "application/pdf",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    Ok(())
}

#[tokio::test]
async fn a_mail_server_that_refuses_is_an_error_with_its_reason() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let (output, _) = check(folder, Behaviour::Defer, &[]).await?;
    assert!(output.status.success(), "{}", told(&output));
    assert!(told(&output).contains("à voir  Messagerie"));
    for (behaviour, code) in [
        (Behaviour::Refuse, "refused"),
        (Behaviour::Says("MAIL", "550 no\r\n"), "sender"),
    ] {
        let (output, _) = check(folder, behaviour, &[]).await?;
        let said = told(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("ERREUR  Messagerie"), "{said}");
        assert!(said.contains(&format!("({code}\u{a0}: ")), "{code}: {said}");
        assert!(said.contains("Ne marche pas\u{a0}: 1."), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn a_check_writes_nothing_and_tells_a_wrong_line_as_a_start_does() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let new = folder.join("other");
    let output = program_with(folder, &["check"])?;
    let said = told(&output);
    assert!(said.contains("n’existe pas encore"), "{said}");
    assert!(!new.exists(), "{said}");

    let notice = folder.join("notices/imilo/2026-11.en.md");
    let text = std::fs::read(&notice)?;
    std::fs::write(&notice, "")?;
    let output = program(folder).arg("check").output()?;
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told(&output).contains("vide ou absente"),
        "{}",
        told(&output)
    );
    std::fs::write(&notice, text)?;

    let site = folder.join("sites/site.toml");
    let wrong = std::fs::read_to_string(&site)?.replace("\"59350\"", "\"59999\"");
    std::fs::write(&site, wrong)?;
    let output = program(folder).arg("check").output()?;
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("communes.1"), "{error}");
    Ok(())
}
