//! A mail server for tests, which takes, defers, refuses or hangs up as it is told.

use anyhow::Result;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

#[derive(Clone, Copy)]
pub(super) enum Behaviour {
    Take,
    Defer,
    Refuse,
    HangUpAfterData,
    /// Takes the connection and says nothing after its greeting.
    Silent,
    /// Takes the mail and says nothing of it.
    SilentAfterData,
    /// Replies to that verb with that line; to the connection itself, where the verb is empty.
    Says(&'static str, &'static str),
}

/// Serves one connection for each behaviour, and gives back what was sent as data, between the line of
/// its recipient and the goodbye.
pub(super) async fn mail_server(
    listener: TcpListener,
    behaviours: Vec<Behaviour>,
) -> Result<Vec<String>> {
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
    let greeting = match behaviour {
        Behaviour::Says("", reply) => reply,
        _ => "220 mail.example\r\n",
    };
    write.write_all(greeting.as_bytes()).await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.split_whitespace().next().unwrap_or_default();
        let answer: &[u8] = match (in_data, verb) {
            (false, _) if matches!(behaviour, Behaviour::Silent) => continue,
            (true, ".") if matches!(behaviour, Behaviour::SilentAfterData) => continue,
            (now_in_data, verb)
                if matches!(behaviour, Behaviour::Says(said, _) if said == verb)
                    && now_in_data == (verb == ".") =>
            {
                let Behaviour::Says(_, reply) = behaviour else {
                    continue;
                };
                in_data = verb == "DATA" && reply.starts_with("354");
                reply.as_bytes()
            }
            (false, "EHLO") => {
                data.push_str(&line);
                data.push('\n');
                b"250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n"
            }
            (false, "AUTH") => b"235 welcome\r\n",
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
                data.push_str("QUIT\n");
                return Ok(data);
            }
            (false, _) => b"250 ok\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(data)
}
