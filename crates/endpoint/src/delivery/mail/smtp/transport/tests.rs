//! Connections to real servers on this machine: in clear, TLS, STARTTLS, and a certificate that is not trusted.

use anyhow::{Context, Result};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::AsyncBufReadExt,
    net::{TcpListener, TcpSocket},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, pki_types::PrivateKeyDer},
};

use super::*;

const HOST: &str = "localhost";

/// What the server does beside what it should.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Server {
    Wrapped,
    Upgrades,
    OffersNone,
    /// Says more than was asked for before TLS, as an attacker on the way would.
    IsInjected,
}

/// A server for one conversation, its port, and the root that vouches for it.
async fn server(kind: Server) -> Result<(u16, RootCertStore)> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([HOST.to_owned()])?;
    let mut roots = RootCertStore::empty();
    roots.add(cert.der().clone())?;
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).map_err(anyhow::Error::msg)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind((HOST, 0)).await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move { serve(listener, acceptor, kind).await });
    Ok((port, roots))
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, kind: Server) -> Result<()> {
    let (mut stream, _) = listener.accept().await?;
    if kind != Server::Wrapped {
        stream.write_all(b"220-hello\r\n220\r\n").await?;
        assert_eq!(asked(&mut stream).await?, "EHLO here.example\r\n");
        if kind == Server::OffersNone {
            stream.write_all(b"250-mail\r\n250 SIZE 1\r\n").await?;
        } else {
            stream
                .write_all(b"250-mail\r\n250-starttls\r\n250 SIZE 1\r\n")
                .await?;
        }
        assert_eq!(asked(&mut stream).await?, "STARTTLS\r\n");
        let injected: &[u8] = if kind == Server::IsInjected {
            b"220 go\r\n250 injected\r\n"
        } else {
            b"220\r\n"
        };
        stream.write_all(injected).await?;
    }
    let mut stream = acceptor.accept(stream).await?;
    if kind == Server::Wrapped {
        stream.write_all(b"220 d\xe9but\r\n").await?;
    }
    assert_eq!(asked(&mut stream).await?, "EHLO here.example\r\n");
    stream.write_all(b"250\r\n").await?;
    assert_eq!(asked(&mut stream).await?, "NOOP\r\n");
    stream.write_all(b"250\r\n").await?;
    Ok(())
}

async fn asked(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> Result<String> {
    let mut line = String::new();
    tokio::io::BufReader::with_capacity(1, stream)
        .read_line(&mut line)
        .await?;
    Ok(line)
}

/// What comes of a conversation with that server, which is trusted or not.
async fn spoken_to(kind: Server, is_trusted: bool) -> Result<Result<(), DeliveryFailure>> {
    let (port, roots) = server(kind).await?;
    let tls = if is_trusted {
        Tls::trusting(roots, HOST)?
    } else {
        Tls::to(HOST)?
    };
    let hello = ClientId::Domain("here.example".to_owned());
    let stream = if kind == Server::Wrapped {
        wrapped(HOST, port, &tls).await
    } else {
        upgraded(HOST, port, &tls, &hello).await
    };
    let stream = match stream {
        Ok(stream) => stream,
        Err(failure) => return Ok(Err(failure)),
    };
    let mut client = AsyncSmtpConnection::connect_with_transport(stream, &hello).await?;
    anyhow::ensure!(client.test_connected().await);
    Ok(Ok(()))
}

#[tokio::test]
async fn a_server_that_is_vouched_for_is_spoken_to_in_tls_alone() -> Result<()> {
    for (kind, is_trusted, expected) in [
        (Server::Wrapped, true, Ok(())),
        (Server::Upgrades, true, Ok(())),
        (Server::Wrapped, false, Err(DeliveryFailure::Tls)),
        (Server::Upgrades, false, Err(DeliveryFailure::Tls)),
        (Server::OffersNone, true, Err(DeliveryFailure::Tls)),
        (Server::IsInjected, true, Err(DeliveryFailure::Tls)),
    ] {
        assert_eq!(spoken_to(kind, is_trusted).await?, expected);
    }
    Ok(())
}

#[tokio::test]
async fn an_address_that_swallows_every_packet_leaves_time_for_the_next() -> Result<()> {
    let full = TcpSocket::new_v4()?;
    full.bind("127.0.0.1:0".parse()?)?;
    let full = full.listen(1)?;
    let swallows = full.local_addr()?;
    let within = Duration::from_millis(200);
    let mut waiting = Vec::new();
    while let Ok(stream) = timeout(within, TcpStream::connect(swallows)).await {
        waiting.push(stream?);
        anyhow::ensure!(waiting.len() < 20, "it has no end");
    }
    let good = TcpListener::bind("127.0.0.1:0").await?;
    let addresses = [swallows, good.local_addr()?];
    let answers = first_that_answers(addresses.into_iter(), within).await;
    let (_, address) = answers.context("the second")?;
    assert_eq!(address, good.local_addr()?);
    Ok(())
}
