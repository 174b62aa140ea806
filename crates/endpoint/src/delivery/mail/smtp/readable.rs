//! A stream whose replies the SMTP client can read, whatever a server writes behind their codes.
//!
//! A reply is its code. The text may be left out (RFC 5321, section 4.2), and some servers write it in Latin-1; a client
//! that reads neither would take a "250" after the mail for no reply, and send the mail again, without end.

use std::{
    collections::VecDeque,
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll, ready},
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Digits of a reply's code.
const CODE: usize = 3;

/// Where a server writes none.
const SOME_TEXT: &[u8] = b"ok";

/// The stream, with what has been read of it and not been asked for.
pub(super) struct Readable<S> {
    stream: S,
    peer: SocketAddr,
    waiting: VecDeque<u8>,
    /// What has come of a line that has not ended.
    line: Vec<u8>,
}

impl<S> Readable<S> {
    pub(super) fn new(stream: S, peer: SocketAddr) -> Self {
        Self {
            stream,
            peer,
            waiting: VecDeque::new(),
            line: Vec::new(),
        }
    }

    /// The same, which begins with a greeting: after STARTTLS a server says none, and the client waits for one.
    pub(super) fn greeting(mut self) -> Self {
        self.waiting.extend(b"220 ok\r\n");
        self
    }

    /// The stream itself; nothing where more has come than was asked for.
    pub(super) fn into_inner(self) -> Option<S> {
        (self.waiting.is_empty() && self.line.is_empty()).then_some(self.stream)
    }

    fn take(&mut self, byte: u8) {
        if byte != b'\n' {
            self.line.push(if byte.is_ascii() { byte } else { b'?' });
            return;
        }
        let line = std::mem::take(&mut self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        match line.split_at_checked(CODE) {
            Some((code, rest)) if code.iter().all(u8::is_ascii_digit) => {
                let (separator, text) = match rest {
                    [separator @ (b' ' | b'-'), text @ ..] => (*separator, text),
                    text => (b' ', text),
                };
                self.waiting.extend(code);
                self.waiting.push_back(separator);
                self.waiting
                    .extend(if text.is_empty() { SOME_TEXT } else { text });
            }
            _ => self.waiting.extend(line),
        }
        self.waiting.extend(b"\r\n");
    }
}

impl<S> fmt::Debug for Readable<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readable").finish_non_exhaustive()
    }
}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> AsyncTokioStream for Readable<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Readable<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.waiting.is_empty() {
            let mut bytes = [0; 1024];
            let mut read = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            for byte in read.filled() {
                self.take(*byte);
            }
        }
        while buffer.remaining() > 0
            && let Some(byte) = self.waiting.pop_front()
        {
            buffer.put_slice(&[byte]);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Readable<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[tokio::test]
    async fn a_reply_is_its_code_however_it_comes() -> anyhow::Result<()> {
        let peer: SocketAddr = "127.0.0.1:25".parse()?;
        for (said, read) in [
            (&b"250 taken\r\n"[..], "250 taken\r\n"),
            (b"250\r\n", "250 ok\r\n"),
            (b"250 \r\n", "250 ok\r\n"),
            (b"250\n250 a\n", "250 ok\r\n250 a\r\n"),
            (b"250-A\r\n250-\r\n250\r\n", "250-A\r\n250-ok\r\n250 ok\r\n"),
            (b"250ok\r\n", "250 ok\r\n"),
            (b"250 d\xe9livr\xe9\r\n", "250 d?livr?\r\n"),
            (b"250 - a\r\n", "250 - a\r\n"),
            (b"gibberish\r\n25\r\n", "gibberish\r\n25\r\n"),
            (b"\r\n\r\n250\r\n", "\r\n\r\n250 ok\r\n"),
        ] {
            for piece in [1, 2, 7, 1024] {
                let mut stream = Pieces { said, piece };
                let mut text = String::new();
                Readable::new(&mut stream, peer)
                    .read_to_string(&mut text)
                    .await?;
                assert_eq!(text, read, "{piece}");
            }
        }
        Ok(())
    }

    /// What was said, given in pieces of so many bytes.
    struct Pieces {
        said: &'static [u8],
        piece: usize,
    }

    impl AsyncRead for Pieces {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            let (piece, rest) = self.said.split_at(self.piece.min(self.said.len()));
            buffer.put_slice(piece);
            self.said = rest;
            Poll::Ready(Ok(()))
        }
    }
}
