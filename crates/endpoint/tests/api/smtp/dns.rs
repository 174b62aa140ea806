//! A DNS server for tests, on this machine alone: it serves the TXT records that it is given.
//!
//! It says of other names that there are none, or says nothing at all.

use std::net::{SocketAddr, UdpSocket};

use anyhow::Result;

/// The kind of record that is asked for.
const TXT: u16 = 16;

/// Answers until the tests end.
pub(super) fn dns_server(records: &'static [(&'static str, &'static str)]) -> Result<SocketAddr> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    std::thread::spawn(move || {
        let mut packet = [0; 1500];
        while let Ok((length, from)) = socket.recv_from(&mut packet) {
            let question = packet.get(..length).unwrap_or_default();
            if let Some(answer) = answer(question, records) {
                let _ = socket.send_to(&answer, from);
            }
        }
    });
    Ok(address)
}

/// One that hears and never answers; it lives as long as its socket.
pub(super) fn silent_dns_server() -> Result<(UdpSocket, SocketAddr)> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

/// The reply to a packet with one question (RFC 1035, section 4).
fn answer(packet: &[u8], records: &[(&str, &str)]) -> Option<Vec<u8>> {
    let (name, after) = name(packet, 12)?;
    let question = packet.get(12..after + 4)?;
    let kind = u16::from_be_bytes(packet.get(after..after + 2)?.try_into().ok()?);
    let found = records
        .iter()
        .filter(|(of, _)| kind == TXT && name.eq_ignore_ascii_case(of));
    let texts: Vec<&str> = found.map(|(_, text)| *text).collect();
    let mut reply = packet.get(..2)?.to_vec();
    // A reply, recursion wanted and offered; "no such name" where nothing was found.
    reply.extend([0x81, if texts.is_empty() { 0x83 } else { 0x80 }]);
    reply.extend([0, 1, 0, u8::try_from(texts.len()).ok()?, 0, 0, 0, 0]);
    reply.extend(question);
    for text in texts {
        // The name of the question, TXT, IN, a minute.
        reply.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        let mut data = Vec::new();
        for piece in text.as_bytes().chunks(255) {
            data.push(u8::try_from(piece.len()).ok()?);
            data.extend(piece);
        }
        reply.extend(u16::try_from(data.len()).ok()?.to_be_bytes());
        reply.extend(data);
    }
    Some(reply)
}

/// The name at that place, with dots, and where it ends.
fn name(packet: &[u8], mut at: usize) -> Option<(String, usize)> {
    let mut labels = Vec::new();
    loop {
        let length = usize::from(*packet.get(at)?);
        at += 1;
        if length == 0 {
            return Some((labels.join("."), at));
        }
        let label = packet.get(at..at + length)?;
        labels.push(String::from_utf8_lossy(label).into_owned());
        at += length;
    }
}
