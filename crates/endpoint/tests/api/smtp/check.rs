//! `premier-accueil check`: what it finds, what it sends, and that it writes nothing.

use std::{net::SocketAddr, path::Path, process::Output, time::Duration};

use anyhow::Result;
use tokio::{net::TcpListener, time::timeout};

use super::{
    dns::{dns_server, silent_dns_server},
    server::{Behaviour, mail_server},
};
use crate::{
    harness::Harness,
    program::{program, program_with},
};

/// Runs the command against a mail server that behaves so, and a DNS server of this machine that knows nothing;
/// what it said, and the mails that were taken.
async fn check(
    folder: &Path,
    behaviour: Behaviour,
    arguments: &[&str],
) -> Result<(Output, Vec<String>)> {
    check_asking(dns_server(&[])?, folder, behaviour, arguments).await
}

async fn check_asking(
    dns: SocketAddr,
    folder: &Path,
    behaviour: Behaviour,
    arguments: &[&str],
) -> Result<(Output, Vec<String>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = format!("smtp://{}", listener.local_addr()?);
    let serving = tokio::spawn(mail_server(listener, vec![behaviour]));
    let mut command = program(folder);
    command.args(["--mail", &server, "check", "--dns", &dns.to_string()]);
    command.args(arguments);
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
        "2027-02.fr.md:",
        "accepte un message pour preinscriptions@",
        "\nÀ voir\u{a0}: ",
    ] {
        assert!(
            said.to_lowercase().contains(&line.to_lowercase()),
            "{line}: {said}"
        );
    }
    let mails = mails.concat();
    assert!(!mails.contains("Subject:"), "{mails}");
    let ended = "RCPT TO:<preinscriptions@mission-locale.example>\nQUIT\n";
    assert!(
        mails.ends_with(ended),
        "politely, with nothing begun: {mails}"
    );
    Ok(())
}

/// The lines of a check that say something of DNS.
fn of_dns(said: &str) -> Vec<&str> {
    let about = ["SPF", "DMARC", "DNS"];
    let lines = said.lines();
    lines
        .filter(|line| about.iter().any(|word| line.contains(word)))
        .collect()
}

#[tokio::test]
async fn what_dns_publishes_about_the_sender_is_told() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    let domain = "mission-locale.example";
    for (records, expected) in [
        (
            &[
                ("mission-locale.example", "google-site-verification=x"),
                (
                    "mission-locale.example",
                    "v=spf1 include:spf.mail.example -all",
                ),
                ("_dmarc.mission-locale.example", "v=DMARC1; p=none"),
            ][..],
            [
                format!("ok      SPF de {domain}\u{a0}: v=spf1 include:spf.mail.example -all"),
                format!("ok      DMARC de {domain}\u{a0}: v=DMARC1; p=none"),
            ],
        ),
        (
            &[
                ("mission-locale.example", "v=spf1 -all"),
                ("mission-locale.example", "v=spf1 a -all"),
                ("mission-locale.example", "v=spf10"),
                (
                    "_dmarc.mission-locale.example",
                    "v=DMARC1;p=reject;rua=mailto:\u{1b}[2J@x",
                ),
            ],
            [
                format!("à voir  {domain} a plusieurs enregistrements SPF"),
                format!("ok      DMARC de {domain}\u{a0}: v=DMARC1;p=reject;rua=mailto:[2J@x"),
            ],
        ),
        (
            &[],
            [
                format!("à voir  {domain} n’a pas d’enregistrement SPF"),
                format!("à voir  {domain} n’a pas d’enregistrement DMARC"),
            ],
        ),
    ] {
        let dns = dns_server(records)?;
        let (output, _) = check_asking(dns, folder, Behaviour::Take, &[]).await?;
        let said = told(&output);
        assert!(output.status.success(), "{said}");
        let lines = of_dns(&said);
        assert_eq!(lines.len(), 2, "{said}");
        for (line, expected) in lines.iter().zip(expected) {
            assert!(line.starts_with(&expected), "{expected}: {line}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_sender_below_a_domain_has_the_dmarc_of_that_domain() -> Result<()> {
    let below = |site: String| {
        site.replace(
            "mail_from = \"premier-accueil@mission-locale.example\"",
            "mail_from = \"premier-accueil@envoi.mission-locale.example\"",
        )
    };
    let harness = Harness::with(|_| {}, below).await?;
    let dns = dns_server(&[
        ("envoi.mission-locale.example", "v=spf1 -all"),
        ("_dmarc.mission-locale.example", "v=DMARC1; p=quarantine"),
    ])?;
    let (output, _) = check_asking(dns, harness.folder.path(), Behaviour::Take, &[]).await?;
    let said = told(&output);
    assert!(said.contains("v=DMARC1; p=quarantine"), "{said}");
    Ok(())
}

#[tokio::test]
async fn dns_that_does_not_answer_is_told_and_stops_nothing() -> Result<()> {
    let harness = Harness::open().await?;
    let (_socket, silent) = silent_dns_server()?;
    let checking = check_asking(silent, harness.folder.path(), Behaviour::Take, &[]);
    let (output, _) = timeout(Duration::from_mins(1), checking).await??;
    let said = told(&output);
    assert!(output.status.success(), "{said}");
    let lines = of_dns(&said);
    assert!(
        lines.len() == 1 && lines[0].contains("DNS n’a pas répondu"),
        "{said}"
    );
    assert!(said.contains("accepte un message pour"), "{said}");
    Ok(())
}

#[tokio::test]
async fn the_mail_servers_own_words_are_shown_short_and_harmless() -> Result<()> {
    let harness = Harness::open().await?;
    let folder = harness.folder.path();
    for (verb, reply, expected) in [
        (
            "RCPT",
            "550-5.7.1 not \u{1b}[31mallowed\r\n550 5.7.1 see https://mail.example/why\r\n",
            "see https://mail.example/why",
        ),
        (
            "MAIL",
            "553 5.7.1 sender not owned by user\r\n",
            "sender not owned by user",
        ),
        ("EHLO", "550 who are you\r\n", "who are you"),
    ] {
        let (output, mails) = check(folder, Behaviour::Says(verb, reply), &[]).await?;
        let said = told(&output);
        let line = said
            .lines()
            .find(|line| line.contains("ERREUR  Messagerie"));
        let line = line.unwrap_or_default();
        assert!(
            line.contains("Il a répondu") && line.contains(expected),
            "{verb}: {said}"
        );
        assert!(!line.contains('\u{1b}'), "{verb}: {said:?}");
        assert!(
            verb == "EHLO" || mails.concat().ends_with("QUIT\n"),
            "{verb}: {mails:?}"
        );
    }
    let long: &'static str = Box::leak(format!("550 {}\r\n", "no ".repeat(150)).into_boxed_str());
    let (output, _) = check(folder, Behaviour::Says("RCPT", long), &[]).await?;
    let said = told(&output);
    let line = said.lines().find(|line| line.contains("Il a répondu"));
    assert!(
        line.is_some_and(|line| line.chars().count() < 450 && line.contains('…')),
        "{said}"
    );
    // With a test mail, the reply to the mail itself.
    let refused = Behaviour::Says(".", "554 5.7.1 content rejected\r\n");
    let (output, _) = check(folder, refused, &["--send-test"]).await?;
    assert!(
        told(&output).contains("content rejected"),
        "{}",
        told(&output)
    );
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
