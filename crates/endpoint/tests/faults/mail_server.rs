//! A mail server on loopback that fails at any point of a conversation, or waits there, and remembers what it took.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::Notify,
    task::JoinHandle,
};

/// What the server is about to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    Connection,
    Hello,
    SignIn,
    From,
    To,
    Data,
    /// The mail itself: what it answers here says whether the mail is taken.
    Mail,
    /// QUIT: the other side has heard that its mail was taken.
    Bye,
}

pub(crate) const POINTS: [Point; 8] = [
    Point::Connection,
    Point::Hello,
    Point::SignIn,
    Point::From,
    Point::To,
    Point::Data,
    Point::Mail,
    Point::Bye,
];

/// How it fails there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Defers,
    Refuses,
    IsSilent,
    HangsUp,
    /// Only a mail can be taken: elsewhere it hangs up.
    TakesItAndHangsUp,
}

pub(crate) const WAYS: [Way; 5] = [
    Way::Defers,
    Way::Refuses,
    Way::IsSilent,
    Way::HangsUp,
    Way::TakesItAndHangsUp,
];

/// A mail that the server took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) message_id: String,
    /// Of a registration's or a request's mail: the number in the name of its PDF.
    pub(crate) number: Option<String>,
    /// Whether the other side has heard so.
    pub(crate) heard: bool,
}

#[derive(Default)]
struct State {
    fails: Option<(Point, Way)>,
    waits_before: Option<Point>,
    taken: Vec<Taken>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    reached: Notify,
    goes_on: Notify,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) struct MailServer {
    pub(crate) address: String,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl MailServer {
    pub(crate) async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("smtp://someone:secret@{}", listener.local_addr()?);
        let shared = Arc::new(Shared::default());
        let listening = tokio::spawn({
            let shared = Arc::clone(&shared);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let shared = Arc::clone(&shared);
                    tokio::spawn(async move {
                        // The other side may go away at any point: that is what it is tried for.
                        let _ = Conversation::new(stream, shared).hold().await;
                    });
                }
            }
        });
        Ok(Self {
            address,
            shared,
            listening,
        })
    }

    /// From now on it fails in this way, or takes everything.
    pub(crate) fn fail(&self, how: Option<(Point, Way)>) {
        self.shared.lock().fails = how;
    }

    /// The next conversation that comes there waits, and [`MailServer::reached`] is over.
    pub(crate) fn wait_before(&self, point: Option<Point>) {
        self.shared.lock().waits_before = point;
    }

    pub(crate) async fn reached(&self) {
        self.shared.reached.notified().await;
    }

    /// What waits goes on.
    pub(crate) fn go_on(&self) {
        self.shared.goes_on.notify_one();
    }

    /// What it took, in order.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.shared.lock().taken.clone()
    }
}

struct Conversation {
    lines: Lines<BufReader<OwnedReadHalf>>,
    write: OwnedWriteHalf,
    shared: Arc<Shared>,
}

/// Whether the conversation goes on.
enum Next {
    GoesOn,
    Ends,
}

impl Conversation {
    fn new(stream: TcpStream, shared: Arc<Shared>) -> Self {
        let (read, write) = stream.into_split();
        Self {
            lines: BufReader::new(read).lines(),
            write,
            shared,
        }
    }

    async fn hold(mut self) -> Result<()> {
        if let Next::Ends = self.answer(Point::Connection, "220 mail.example").await? {
            return Ok(());
        }
        while let Some(line) = self.lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default();
            let (point, well) = match verb {
                "EHLO" => (Point::Hello, "250-mail.example\r\n250 AUTH PLAIN"),
                "AUTH" => (Point::SignIn, "235 welcome"),
                "MAIL" => (Point::From, "250 ok"),
                "RCPT" => (Point::To, "250 ok"),
                "DATA" => (Point::Data, "354 go on"),
                "QUIT" => (Point::Bye, "221 bye"),
                // RSET, NOOP.
                _ => {
                    self.write.write_all(b"250 ok\r\n").await?;
                    continue;
                }
            };
            if point == Point::Bye {
                self.was_heard();
            }
            if let Next::Ends = self.answer(point, well).await? {
                return Ok(());
            }
            if point == Point::Data && self.shared.lock().refuses_data().is_none() {
                let mail = self.read_mail().await?;
                if let Next::Ends = self.answer_mail(mail).await? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn read_mail(&mut self) -> Result<Taken> {
        let mut mail = Taken {
            message_id: String::new(),
            number: None,
            heard: false,
        };
        while let Some(line) = self.lines.next_line().await? {
            if line == "." {
                break;
            }
            if let Some(id) = line.strip_prefix("Message-ID: ") {
                id.clone_into(&mut mail.message_id);
            }
            if let Some((_, name)) = line.split_once("filename=\"") {
                let name = name.trim_end_matches('"').trim_end_matches(".pdf");
                mail.number = name.rsplit_once('_').map(|(_, number)| number.to_owned());
            }
        }
        Ok(mail)
    }

    async fn answer_mail(&mut self, mail: Taken) -> Result<Next> {
        self.wait(Point::Mail).await;
        let fails = self.shared.lock().fails;
        let takes = match fails {
            Some((Point::Mail, way)) => way == Way::TakesItAndHangsUp,
            _ => true,
        };
        if takes {
            self.shared.lock().taken.push(mail);
        }
        self.say(Point::Mail, "250 taken").await
    }

    /// The last mail's sender knows that it was taken.
    fn was_heard(&self) {
        if let Some(last) = self.shared.lock().taken.last_mut() {
            last.heard = true;
        }
    }

    async fn answer(&mut self, point: Point, well: &str) -> Result<Next> {
        self.wait(point).await;
        self.say(point, well).await
    }

    async fn wait(&self, point: Point) {
        let waits = {
            let mut state = self.shared.lock();
            let waits = state.waits_before == Some(point);
            if waits {
                state.waits_before = None;
            }
            waits
        };
        if waits {
            self.shared.reached.notify_one();
            self.shared.goes_on.notified().await;
        }
    }

    async fn say(&mut self, point: Point, well: &str) -> Result<Next> {
        let fails = self.shared.lock().fails;
        let way = fails.filter(|(at, _)| *at == point).map(|(_, way)| way);
        let line = match way {
            None => well,
            Some(Way::HangsUp | Way::TakesItAndHangsUp) => return Ok(Next::Ends),
            Some(Way::IsSilent) => {
                // Until the other side has had enough.
                while self.lines.next_line().await?.is_some() {}
                return Ok(Next::Ends);
            }
            Some(Way::Defers) => match point {
                Point::Connection | Point::Hello | Point::Bye => "421 come back later",
                Point::SignIn => "454 come back later",
                _ => "451 come back later",
            },
            Some(Way::Refuses) => match point {
                Point::Connection => "554 nobody is here",
                Point::Hello => "504 who are you",
                Point::SignIn => "535 not with this password",
                Point::Bye => "500 what",
                _ => "550 not here",
            },
        };
        self.write
            .write_all(format!("{line}\r\n").as_bytes())
            .await?;
        Ok(Next::GoesOn)
    }
}

impl State {
    fn refuses_data(&self) -> Option<Way> {
        let (point, way) = self.fails?;
        (point == Point::Data).then_some(way)
    }
}
