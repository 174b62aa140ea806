//! A mail server that takes, defers, refuses, or hangs up at the worst moment.

mod check;
mod dns;
mod server;

use anyhow::{Context, Result};
use endpoint::{Endpoint, MailTarget, Mailer, MailerError};
use serde_json::json;
use tokio::net::TcpListener;

use self::server::{Behaviour, mail_server};
use crate::{
    branches::{from, with_branches},
    harness::{Harness, callback_request, id, registration, rights_request},
};

/// A harness whose endpoint mails to that server.
async fn harness_mailing_to(address: &str) -> Result<Harness> {
    harness_mailing(Harness::open().await?, address, |mailer| mailer).await
}

async fn harness_mailing(
    mut harness: Harness,
    address: &str,
    settings: impl Fn(Mailer) -> Mailer,
) -> Result<Harness> {
    let target: MailTarget = address.parse().map_err(anyhow::Error::msg)?;
    harness.endpoint.close().await;
    harness.endpoint = Endpoint::start(
        harness.folder.config("data"),
        harness.clock.clone(),
        settings(Mailer::new(&target)?),
    )
    .await?;
    Ok(harness)
}

#[tokio::test]
async fn a_mail_gets_through_a_server_that_fails_in_every_way_first() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let harness = harness_mailing_to(&format!("smtp://{}", listener.local_addr()?)).await?;
    let behaviours = vec![
        Behaviour::Defer,
        Behaviour::Refuse,
        Behaviour::HangUpAfterData,
        Behaviour::Take,
    ];
    let server = tokio::spawn(mail_server(listener, behaviours));

    harness.send(&id(1), &registration()?).await?;
    for wait_seconds in [5, 10, 20] {
        assert_eq!(harness.endpoint.deliver_due().await?, 0);
        harness.clock.advance(wait_seconds);
    }
    assert_eq!(harness.endpoint.deliver_due().await?, 1);

    let mails = server.await??;
    let [_, _, hung_up, taken] = mails.as_slice() else {
        panic!("four connections")
    };
    let message_id = |mail: &str| {
        mail.lines()
            .find(|line| line.starts_with("Message-ID: "))
            .map(str::to_owned)
    };
    assert!(message_id(taken).is_some());
    assert_eq!(
        message_id(hung_up),
        message_id(taken),
        "the mailbox can tell that it is the same mail"
    );
    let log = crate::silence::heard();
    for reason in ["deferred", "refused", "no_reply"] {
        assert!(
            log.contains(&format!("\"reason\":\"{reason}\"")),
            "{reason}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_message_that_names_a_recipient_changes_nothing() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let harness = harness_mailing_to(&format!("smtp://{}", listener.local_addr()?)).await?;
    let server = tokio::spawn(mail_server(listener, vec![Behaviour::Take]));
    let mut message = registration()?;
    for name in ["to", "cc", "bcc", "recipient", "mailbox", "mail_to", "site"] {
        message[name] = json!("somebody@else.example");
        message["context"][name] = json!("somebody@else.example");
    }
    harness.send(&id(1), &message).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let mails = server.await??;
    let mail = mails.first().context("a mail")?;
    let recipients: Vec<&str> = mail
        .lines()
        .filter(|line| line.starts_with("RCPT"))
        .collect();
    assert_eq!(
        recipients,
        ["RCPT TO:<preinscriptions@mission-locale.example>"]
    );
    assert!(!mail.contains("else.example"), "{mail}");
    Ok(())
}

#[tokio::test]
async fn another_machine_is_never_spoken_to_in_clear() -> Result<()> {
    // 0.0.0.0 is no loopback address, and yet it leads here: to a server without STARTTLS.
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let harness = harness_mailing_to(&format!("smtp://0.0.0.0:{port}")).await?;
    let server = tokio::spawn(mail_server(listener, vec![Behaviour::Take]));
    harness.send(&id(1), &registration()?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    let mails = server.await??;
    let [said] = mails.as_slice() else {
        panic!("one connection")
    };
    assert!(
        said.lines().all(|line| line.starts_with("EHLO")),
        "not a word of the mail was said: {said}"
    );
    Ok(())
}

#[test]
fn a_server_that_makes_no_sense_is_refused_without_repeating_its_password() {
    let Ok(target) = "smtps://user:secret@mail.example:99".parse::<MailTarget>() else {
        panic!("an address")
    };
    assert!(Mailer::new(&target).is_ok());
    let error = MailerError::BadServer.to_string();
    assert!(
        error.contains("smtps://") && !error.contains("secret"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_falls_silent_is_left_in_time() -> Result<()> {
    for (behaviour, reason) in [
        (Behaviour::Silent, "unreachable"),
        (Behaviour::SilentAfterData, "no_reply"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("smtp://{}", listener.local_addr()?);
        let in_short = |mailer: Mailer| mailer.within(std::time::Duration::from_millis(300));
        let harness = harness_mailing(Harness::open().await?, &address, in_short).await?;
        let server = tokio::spawn(mail_server(listener, vec![behaviour, Behaviour::Take]));
        harness.send(&id(1), &registration()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 0);
        let listed = harness.endpoint.operator().list().await?;
        assert!(listed.contains(reason), "{reason}: {listed}");
        harness.clock.advance(5);
        assert_eq!(harness.endpoint.deliver_due().await?, 1);
        server.await??;
    }
    Ok(())
}

#[tokio::test]
async fn what_a_server_says_is_told_by_what_has_to_be_done_about_it() -> Result<()> {
    for (verb, reply, reason) in [
        ("", "554 not you\r\n", "hello_name"),
        ("", "421 too busy\r\n", "unreachable"),
        ("EHLO", "504 5.5.2 need a full name\r\n", "hello_name"),
        ("EHLO", "550 who are you\r\n", "hello_name"),
        ("AUTH", "535 5.7.8 wrong\r\n", "sign_in"),
        ("AUTH", "504 5.7.4 not this way\r\n", "sign_in"),
        ("AUTH", "454 4.7.0 not now\r\n", "unreachable"),
        ("MAIL", "530 5.7.0 sign in first\r\n", "sign_in"),
        ("MAIL", "552 5.3.4 too big\r\n", "refused"),
        ("MAIL", "553 5.7.1 not yours\r\n", "sender"),
        ("MAIL", "451 4.7.1 later\r\n", "deferred"),
        ("RCPT", "504 5.5.2 need a full name\r\n", "hello_name"),
        ("RCPT", "421 4.3.2 closing\r\n", "unreachable"),
        ("RCPT", "450 4.2.0 greylisted\r\n", "deferred"),
        ("RCPT", "550 5.1.1 nobody\r\n", "refused"),
        ("DATA", "554 5.7.1 no\r\n", "refused"),
        ("DATA", "451 later\r\n", "deferred"),
        ("DATA", "gibberish\r\n", "unreachable"),
        // One reply too many: what follows is of the step before.
        // Here the one to EHLO is read too late, and seems to offer no way to sign in.
        ("", "220 a\r\n220 b\r\n", "sign_in"),
        (
            "EHLO",
            "250-a\r\n250 AUTH PLAIN LOGIN\r\n250 b\r\n",
            "unreachable",
        ),
        ("AUTH", "235 a\r\n250 b\r\n", "unreachable"),
        ("MAIL", "250 a\r\n250 b\r\n", "unreachable"),
        ("RCPT", "250 a\r\n250 b\r\n", "unreachable"),
        ("DATA", "250 taken\r\n", "unreachable"),
        (".", "354 go on\r\n", "no_reply"),
        (".", "550 5.7.1 spam\r\n", "refused"),
        (".", "452 4.3.1 full\r\n", "deferred"),
        (".", "gibberish\r\n", "no_reply"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("smtp://user:p%40ss@{}", listener.local_addr()?);
        let in_time = |mailer: Mailer| mailer.within(std::time::Duration::from_secs(5));
        let harness = harness_mailing(Harness::open().await?, &address, in_time).await?;
        let server = tokio::spawn(mail_server(listener, vec![Behaviour::Says(verb, reply)]));
        harness.send(&id(1), &registration()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 0);
        let listed = harness.endpoint.operator().list().await?;
        assert!(listed.contains(reason), "{verb} {reply}: {listed}");
        server.abort();
    }
    Ok(())
}

#[tokio::test]
async fn a_reply_without_text_or_in_any_signs_is_a_reply() -> Result<()> {
    for (verb, reply) in [
        ("", "220\r\n"),
        ("EHLO", "250\r\n"),
        ("EHLO", "250-\r\n250\r\n"),
        ("MAIL", "250\r\n"),
        ("RCPT", "250\r\n"),
        ("DATA", "354\r\n"),
        (".", "250\r\n"),
        (".", "250ok\r\n"),
        (".", "250 \u{e9}\u{1f4ee}\r\n"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("smtp://{}", listener.local_addr()?);
        let in_time = |mailer: Mailer| mailer.within(std::time::Duration::from_secs(5));
        let harness = harness_mailing(Harness::open().await?, &address, in_time).await?;
        let server = tokio::spawn(mail_server(listener, vec![Behaviour::Says(verb, reply)]));
        harness.send(&id(1), &callback_request()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 1, "{verb} {reply:?}");
        server.await??;
    }
    Ok(())
}

#[tokio::test]
async fn a_recipient_that_the_server_does_not_take_holds_up_no_mail_to_the_other() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("smtp://{}", listener.local_addr()?);
    let in_time = |mailer: Mailer| mailer.within(std::time::Duration::from_secs(5));
    let harness = harness_mailing(Harness::open().await?, &address, in_time).await?;
    let refuses = Behaviour::Says("RCPT", "530 5.7.0 sign in to write there\r\n");
    let takes = Behaviour::Take;
    let server = tokio::spawn(mail_server(
        listener,
        vec![refuses, takes, takes, refuses, takes],
    ));
    // The officer's is the first in line.
    let access = rights_request(json!({"right": "access"}), None)?;
    harness.send(&id(1), &access).await?;
    harness.clock.advance(1);
    for byte in [2, 3] {
        harness.send(&id(byte), &registration()?).await?;
    }
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    let listed = harness.endpoint.operator().list().await?;
    assert_eq!(listed.matches("sign_in").count(), 1, "{listed}");
    // Not before its probe, and at once after it.
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    harness.clock.advance(5);
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    harness.clock.advance(10);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let mails = server.await??;
    assert_eq!(
        mails
            .iter()
            .filter(|mail| mail.contains("preinscriptions@"))
            .count(),
        2
    );
    Ok(())
}

#[tokio::test]
async fn a_branchs_mailbox_that_the_server_does_not_take_holds_up_no_other_mail() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("smtp://{}", listener.local_addr()?);
    let in_time = |mailer: Mailer| mailer.within(std::time::Duration::from_secs(5));
    let open = Harness::with(|_| {}, with_branches).await?;
    let harness = harness_mailing(open, &address, in_time).await?;
    let refuses = Behaviour::Says("RCPT", "530 5.7.0 sign in to write there\r\n");
    let server = tokio::spawn(mail_server(
        listener,
        vec![refuses, Behaviour::Take, Behaviour::Take, Behaviour::Take],
    ));
    harness.send(&id(1), &from("59299")?).await?;
    harness.clock.advance(1);
    for byte in [2, 3] {
        harness.send(&id(byte), &registration()?).await?;
    }
    assert_eq!(harness.endpoint.deliver_due().await?, 2, "at once");
    harness.clock.advance(60);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let mails = server.await??;
    assert!(mails[3].contains("hem@"), "{}", mails[3]);
    Ok(())
}

#[tokio::test]
async fn a_server_without_the_encryption_that_was_asked_for_is_told_as_such() -> Result<()> {
    for scheme in ["smtps://127.0.0.1", "smtp://0.0.0.0"] {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let harness =
            harness_mailing_to(&format!("{scheme}:{}", listener.local_addr()?.port())).await?;
        let server = tokio::spawn(mail_server(listener, vec![Behaviour::Take]));
        harness.send(&id(1), &registration()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 0);
        let listed = harness.endpoint.operator().list().await?;
        assert!(listed.contains("tls"), "{scheme}: {listed}");
        server.abort();
    }
    Ok(())
}

#[tokio::test]
async fn the_name_that_is_said_first_is_the_senders_domain_or_the_one_of_the_settings() -> Result<()>
{
    for (setting, expected) in [
        (None, "EHLO mission-locale.example"),
        (Some("accueil.example.fr"), "EHLO accueil.example.fr"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let target: MailTarget = format!("smtp://{}", listener.local_addr()?)
            .parse()
            .map_err(anyhow::Error::msg)?;
        let mut harness = Harness::open().await?;
        harness.endpoint.close().await;
        let mut settings = harness.folder.config("data");
        settings.mail_hello = setting.map(str::to_owned);
        harness.endpoint =
            Endpoint::start(settings, harness.clock.clone(), Mailer::new(&target)?).await?;
        let server = tokio::spawn(mail_server(listener, vec![Behaviour::Take]));
        harness.send(&id(1), &registration()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 1);
        let mails = server.await??;
        let said = mails.first().and_then(|mail| mail.lines().next());
        assert_eq!(said, Some(expected));
        // The moment it was received, at each attempt.
        assert!(
            mails[0].contains("Date: Sat, 21 Nov 2026 17:42:00 +0000"),
            "{}",
            mails[0]
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_floods_us_or_speaks_no_text_ends_its_own_conversation() -> Result<()> {
    let lines: &'static str = "250-more\r\n".repeat(100_000).leak();
    let long: &'static str = "2".repeat(10_000_000).leak();
    for (verb, reply, reason) in [
        ("EHLO", lines, "unreachable"),
        ("", long, "unreachable"),
        (".", long, "no_reply"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let harness = harness_mailing_to(&format!("smtp://{}", listener.local_addr()?)).await?;
        let server = tokio::spawn(mail_server(listener, vec![Behaviour::Says(verb, reply)]));
        harness.send(&id(1), &registration()?).await?;
        assert_eq!(harness.endpoint.deliver_due().await?, 0);
        let listed = harness.endpoint.operator().list().await?;
        assert!(listed.contains(reason), "{verb}: {listed}");
        server.abort();
    }
    Ok(())
}
