//! Prints the address on the local network as a URL and as a QR code.

use std::net::{IpAddr, UdpSocket};

use anyhow::Context;
use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};

use crate::command::say;

/// Prints `http://<address on the local network>:<port>/` and its QR code.
///
/// # Errors
/// When this machine is on no network.
pub(super) fn show(port: u16) -> anyhow::Result<()> {
    let address = local_address()
        .context("this machine is on no network that a phone could join: leave --public out")?;
    let url = match address {
        IpAddr::V4(address) => format!("http://{address}:{port}/"),
        IpAddr::V6(address) => format!("http://[{address}]:{port}/"),
    };
    let code = QrCode::with_error_correction_level(&url, EcLevel::L)
        .context("the address is too long for a QR code")?;
    // Light modules are drawn: terminals are mostly dark, and scanners want dark on light.
    let drawn = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Dark)
        .light_color(Dense1x2::Light)
        .build();
    println!("\n{drawn}\n");
    say(&format!("On a phone of the same network: {url}"));
    say(
        "Without TLS a phone's browser keeps the app from working offline; filling and sending work",
    );
    Ok(())
}

/// The address that packets for elsewhere would leave from. Nothing is sent.
fn local_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    // An address of RFC 5737, for documentation: a UDP "connection" only asks the routing table.
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}
