//! A mail server that takes, defers, refuses, or hangs up at the worst moment.

use anyhow::{Context, Result};
use endpoint::{Endpoint, MailTarget, Mailer, MailerError};
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::stage::{Stage, config, id, registration};

#[derive(Clone, Copy)]
enum Behaviour {
    Take,
    Defer,
    Refuse,
    HangUpAfterData,
}

/// Serves one connection for each behaviour, and gives back what was sent as data, after the line of its recipient.
async fn mail_server(listener: TcpListener, behaviours: Vec<Behaviour>) -> Result<Vec<String>> {
    let mut mails = Vec::new();
    for behaviour in behaviours {
        let (stream, _) = listener.accept().await?;
        mails.push(converse(stream, behaviour).await?);
    }
    Ok(mails)
}

async fn converse(stream: TcpStream, behaviour: Behaviour) -> Result<String> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut data = String::new();
    let mut in_data = false;
    write.write_all(b"220 mail.example\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match (in_data, line.split_whitespace().next().unwrap_or_default()) {
            (true, ".") => {
                in_data = false;
                match behaviour {
                    Behaviour::HangUpAfterData => return Ok(data),
                    _ => b"250 taken\r\n",
                }
            }
            (true, _) => {
                data.push_str(&line);
                data.push('\n');
                continue;
            }
            (false, "RCPT") => match behaviour {
                Behaviour::Defer => b"451 come back later\r\n",
                Behaviour::Refuse => b"550 no such mailbox\r\n",
                _ => {
                    data.push_str(&line);
                    data.push('\n');
                    b"250 ok\r\n"
                }
            },
            (false, "DATA") => {
                in_data = true;
                b"354 go on\r\n"
            }
            (false, "QUIT") => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(data);
            }
            (false, _) => b"250 ok\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(data)
}

/// A stage whose endpoint mails to that server.
async fn stage_mailing_to(address: &str) -> Result<Stage> {
    let mut stage = Stage::open().await?;
    let target: MailTarget = address.parse().map_err(anyhow::Error::msg)?;
    stage.endpoint.close().await;
    stage.endpoint = Endpoint::start(
        config(stage.folder.path()),
        stage.clock.clone(),
        Mailer::new(&target)?,
    )
    .await?;
    Ok(stage)
}

#[tokio::test]
async fn a_mail_gets_through_a_server_that_fails_in_every_way_first() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let stage = stage_mailing_to(&format!("smtp://{}", listener.local_addr()?)).await?;
    let behaviours = vec![
        Behaviour::Defer,
        Behaviour::Refuse,
        Behaviour::HangUpAfterData,
        Behaviour::Take,
    ];
    let server = tokio::spawn(mail_server(listener, behaviours));

    stage.send(&id(1), &registration()?).await?;
    for wait_seconds in [5, 10, 20] {
        assert_eq!(stage.endpoint.deliver_due().await?, 0);
        stage.clock.advance(wait_seconds);
    }
    assert_eq!(stage.endpoint.deliver_due().await?, 1);

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
    for reason in ["deferred", "refused", "unreachable"] {
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
    let stage = stage_mailing_to(&format!("smtp://{}", listener.local_addr()?)).await?;
    let server = tokio::spawn(mail_server(listener, vec![Behaviour::Take]));
    let mut message = registration()?;
    for name in ["to", "cc", "bcc", "recipient", "mailbox", "mail_to", "site"] {
        message[name] = json!("somebody@else.example");
        message["context"][name] = json!("somebody@else.example");
    }
    stage.send(&id(1), &message).await?;
    assert_eq!(stage.endpoint.deliver_due().await?, 1);
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
    let stage = stage_mailing_to(&format!("smtp://0.0.0.0:{port}")).await?;
    let server = tokio::spawn(mail_server(listener, vec![Behaviour::Take]));
    stage.send(&id(1), &registration()?).await?;
    assert_eq!(stage.endpoint.deliver_due().await?, 0);
    let mails = server.await??;
    assert_eq!(mails, [String::new()], "not a word of the mail was said");
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
