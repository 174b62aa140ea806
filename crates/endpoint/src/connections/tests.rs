//! Clients that send too much, read nothing, or stay: through real sockets, with bounds of a moment.

use std::{future::Future, io, net::SocketAddr};

use axum::{body::Bytes, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::watch,
    task::JoinHandle,
};

use super::*;

/// Nothing here takes so long unless it would take for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// More than the buffers of both ends hold.
const MUCH: usize = 64 * 1024 * 1024;

struct Listening {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

async fn listen(connections: usize) -> io::Result<Listening> {
    // Some of it, however little.
    listen_for(connections, 1).await
}

/// For clients that read so many bytes in a moment, or lose their place.
async fn listen_for(connections: usize, bytes: usize) -> io::Result<Listening> {
    let router = Router::new()
        .route("/", get(|| async { "here\n" }))
        .route("/much", get(|| async { Bytes::from(vec![b'x'; MUCH]) }));
    let bounds = Bounds {
        connections,
        headers_within: PATIENCE * 2,
        reads: Pace {
            bytes,
            within: Duration::from_millis(200),
        },
        stops_within: PATIENCE,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    Ok(Listening {
        address,
        stop,
        task: tokio::spawn(accept(listener, router, bounds, Stop::new(stopped))),
    })
}

impl Listening {
    async fn send(&self, text: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(text.as_bytes()).await?;
        Ok(stream)
    }
}

async fn soon<T>(what: &str, waiting: impl Future<Output = T>) -> T {
    let Ok(done) = timeout(PATIENCE, waiting).await else {
        panic!("{what}: never")
    };
    done
}

async fn read(mut stream: TcpStream) -> io::Result<String> {
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}

const HERE: &str = "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn a_client_that_reads_nothing_loses_its_place() -> anyhow::Result<()> {
    let listening = listen(1).await?;
    let idle = listening
        .send("GET /much HTTP/1.1\r\nHost: here\r\n\r\n")
        .await?;
    let next = listening.send(HERE).await?;
    let text = soon("the next one is answered", read(next)).await?;
    assert!(text.ends_with("here\n"), "{text}");
    drop(idle);
    Ok(())
}

#[tokio::test]
async fn a_client_that_reads_slowly_keeps_it() -> anyhow::Result<()> {
    let listening = listen(1).await?;
    let mut slow = listening
        .send("GET /much HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        .await?;
    let mut received = 0;
    let mut buffer = vec![0; 1024 * 1024];
    loop {
        let count = soon("more of it", slow.read(&mut buffer)).await?;
        if count == 0 {
            break;
        }
        received += count;
    }
    assert!(received > MUCH, "{received}");
    Ok(())
}

#[tokio::test]
async fn a_client_that_reads_a_little_now_and_then_loses_it() -> anyhow::Result<()> {
    let listening = listen_for(1, MUCH / 2).await?;
    let mut dripping = listening
        .send("GET /much HTTP/1.1\r\nHost: here\r\n\r\n")
        .await?;
    let reading = tokio::spawn(async move {
        let mut buffer = vec![0; 256 * 1024];
        let mut received = 0;
        // Each read lets a write go on, well before the time of one is over.
        while let Ok(count @ 1..) = dripping.read(&mut buffer).await {
            received += count;
            sleep(Duration::from_millis(20)).await;
        }
        received
    });
    let next = listening.send(HERE).await?;
    let text = soon("the next one is answered", read(next)).await?;
    assert!(text.ends_with("here\n"), "{text}");
    let received = soon("what it had got", reading).await?;
    assert!(received < MUCH, "{received}");
    Ok(())
}

#[tokio::test]
async fn told_to_stop_it_stops_with_every_place_taken() -> anyhow::Result<()> {
    let listening = listen(2).await?;
    // Each has been answered, so each holds its place.
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = listening
            .send("GET / HTTP/1.1\r\nHost: here\r\n\r\n")
            .await?;
        let mut first = [0; 12];
        soon("an answer", stream.read_exact(&mut first)).await?;
        assert_eq!(&first, b"HTTP/1.1 200");
        held.push(stream);
    }
    listening.stop.send(true)?;
    soon("the end", listening.task).await?;
    assert!(TcpStream::connect(listening.address).await.is_err());
    Ok(())
}

#[tokio::test]
async fn headers_beyond_16_kib_are_refused_and_not_kept() -> anyhow::Result<()> {
    let listening = listen(4).await?;
    for (bytes, status) in [(8 * 1024, "200"), (HEADER_BYTES, "431")] {
        let filling = "x".repeat(bytes);
        let request = format!("GET / HTTP/1.1\r\nConnection: close\r\nX-Much: {filling}\r\n\r\n");
        let stream = listening.send(&request).await?;
        let text = soon("an answer", read(stream)).await?;
        assert!(
            text.starts_with(&format!("HTTP/1.1 {status}")),
            "{bytes}: {text}"
        );
    }
    // Headers that never end are answered, too, before more of them is taken.
    let endless = format!("GET / HTTP/1.1\r\nX-Much: {}", "x".repeat(4 * HEADER_BYTES));
    let mut stream = TcpStream::connect(listening.address).await?;
    // The other side may close before all of it is written.
    let _ = stream.write_all(endless.as_bytes()).await;
    let mut first = [0; 12];
    soon("an answer", stream.read_exact(&mut first)).await?;
    assert_eq!(&first, b"HTTP/1.1 431");
    Ok(())
}
