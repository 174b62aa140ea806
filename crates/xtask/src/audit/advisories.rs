//! Known vulnerabilities of crates: the advisories of RustSec, which cargo-deny fetches and compares.

use std::{
    net::{TcpStream, ToSocketAddrs},
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

use super::ListState;
use crate::command::{call, succeeds};

/// Where cargo-deny fetches its database from.
const DATABASE: &str = "github.com:443";
const PATIENCE: Duration = Duration::from_secs(4);

/// Compares every lock file with the advisories.
///
/// # Errors
/// When a crate has an advisory.
pub(super) fn check(every_deny: &[impl Fn() -> Command]) -> anyhow::Result<ListState> {
    for deny in every_deny {
        if !is_reachable() || !succeeds(deny().args(["fetch", "db"])) {
            return Ok(ListState::OutOfReach(
                "advisories on crates (github.com/rustsec/advisory-db)",
            ));
        }
        call(deny().args(["check", "--disable-fetch", "advisories"]))?;
    }
    Ok(ListState::NoVulnerability)
}

/// Whether the database's server takes a connection soon; looking up a name has no time limit of its own, so it is asked aside.
fn is_reachable() -> bool {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let address = DATABASE
            .to_socket_addrs()
            .ok()
            .and_then(|mut addresses| addresses.next());
        let answered =
            address.is_some_and(|address| TcpStream::connect_timeout(&address, PATIENCE).is_ok());
        // The receiver is gone after the time limit.
        let _ = tell.send(answered);
    });
    told.recv_timeout(PATIENCE).unwrap_or(false)
}
